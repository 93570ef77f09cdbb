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

// arrangement is how a configuration of many machines is laid out.
type arrangement struct {
	perResource int    // machines of one resource block at most
	state       string // the URL of a remote state; "" for a file
}

// config is a configuration of n machines, with settings for the provider block.
func (s subject) config(n int, in arrangement, settings string) string {
	var out strings.Builder
	out.WriteString("terraform {\n")
	if s.program != "" {
		fmt.Fprintf(&out, "  required_providers {\n    paperspace = {\n      source = %q\n    }\n  }\n", address)
	}
	if in.state != "" {
		out.WriteString(backend(in.state))
	}
	out.WriteString("}\n")
	if s.program != "" {
		fmt.Fprintf(&out, "\nprovider \"paperspace\" {\n  %s\n}\n", settings)
	}
	for first := 0; first < n; first += in.perResource {
		count := min(in.perResource, n-first)
		if s.program == "" {
			fmt.Fprintf(&out, "\nresource \"terraform_data\" %q {\n  count = %d\n  input = \"m-${count.index + %d}\"\n}\n", block(first), count, first)
			continue
		}
		fmt.Fprintf(&out, `
resource "paperspace_machine" %q {
  count        = %d
  name         = "m-${count.index + %d}"
  machine_type = "C5"
  size         = 50
  region       = "East Coast (NY2)"
  template_id  = "t0nspur5"
}
`, block(first), count, first)
	}
	return out.String()
}

// block is the name of the resource block whose first machine has a number.
func block(first int) string { return fmt.Sprint("from", first) }

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
