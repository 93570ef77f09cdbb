package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/bench/usage"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcli"
)

// workspace is a folder in which one subject runs.
type workspace struct {
	subject
	cli     tfcli.CLI
	dir     string
	env     []string
	used    string // where the launcher writes
	service *service
	arrangement
}

// open makes a workspace. Nothing of the person's own environment gets into it,
// not even a home directory.
func (b *bench) open(s subject, at *service) (*workspace, error) {
	dir, err := os.MkdirTemp(b.root, s.name+"-")
	if err != nil {
		return nil, err
	}
	w := &workspace{subject: s, cli: b.cli, dir: dir, used: filepath.Join(dir, "usage"), service: at}
	w.perResource = b.perResource
	rc := filepath.Join(dir, "cli.tfrc")
	text := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n  }\n}\n", address, filepath.ToSlash(b.bin))
	if err := os.WriteFile(rc, []byte(text), 0o600); err != nil {
		return nil, err
	}
	w.env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "TMPDIR=" + b.root,
		"TF_CLI_CONFIG_FILE=" + rc, "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1",
		usage.EnvProvider + "=" + b.programs[s.name], usage.EnvFile + "=" + w.used,
	}
	if at != nil {
		w.env = append(w.env, "PAPERSPACE_API_KEY="+key, "PAPERSPACE_ENDPOINT="+at.url)
	}
	return w, nil
}

func (w *workspace) path(name string) string { return filepath.Join(w.dir, name) }

// write makes the configuration of n machines.
func (w *workspace) write(n int, settings string) error {
	return os.WriteFile(w.path("main.tf"), []byte(w.config(n, w.arrangement, settings)), 0o600)
}

// run runs the CLI once and measures it.
func (w *workspace) run(ctx context.Context, args ...string) (sample, error) {
	if w.asks {
		if err := w.service.forget(ctx); err != nil {
			return sample{}, err
		}
	}
	if err := os.RemoveAll(w.used); err != nil {
		return sample{}, err
	}
	cmd := exec.CommandContext(ctx, w.cli.Path, append(args, "-input=false", "-no-color")...) //nolint:gosec // the CLI that was asked for
	cmd.Dir, cmd.Env = w.dir, w.env
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = time.Minute
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	began := time.Now()
	err := cmd.Run()
	wall := time.Since(began)
	if err != nil {
		return sample{}, errors.Join(fmt.Errorf("%s %v of %s: %w\n%s", w.cli.Name(), args, w.name, err, tail(out.String())), ctx.Err())
	}
	if args[0] == "plan" && !strings.Contains(out.String(), settledPlan) {
		return sample{}, fmt.Errorf("%s finds something to change in %s:\n%s", w.cli.Name(), w.name, tail(out.String()))
	}
	provider, err := usage.Read(w.used)
	if err != nil {
		return sample{}, err
	}
	s := sample{
		Wall: wall.Seconds(), Provider: provider.CPU.Seconds(), RSS: provider.PeakRSS,
		Terraform: (usage.Of(cmd.ProcessState).CPU - provider.CPU).Seconds(),
	}
	if w.asks {
		s.Requests, err = w.service.requests(ctx)
	}
	return s, err
}

// settledPlan is what both CLIs say when nothing has changed at the service
// either.
const settledPlan = "Your infrastructure matches the configuration"

// tail is the end of an output, where the error is.
func tail(out string) string {
	const most = 4000
	if len(out) > most {
		return "..." + out[len(out)-most:]
	}
	return out
}
