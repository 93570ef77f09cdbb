// Package tfrun runs Terraform or OpenTofu in a folder, with the provider of this module
// in a separate process, for programs and tests that need what users see.
package tfrun

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcli"
)

// Workspace is a folder in which the CLI runs.
type Workspace struct {
	CLI tfcli.CLI
	Dir string
	// Env is the complete environment of the CLI. If a variable has several values, the
	// last one applies.
	Env []string
	// Grace is how long a run can continue after the end of its context has interrupted
	// it. Then it is killed.
	Grace time.Duration
}

// Open creates the folder dir, if it is missing, and a CLI configuration that uses the
// provider in another folder. If provider is "", the CLI has only the providers that
// TF_REATTACH_PROVIDERS names. The environment is [Isolated] or [Inherited], possibly
// with more variables.
func Open(cli tfcli.CLI, dir, provider string, env ...string) (*Workspace, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	env = append(slices.Clip(env), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "TF_INPUT=0")
	w := &Workspace{CLI: cli, Dir: dir, Env: env, Grace: time.Minute}
	return w, w.Use("cli.tfrc", provider)
}

// Use makes all later runs use the provider in another folder. It writes a CLI
// configuration to the given file. The configuration overrides the provider, so that it
// needs neither an init nor a registry.
func (w *Workspace) Use(file, provider string) error {
	text := ""
	if provider != "" {
		for _, registry := range []string{"registry.terraform.io", "registry.opentofu.org"} {
			for _, namespace := range []string{"hashicorp", "paperspace-community"} { // without a source in the configuration, and with the source of this provider
				text += fmt.Sprintf("    %q = %q\n", registry+"/"+namespace+"/paperspace", filepath.ToSlash(provider))
			}
		}
		text = "provider_installation {\n  dev_overrides {\n" + text + "  }\n  direct {}\n}\n"
	}
	w.Setenv("TF_CLI_CONFIG_FILE=" + w.Path(file))
	return w.Write(file, text)
}

// Setenv sets variables for all later runs.
func (w *Workspace) Setenv(env ...string) { w.Env = append(slices.Clip(w.Env), env...) }

// Path returns the path of a file in the folder.
func (w *Workspace) Path(name string) string { return filepath.Join(w.Dir, name) }

// Write writes a file in the folder.
func (w *Workspace) Write(name, text string) error {
	return os.WriteFile(w.Path(name), []byte(text), 0o600)
}

// Run runs the CLI to its end. The error is that of [Process.Wait].
func (w *Workspace) Run(ctx context.Context, args ...string) (Result, error) {
	p, err := w.Start(ctx, args...)
	if err != nil {
		return Result{Line: w.line(args)}, err
	}
	return p.Wait()
}

// line returns the command line as a user types it.
func (w *Workspace) line(args []string) string {
	return strings.ToLower(w.CLI.Name()) + " " + strings.Join(args, " ")
}
