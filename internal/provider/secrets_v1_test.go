package provider_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakev1 "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/v1"
)

// onV1 is a configuration with the secret that API v1 has: a script. It has no password of
// a new user, and the text of a script is never read back.
const onV1 = `
variable "script" {
  type      = string
  sensitive = true
}
resource "paperspace_script" "s" {
  name        = "setup"
  script_text = "#!/bin/sh\nexport TOKEN=${var.script}\n"
}
resource "paperspace_machine" "m" {
  name         = "small"
  machine_type = "C5"
  size         = 50
  template_id  = "t0nspur5"
  script_id    = paperspace_script.s.id
}
data "paperspace_machines" "all" {
  depends_on = [paperspace_machine.m]
}
data "paperspace_scripts" "all" {
  depends_on = [paperspace_script.s]
}
data "paperspace_users" "all" {}
data "paperspace_networks" "all" {}
`

// v1 returns a new fake server with API v1 and the marked key, and a folder with hcl that
// uses it.
func v1(t testing.TB, hcl string) (*psfake.Server, *folder) {
	t.Helper()
	w := psfake.New(psfake.Strict(), psfake.WithKey(theKey.String()), psfake.WithBehavior(psfake.Observed()), psfake.WithSeed(1))
	s := httptest.NewServer(fakev1.New(w))
	t.Cleanup(s.Close)
	return w, onAPIv1(t, s.URL+psfake.V1Prefix, hcl)
}

func onAPIv1(t testing.TB, address, hcl string) *folder {
	t.Helper()
	return newFolder(t, block(endpoint(address), `api_version = "v1"`, `region = "ny2"`, `poll_interval = "10ms"`, noRetries, "preflight_checks = false")+hcl,
		"PAPERSPACE_API_KEY="+theKey.String(), "TF_VAR_script="+theScript.String()).tracing()
}

// This is TestAccNoSecretIsLeft for API v1, with a script that is changed in place.
func TestAccNoSecretIsLeftOnV1(t *testing.T) {
	t.Parallel()
	w, f := v1(t, onV1)
	for _, args := range [][]string{
		{"plan", "-out=saved"}, {"apply", "saved"},
		{"apply", "-json", "-auto-approve"}, {"destroy", "-auto-approve"},
	} {
		said, ok := f.run(args...)
		if !ok {
			t.Fatalf("%v:\n%s", args, said)
		}
		secret(t, strings.Join(args, " "), said)
		if args[0] == "apply" {
			if scripts := w.Scripts(); len(scripts) != 1 || !strings.Contains(scripts[0].Text, theScript.String()) {
				t.Errorf("the script did not arrive: %+v", scripts)
			}
			f.tf.Setenv("TF_VAR_script=more " + theScript.String())
		}
	}
	if n := w.Journal().Count("scripts.update"); n != 1 {
		t.Errorf("%d updates of the script: %v", n, w.Journal().Counts())
	}
	f.traced()
	f.leftBehind()
}

// API v1 sends the key in another header and has another format for errors.
func TestAccNoSecretInFailuresOnV1(t *testing.T) {
	for name, broken := range map[string]echo{
		"denied":   {401, "application/json", `{"code": "unauthorized", "message": "Invalid key QUOTE"}`},
		"rejected": {400, "application/json", `{"code": "QUOTE", "message": "bad QUOTE"}`},
		"a page":   {502, "text/html", "<html><title>Hello QUOTE</title></html>"},
		"half":     {200, "application/json", `{"items": [{"id": "QUOTE"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fake := psfake.New(psfake.Strict(), psfake.WithKey(theKey.String()), psfake.WithSeed(1))
			s := httptest.NewServer(&failingWrites{healthy: fakev1.New(fake), broken: broken})
			t.Cleanup(s.Close)
			f := onAPIv1(t, s.URL+psfake.V1Prefix, strings.ReplaceAll(onV1, "script_id    = paperspace_script.s.id", ""))
			said, ok := f.run("apply", "-auto-approve")
			for _, text := range []string{"Failed to create machine", "Failed to create script"} {
				if ok || !strings.Contains(said, text) {
					t.Errorf("success %t, and no %q in\n%s", ok, text, said)
				}
			}
			secret(t, "the output", said)
			f.traced()
			f.leftBehind()
		})
	}
}
