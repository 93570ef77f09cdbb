package main

import (
	"slices"
	"strings"
	"testing"
)

// What the CLI sees is a short list: whatever else the person has set stays out.
func TestEnvironment(t *testing.T) {
	for _, name := range []string{"PAPERSPACE_API_KEY", "PAPERSPACE_TEAM_ID", "TF_REATTACH_PROVIDERS", "TF_PLUGIN_CACHE_DIR", "TF_LOG", "HTTPS_PROXY", "SOMETHING_ELSE"} {
		t.Setenv(name, "the person's")
	}
	p := &workplace{home: "/w/home", temp: "/w/t", cliFile: "/w/cli.tfrc"}

	env := environment(p, &service{api: "v1", address: "127.0.0.1:1"}, "the demo's", "")

	for _, want := range []string{"PAPERSPACE_API_KEY=the demo's", "PAPERSPACE_ENDPOINT=http://127.0.0.1:1/v1", "PAPERSPACE_API_VERSION=v1", "HOME=/w/home", "TMPDIR=/w/t", "TF_CLI_CONFIG_FILE=/w/cli.tfrc", "CHECKPOINT_DISABLE=1"} {
		if !slices.Contains(env, want) {
			t.Errorf("%q is missing", want)
		}
	}
	for _, kv := range env {
		name, value, _ := strings.Cut(kv, "=")
		if value == "the person's" {
			t.Errorf("%s gets through", name)
		}
	}
}
