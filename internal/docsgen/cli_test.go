package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcli"
)

type protocol6 = func() tfprotov6.ProviderServer

// sourceAddress includes the host, because the two CLIs have different default hosts.
const sourceAddress = "registry.terraform.io/paperspace-community/paperspace"

// cliSchema returns what `providers schema -json` prints for a provider that
// this test process serves. Attaching the CLI to it needs neither a built
// binary nor init.
func cliSchema(t *testing.T, cli tfcli.CLI, server protocol6) []byte {
	t.Helper()
	reattach := serve(t, server)

	dir := t.TempDir()
	config := `terraform {
  required_providers {
    paperspace = {
      source = "` + sourceAddress + `"
    }
  }
}
`
	if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	// The user's own CLI configuration must not affect the result.
	rc := filepath.Join(dir, "cli.tfrc")
	if err := os.WriteFile(rc, nil, 0o600); err != nil {
		t.Fatal(err)
	}

	cmd := exec.CommandContext(t.Context(), cli.Path, "providers", "schema", "-json")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(),
		"TF_REATTACH_PROVIDERS="+reattach,
		"TF_CLI_CONFIG_FILE="+rc,
		"CHECKPOINT_DISABLE=1",
	)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s providers schema: %v\n%s%s", cli.Path, err, stderr.String(), stdout.String())
	}
	return stdout.Bytes()
}

// serve runs server until the test ends, and returns the value of TF_REATTACH_PROVIDERS for it.
func serve(t *testing.T, server protocol6) string {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	configs := make(chan *plugin.ReattachConfig)
	closed := make(chan struct{})
	go func() {
		if err := tf6server.Serve(sourceAddress, server, tf6server.WithDebug(ctx, configs, closed)); err != nil {
			t.Errorf("serve: %v", err)
		}
	}()
	t.Cleanup(func() {
		cancel()
		<-closed
	})

	select {
	case c := <-configs:
		type address struct{ Network, String string }
		value, err := json.Marshal(map[string]any{sourceAddress: map[string]any{
			"Protocol":        string(c.Protocol),
			"ProtocolVersion": c.ProtocolVersion,
			"Pid":             c.Pid,
			"Test":            true, // the CLI must not end this process
			"Addr":            address{Network: c.Addr.Network(), String: c.Addr.String()},
		}})
		if err != nil {
			t.Fatal(err)
		}
		return string(value)
	case <-closed: // the error has been reported
		t.Fatal("the provider did not start serving")
		return ""
	}
}
