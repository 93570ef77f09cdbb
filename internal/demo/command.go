package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcli"
)

// endWithin is how long the CLI may take to end after an interrupt.
const endWithin = 5 * time.Second

// command runs the CLI in the workplace.
type command struct {
	tfcli.CLI
	dir    string
	env    []string
	secret string // what no output may hold
}

// output is what one run printed, standard error included.
type output struct {
	args []string
	text string
	code int
}

// run runs one subcommand and wants it to end with the given exit code.
func (c *command) run(ctx context.Context, code int, args ...string) (output, error) {
	cmd := exec.CommandContext(ctx, c.Path, append(args, "-no-color", "-input=false")...)
	cmd.Dir, cmd.Env = c.dir, c.env
	var text bytes.Buffer
	cmd.Stdout, cmd.Stderr = &text, &text
	// In a group of its own a Ctrl-C at the terminal reaches only us, and we pass
	// it on once. Two of them would make Terraform leave its plugins running.
	tfcli.OwnGroup(cmd)
	cmd.Cancel = func() error { return tfcli.Interrupt(cmd) }
	cmd.WaitDelay = endWithin

	err := cmd.Run()
	out := output{args: args, text: text.String(), code: cmd.ProcessState.ExitCode()}
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		tfcli.KillGroup(cmd) // whatever did not end by itself
		return out, ctx.Err()
	case err != nil && !errors.As(err, &exit):
		return out, fmt.Errorf("%s: %w", c.Path, err)
	case out.code != code:
		return out, c.broken(out, "exit code %d, not %d", out.code, code)
	case strings.Contains(out.text, c.secret):
		return out, c.broken(out, "the API key is in the output")
	}
	return out, nil
}

// broken is the error for a run that is not as promised, with all it printed.
func (c *command) broken(out output, format string, args ...any) error {
	return fmt.Errorf("%s: %s\n\n%s", c.line(out), fmt.Sprintf(format, args...), strings.TrimSpace(out.text))
}

// line is the command line as one would type it.
func (c *command) line(out output) string {
	return strings.ToLower(c.Name()) + " " + strings.Join(out.args, " ")
}

// wants is an error unless the output has all these texts.
func (c *command) wants(out output, texts ...string) error {
	for _, text := range texts {
		if !strings.Contains(out.text, text) {
			return c.broken(out, "%q is missing from the output", text)
		}
	}
	return nil
}

// hides is an error if the secret is in a file that the CLI wrote.
func (c *command) hides(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if strings.Contains(string(text), c.secret) {
		return fmt.Errorf("the API key is in %s", path)
	}
	return nil
}
