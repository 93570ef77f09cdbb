// Command windowstest runs the unit tests and the demo as Windows programs under Wine. The demo
// plans, applies, and destroys examples/demo with the provider, the fake server, and an OpenTofu
// that are built for Windows:
//
//	go run ./internal/windowstest [PACKAGE ...]
//
// It must run in the root of the repository, on an amd64 machine with a 64-bit Wine, version 8 or
// newer (on Debian: apt-get install wine64). If it cannot run, it fails with the reason, because a
// test that did not run must not look like one that passed.
package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcli"
)

func main() {
	packages := os.Args[1:]
	if len(packages) == 0 {
		packages = []string{"./..."}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, packages)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "windows-test:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, packages []string) (err error) {
	loader, err := findWine(loaders)
	if err != nil {
		return err
	}
	temp, err := os.MkdirTemp("", "windowstest-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(temp) }() // only the result of the tests matters
	w := &wine{loader: loader, prefix: filepath.Join(temp, "prefix")}
	say("setting up Windows with %s", loader)
	if err := w.open(ctx); err != nil {
		return err
	}
	defer w.close(ctx)
	overlay, err := writeOverlay(ctx, temp)
	if err != nil {
		return err
	}

	// Run the demo first, because it takes the least time, and its output shows best why nothing
	// works.
	say("building the provider, the demo with the fake server, and OpenTofu")
	const module = "github.com/paperspace-community/terraform-provider-paperspace"
	provider, demo := filepath.Join(temp, "provider"), filepath.Join(temp, "demo.exe")
	for out, program := range map[string]string{filepath.Join(provider, "terraform-provider-paperspace.exe"): module, demo: module + "/internal/demo"} {
		if err := w.goTool(ctx, "build", "-overlay", overlay, "-o", out, program); err != nil {
			return fmt.Errorf("build %s for Windows: %w", program, err)
		}
	}
	tofu, err := tfcli.Pinned(ctx, "windows", "amd64")
	if err != nil {
		return err
	}
	for _, api := range []string{"core", "v1"} {
		say("plan, apply, and destroy with API %s", api)
		cmd := w.command(ctx, loader, demo, "-provider", onWindows(provider))
		cmd.Env = append(cmd.Env, "TF="+onWindows(tofu), "API="+api)
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("the demo with API %s failed under Wine: %w", api, err)
		}
	}

	say("unit tests")
	args := append([]string{"test", "-overlay", overlay, "-exec", loader, "-timeout", "30m"}, packages...)
	w.provider = onWindows(provider)
	if err := w.goTool(ctx, args...); err != nil {
		return fmt.Errorf("go test for Windows: %w", err)
	}
	return nil
}

func say(format string, args ...any) { fmt.Fprintf(os.Stderr, "windows-test: "+format+"\n", args...) }

// goTool runs the go command for Windows. There is no go command under Wine, so tests that
// need one are skipped. Those that only need the provider use the one that has been built.
func (w *wine) goTool(ctx context.Context, args ...string) error {
	cmd := w.command(ctx, "go", args...)
	cmd.Env = append(cmd.Env, "GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0", "TF="+tfcli.None, "TF_ACC_TERRAFORM_PATH=",
		tfcli.EnvProvider+"="+w.provider)
	return cmd.Run()
}

// onWindows returns the path of a file for a program in Wine.
func onWindows(path string) string { return `Z:` + path }

func (w *wine) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), w.env()...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd
}
