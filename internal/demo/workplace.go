package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

const (
	module  = "github.com/paperspace-community/terraform-provider-paperspace"
	address = "registry.terraform.io/paperspace-community/paperspace"
)

// workplace is a temporary directory with all that a run of the CLI needs, so
// that it touches nothing else: no home directory, no plugin cache.
type workplace struct {
	root     string
	config   string // copy of examples/demo; also where the state ends up
	provider string // directory with the provider's binary
	home     string
	temp     string
	cliFile  string
}

// prepare makes a workplace below temp, whole or not at all. The provider is
// built unless it is in the folder built already.
func prepare(ctx context.Context, temp, built string) (*workplace, error) {
	// Short names: plugins put sockets below temp, and systems limit the length
	// of their paths to about a hundred characters.
	root, err := os.MkdirTemp(temp, "psdemo-")
	if err != nil {
		return nil, err
	}
	p := &workplace{
		root:     root,
		config:   filepath.Join(root, "config"),
		provider: filepath.Join(root, "provider"),
		home:     filepath.Join(root, "home"),
		temp:     filepath.Join(root, "t"),
		cliFile:  filepath.Join(root, "cli.tfrc"),
	}
	if err := p.fill(ctx, built); err != nil {
		return nil, errors.Join(err, p.remove())
	}
	return p, nil
}

func (p *workplace) fill(ctx context.Context, built string) error {
	for _, dir := range []string{p.config, p.provider, p.home, p.temp} {
		if err := os.Mkdir(dir, 0o750); err != nil {
			return err
		}
	}
	root := "."
	if built != "" {
		var err error
		if p.provider, err = filepath.Abs(built); err != nil {
			return err
		}
	} else {
		if err := p.build(ctx); err != nil {
			return err
		}
		// Asking go finds the module from its root and from a package in it alike.
		out, err := goTool(ctx, "list", "-m", "-f", "{{.Dir}}", module)
		if err != nil {
			return err
		}
		root = strings.TrimSpace(out)
	}
	if err := p.copyExample(root); err != nil {
		return err
	}
	return p.writeCLIFile()
}

func (p *workplace) remove() error { return os.RemoveAll(p.root) }

// build builds the provider from the module that this process belongs to.
func (p *workplace) build(ctx context.Context) error {
	name := "terraform-provider-paperspace"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	_, err := goTool(ctx, "build", "-o", filepath.Join(p.provider, name), module)
	return err
}

// copyExample copies examples/demo, since the CLI writes beside what it reads.
func (p *workplace) copyExample(root string) error {
	files, err := filepath.Glob(filepath.Join(root, "examples", "demo", "*.tf"))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return fmt.Errorf("no examples/demo/*.tf in %s", root)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(p.config, filepath.Base(file)), text, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// writeCLIFile points the CLI to the build. Overridden, the provider needs no
// init, and no registry is asked for it.
func (p *workplace) writeCLIFile() error {
	text := fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n  }\n}\n", address, filepath.ToSlash(p.provider))
	return os.WriteFile(p.cliFile, []byte(text), 0o600)
}

// goTool runs the go command. Unlike the CLI it gets the person's environment,
// with their caches and their module proxy.
func goTool(ctx context.Context, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("go %s: %w\n%s", args[0], err, stderr.String())
	}
	return stdout.String(), nil
}
