package main

import (
	"context"
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

// subject is something that plans, applies and destroys.
type subject struct {
	// name is a word for the result.
	name string
	// label is what it is called in tables.
	label string
	// program is the import path of its provider; "" for what Terraform brings along.
	program string
	// asks says whether it asks the service.
	asks bool
}

var (
	ours          = subject{"provider", "this provider", module, true}
	echo          = subject{"echo", "echo", module + "/internal/bench/echo", false}
	nothing       = subject{"framework", "do-nothing framework resource", module + "/internal/bench/nothing", false}
	terraformData = subject{"terraform_data", "`terraform_data`", "", false}

	subjects = []subject{ours, echo, nothing, terraformData}
)

// config is a configuration of n machines. The pauses between two looks are
// short, since the service is: what it takes to make a machine is not measured.
func (s subject) config(n int, more string) string {
	if s.program == "" {
		return fmt.Sprintf("resource \"terraform_data\" \"m\" {\n  count = %d\n  input = \"m-${count.index}\"\n}\n", n)
	}
	return fmt.Sprintf(`terraform {
  required_providers {
    paperspace = {
      source = %q
    }
  }
}

provider "paperspace" {
  %s
}

resource "paperspace_machine" "m" {
  count        = %d
  name         = "m-${count.index}"
  machine_type = "C5"
  size         = 50
  region       = "East Coast (NY2)"
  template_id  = "t0nspur5"
}
`, address, more, n)
}

// build builds a program of this module as it is released and returns its path.
func build(ctx context.Context, dir, program, name string) (string, error) {
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	out := filepath.Join(dir, name)
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", out, program) //nolint:gosec // our own programs
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("go build %s: %w\n%s", program, err, stderr.String())
	}
	return out, nil
}
