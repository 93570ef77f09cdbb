package provider_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakecore "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/core"
	fakev1 "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/v1"
)

// withPassword is a configuration with a machine and a new user.
const withPassword = `
variable "password" {
  type      = string
  sensitive = true
  ephemeral = true
}
variable "timeout" {
  type    = number
  default = 8
}
resource "paperspace_machine" "m" {
  name         = "small"
  machine_type = "C5"
  size         = 50
  template_id  = "t0nspur5"
  email        = "arya@example.com"
  first_name   = "Arya"
  last_name    = "Stark"
  password     = var.password

  shutdown_timeout_in_hours = var.timeout
}
`

// One request contains the password, and later responses of the same operation quote it:
// the event of a failed create, and the rejection of a follow-up request.
func TestAccNoPasswordInWhatFollowsTheCreate(t *testing.T) {
	acctest.Parallel(t)
	acctest.Needs(t, acctest.Ephemeral)
	quote := "user: " + spelled(thePassword.String()) + "is too weak"
	for name, c := range map[string]struct {
		fault psfake.Fault
		says  string
	}{
		"the event of the create": {psfake.Fault{Call: "machines.create", Kind: psfake.FaultFailure, Message: quote}, "did not come up"},
		"the settings after it":   {psfake.Fault{Call: "machines.update", Kind: psfake.FaultReject, Message: quote}, "is not finished"},
		"a poll":                  {psfake.Fault{Call: "machines.show", Kind: psfake.FaultDenied}, "small"},
		"a failed status":         {psfake.Fault{Call: "machines.create", Kind: psfake.FaultStatus, Status: 500, Message: quote}, "small"},
	} {
		t.Run(name, func(t *testing.T) {
			acctest.Parallel(t)
			w, address := accepting(t)
			w.Inject(c.fault)
			f := newFolder(t, block(endpoint(address), `region = "ny2"`, `poll_interval = "10ms"`, noRetries)+withPassword,
				"PAPERSPACE_API_KEY="+theKey.String(), "TF_VAR_password="+thePassword.String()).tracing()
			said, _ := f.run("apply", "-auto-approve")
			if !strings.Contains(said, c.says) {
				t.Errorf("no %q in\n%s", c.says, said)
			}
			secret(t, "the output", said)
			said, _ = f.run("plan")
			secret(t, "the plan after it", said)
			w.ClearFaults()
			f.tf.Setenv("TF_VAR_timeout=9")
			said, _ = f.run("apply", "-auto-approve")
			secret(t, "the next apply", said)
			f.traced()
			f.leftBehind()
		})
	}
}

// A server can quote a line of a script in the response to a request without the script: a
// new name, an assignment, a read, or a destroy.
func TestAccNoScriptInWhatIsRejectedForIt(t *testing.T) {
	const script = `
variable "script" {
  type      = string
  sensitive = true
}
variable "name" {
  default = "setup"
}
variable "enabled" {
  default = true
}
resource "paperspace_script" "s" {
  name        = var.name
  is_enabled  = var.enabled
  script_text = "#!/bin/sh\nexport TOKEN=${var.script}\n"
}
`
	message := "line 2: export TOKEN=" + theScript.String() + ": unbalanced quotes"
	for name, c := range map[string]struct {
		call  string
		env   []string
		apply string // "" changes the script, "new" creates it, else "plan" or "destroy"
		v1    bool
	}{
		"a change of the name":   {call: "scripts.update", env: []string{"TF_VAR_name=other"}, v1: true},
		"a switch":               {call: "scripts.update", env: []string{"TF_VAR_enabled=false"}, v1: true},
		"a read with v1":         {call: "scripts.show", apply: "plan", v1: true},
		"a destroy with v1":      {call: "scripts.destroy", apply: "destroy", v1: true},
		"a read":                 {call: "scripts.show", apply: "plan"},
		"a read of the text":     {call: "scripts.text", apply: "plan"},
		"a destroy":              {call: "scripts.destroy", apply: "destroy"},
		"a replacement":          {call: "scripts.*", env: []string{"TF_VAR_name=other"}},
		"a follow-up of the new": {call: "scripts.update", env: []string{"TF_VAR_enabled=false"}, apply: "new", v1: true},
	} {
		t.Run(name, func(t *testing.T) {
			acctest.Parallel(t)
			w := psfake.New(psfake.Strict(), psfake.WithKey(theKey.String()), psfake.WithSeed(1))
			lines := []string{noRetries}
			if c.v1 {
				s := httptest.NewServer(fakev1.New(w))
				t.Cleanup(s.Close)
				lines = append(lines, endpoint(s.URL+psfake.V1Prefix), `api_version = "v1"`)
			} else {
				s := httptest.NewServer(fakecore.New(w))
				t.Cleanup(s.Close)
				lines = append(lines, endpoint(s.URL))
			}
			f := newFolder(t, block(lines...)+script, "PAPERSPACE_API_KEY="+theKey.String(), "TF_VAR_script="+theScript.String()).tracing()
			if c.apply != "new" {
				if said, ok := f.run("apply", "-auto-approve"); !ok {
					t.Fatal(said)
				}
			}
			w.Inject(psfake.Fault{Call: c.call, Kind: psfake.FaultReject, Message: message})
			f.tf.Setenv(c.env...)
			args := []string{"apply", "-auto-approve"}
			switch c.apply {
			case "plan":
				args = []string{"plan"}
			case "destroy":
				args = []string{"destroy", "-auto-approve", "-refresh=false"}
			}
			said, ok := f.run(args...)
			if w.Journal().Count(c.call) == 0 || ok && c.apply != "new" || !strings.Contains(said, "[redacted]: unbalanced quotes") {
				t.Errorf("success %t; %v:\n%s", ok, w.Journal().Counts(), said)
			}
			secret(t, fmt.Sprint(args), said)
			f.traced()
			f.leftBehind()
		})
	}
}
