// Package tfcli finds the Terraform or OpenTofu program that tests, the demo, and make
// use. If a computer has neither, tfcli builds a pinned OpenTofu once from the Go module
// proxy, so that only Go is needed to work on the provider.
package tfcli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// Names for the want argument of Find, which can also be a path. A suffix such as
// "@1.14.9" on Terraform or OpenTofu selects a version, which is built unless it is on
// PATH.
const (
	// Terraform selects the terraform on PATH.
	Terraform = "terraform"
	// OpenTofu selects the tofu on PATH, or else the pinned one.
	OpenTofu = "tofu"
	// None selects no program: Find returns ErrNone, and tests that need a
	// program are skipped.
	None = "none"
)

var programVersion = regexp.MustCompile(`^(terraform|tofu)@(\d[\w.+-]*)$`)

// ErrNone means that no program was selected, because want is [None].
var ErrNone = errors.New("no Terraform and no OpenTofu is to be used")

// EnvSkipped is the environment variable that names a file. Tests that are skipped
// because of the CLI append to the file. The command tfcli sets the variable, and prints
// the file at the end.
const EnvSkipped = "PAPERSPACE_SKIPPED_TESTS"

// EnvProvider is the environment variable that names the folder of the provider that
// tests run. One test builds the provider for all. The command tfcli creates the folder,
// and removes it at the end.
const EnvProvider = "PAPERSPACE_TEST_PROVIDER"

// CLI is a Terraform or OpenTofu program on this machine.
type CLI struct {
	// Path is absolute.
	Path string
	// Tofu is true for OpenTofu and false for Terraform.
	Tofu bool
	// Version has no leading v: "1.12.6".
	Version string
}

// Find returns the program that want names: "terraform", "tofu", "none",
// "terraform@1.14.9", "tofu@1.12.6", a path, or "" for the first of terraform on PATH,
// tofu on PATH, and the pinned OpenTofu. Except for "terraform", a program that is not on
// PATH is built if it is not in the user's cache. That takes minutes, and a message on
// standard error reports it.
func Find(ctx context.Context, want string) (CLI, error) {
	if m := programVersion.FindStringSubmatch(want); m != nil {
		return findVersion(ctx, m[1], m[2], builtHere)
	}
	path, err := choose(ctx, want, func(ctx context.Context) (string, error) { return builtHere(ctx, OpenTofu, tofuVersion) })
	if err != nil {
		return CLI{}, err
	}
	return inspect(ctx, path)
}

// findVersion returns a version of a program: the program on PATH if it has that version,
// or else the result of build.
func findVersion(ctx context.Context, program, version string, build func(ctx context.Context, program, version string) (string, error)) (CLI, error) {
	if path, err := exec.LookPath(program); err == nil {
		if cli, err := inspect(ctx, path); err == nil && cli.Version == version {
			cli.Path, err = filepath.Abs(path)
			return cli, err
		}
	}
	path, err := build(ctx, program, version)
	if err != nil {
		return CLI{}, err
	}
	return inspect(ctx, path)
}

// choose is Find without versions. It runs no program, and calls build only as a last
// resort.
func choose(ctx context.Context, want string, build func(context.Context) (string, error)) (string, error) {
	switch want {
	case "":
		for _, name := range []string{Terraform, OpenTofu} {
			if path, err := exec.LookPath(name); err == nil {
				return filepath.Abs(path)
			}
		}
		return build(ctx)
	case OpenTofu:
		if path, err := exec.LookPath(OpenTofu); err == nil {
			return filepath.Abs(path)
		}
		return build(ctx)
	case None:
		return "", ErrNone
	case Terraform:
		path, err := exec.LookPath(Terraform)
		if err != nil {
			// No version is named, so there is nothing to build.
			return "", fmt.Errorf("no terraform on PATH: install it, name a version (terraform@1.14.9), or use %q, which is built when missing: %w", OpenTofu, err)
		}
		return filepath.Abs(path)
	default:
		path, err := filepath.Abs(want)
		if err != nil {
			return "", err
		}
		if _, err := os.Stat(path); err != nil {
			return "", fmt.Errorf("%q is neither terraform, tofu, none, nor a program: %w", want, err)
		}
		return path, nil
	}
}

// Env returns the variables that make terraform-plugin-testing use c, in the
// form of os.Environ.
func (c CLI) Env() []string {
	env := []string{
		"TF_ACC_TERRAFORM_PATH=" + c.Path,
		// The user's own configuration (mirrors, overrides, tokens) must not affect a
		// test. A warning about it would even prevent plugin-testing from reading
		// OpenTofu's version.
		"TF_CLI_CONFIG_FILE=" + os.DevNull,
	}
	if c.Tofu {
		// plugin-testing serves its in-process provider under Terraform's default
		// address. OpenTofu expands a bare name to its own registry, so without both
		// variables, init looks for the provider over the network.
		env = append(env,
			"TF_ACC_PROVIDER_HOST=registry.opentofu.org",
			"TF_ACC_PROVIDER_NAMESPACE=hashicorp",
		)
	}
	return env
}

// Name returns the name of the program for messages: "OpenTofu" or "Terraform".
func (c CLI) Name() string {
	if c.Tofu {
		return "OpenTofu"
	}
	return "Terraform"
}

// inspect runs `path version` to determine the program and its version.
func inspect(ctx context.Context, path string) (CLI, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute) // after that, it hangs and is not only slow
	defer cancel()

	cmd := exec.CommandContext(ctx, path, "version")
	// Otherwise, Terraform checks the network for newer versions of itself.
	cmd.Env = append(os.Environ(), "CHECKPOINT_DISABLE=1")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return CLI{}, fmt.Errorf("%s version: %w\n%s", path, err, stderr.String())
	}
	cli, err := parseVersion(stdout.String())
	if err != nil {
		return CLI{}, fmt.Errorf("%s version: %w", path, err)
	}
	cli.Path = path
	return cli, nil
}

// parseVersion parses the plain output of `version`. The JSON output does not distinguish
// the programs, because both name the field terraform_version.
func parseVersion(out string) (CLI, error) {
	for line := range strings.Lines(out) {
		name, version, ok := strings.Cut(strings.TrimSpace(line), " v")
		if !ok {
			continue
		}
		switch name {
		case "Terraform":
			return CLI{Version: version}, nil
		case "OpenTofu":
			return CLI{Version: version, Tofu: true}, nil
		}
	}
	return CLI{}, errors.New("the response names neither Terraform nor OpenTofu")
}
