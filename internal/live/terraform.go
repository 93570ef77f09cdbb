package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcli"
)

const module = "github.com/paperspace-community/terraform-provider-paperspace"

// build builds the provider into a folder.
func build(ctx context.Context, folder string) error {
	name := "terraform-provider-paperspace"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	out, err := exec.CommandContext(ctx, "go", "build", "-o", filepath.Join(folder, name), module).CombinedOutput()
	if err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	return nil
}

// workspace is a folder in which the CLI runs with the provider that was built.
type workspace struct {
	dir string
	cli tfcli.CLI
	env []string
}

// endWithin is how long the CLI may take to end after an interrupt: requests that have
// begun are finished, so that nothing is created that no state has.
const endWithin = 5 * time.Minute

func newWorkspace(root, name string, cli tfcli.CLI, provider string, a account, hcl string) (*workspace, error) {
	w := &workspace{dir: filepath.Join(root, strings.ReplaceAll(name, " ", "-")), cli: cli}
	overrides := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n    %q = %q\n  }\n}\n",
		"registry.terraform.io/hashicorp/paperspace", filepath.ToSlash(provider), "registry.opentofu.org/hashicorp/paperspace", filepath.ToSlash(provider))
	poll := ""
	if a.poll > 0 {
		poll = fmt.Sprintf("  poll_interval = %q\n", a.poll)
	}
	config := fmt.Sprintf("provider \"paperspace\" {\n  api_version = \"v1\"\n  region = %q\n%s}\n\n%s", region, poll, hcl)
	err := errors.Join(os.MkdirAll(w.dir, 0o700), os.WriteFile(w.path("cli.tfrc"), []byte(overrides), 0o600), os.WriteFile(w.path("main.tf"), []byte(config), 0o600))
	w.env = slices.DeleteFunc(os.Environ(), func(kv string) bool { // settings of the user that change what is run
		return strings.HasPrefix(kv, "TF_") || strings.HasPrefix(kv, "PAPERSPACE_")
	})
	w.env = append(w.env, "TF_CLI_CONFIG_FILE="+w.path("cli.tfrc"), "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1", "PAPERSPACE_API_KEY="+a.key)
	if a.endpoint != "" {
		w.env = append(w.env, "PAPERSPACE_ENDPOINT="+a.endpoint)
	}
	return w, err
}

func (w *workspace) path(name string) string { return filepath.Join(w.dir, name) }

// run runs the CLI. The end of ctx interrupts it once, and the end of urgent ends it at
// once.
func (w *workspace) run(ctx, urgent context.Context, args ...string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, w.cli.Path, append(args, "-no-color", "-input=false")...)
	cmd.Dir, cmd.Env = w.dir, w.env
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	tfcli.OwnGroup(cmd)
	cmd.Cancel = func() error { return tfcli.Interrupt(cmd) }
	cmd.WaitDelay = endWithin
	if err := cmd.Start(); err != nil {
		return err
	}
	stop := context.AfterFunc(urgent, func() { tfcli.KillGroup(cmd) })
	err := cmd.Wait()
	stop()
	switch {
	case ctx.Err() != nil:
		tfcli.KillGroup(cmd) // whatever did not end by itself
		return ctx.Err()
	case err != nil:
		return fmt.Errorf("%s %s: %w\n\n%s", strings.ToLower(w.cli.Name()), strings.Join(args, " "), err, strings.TrimSpace(out.String()))
	}
	return nil
}

// holds reports whether the state has resources.
func (w *workspace) holds() bool {
	raw, err := os.ReadFile(w.path("terraform.tfstate"))
	if errors.Is(err, fs.ErrNotExist) {
		return false
	}
	return err != nil || bytes.Contains(raw, []byte(`"mode": "managed"`))
}
