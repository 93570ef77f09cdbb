package provider_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakecore "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/core"
	fakev1 "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/v1"
)

// hostile is a text that clears the screen, writes to the clipboard, rings the bell,
// reverses the writing direction, and contains what looks like the last line of a plan.
const hostile = "x\x1b[2J\x1b]52;c;ZXZpbA==\x07\x08\u009b31m\u202e\u2066\u2028\r\nPlan: 0 to add, 0 to change, 0 to destroy.\n\x00\x7f\u00ad\ue000"

// wantNoRaw fails if a text would control a terminal, or has a line that comes from the
// hostile text.
func wantNoRaw(t *testing.T, what, text string) {
	t.Helper()
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if i := strings.IndexFunc(line, func(r rune) bool {
			return unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp)
		}); i >= 0 {
			t.Errorf("%s: raw %q in %q", what, line[i:min(len(line), i+8)], line)
			return
		}
		if strings.HasPrefix(strings.TrimSpace(line), "Plan: 0 to add, 0 to change, 0 to destroy.") {
			t.Errorf("%s: a forged line %q", what, line)
			return
		}
	}
}

// onlyV1 lists what only API v1 has.
const onlyV1 = `
data "paperspace_snapshots" "all" {
  depends_on = [paperspace_machine.m]
}
data "paperspace_shared_drives" "all" {
  depends_on = [paperspace_machine.m]
}
output "only_v1" {
  value = [data.paperspace_snapshots.all, data.paperspace_shared_drives.all]
}
`

// Another client gives every object a name that would control the terminal. No command of
// Terraform prints the names raw, whether they are in a plan, in a state, or in the result
// of a data source.
func TestAccNamesFromPaperspaceAreEscapedForTheTerminal(t *testing.T) {
	const resources = `
resource "paperspace_machine" "m" {
  name         = "small"
  machine_type = "C5"
  size         = 50
  template_id  = "t0nspur5"
  lifecycle {
    ignore_changes = [user_id]
  }
}
resource "paperspace_script" "s" {
  name        = "setup"
  script_text = "#!/bin/sh\necho hi\n"
%s}
data "paperspace_machines" "all" {
  depends_on = [paperspace_machine.m]
}
data "paperspace_scripts" "all" {
  depends_on = [paperspace_script.s]
}
data "paperspace_users" "all" {}
data "paperspace_networks" "all" {}
output "all" {
  value = [data.paperspace_machines.all, data.paperspace_scripts.all, data.paperspace_users.all, data.paperspace_networks.all, data.paperspace_templates.all]
}
`
	for _, v1 := range []bool{false, true} {
		t.Run(fmt.Sprintf("v1 %t", v1), func(t *testing.T) {
			acctest.Parallel(t)
			w := psfake.New(psfake.Strict(), psfake.WithKey(acctest.Key), psfake.WithSeed(1))
			lines := []string{noRetries, `region = "ny2"`, `poll_interval = "10ms"`, "preflight_checks = false"}
			hcl := fmt.Sprintf(resources, "")
			if v1 {
				s := httptest.NewServer(fakev1.New(w))
				t.Cleanup(s.Close)
				lines = append(lines, endpoint(s.URL+psfake.V1Prefix), `api_version = "v1"`)
				hcl = strings.Replace(hcl, `data "paperspace_networks" "all" {`, `data "paperspace_networks" "all" {
  depends_on = [paperspace_network.n]
`, 1)
				hcl += "resource \"paperspace_network\" \"n\" {\n  name = \"net\"\n}\n" + onlyV1
			} else {
				s := httptest.NewServer(fakecore.New(w))
				t.Cleanup(s.Close)
				lines = append(lines, endpoint(s.URL))
				hcl = strings.Replace(hcl, "echo hi\\n\"\n", "echo hi\\n\"\n  description = \"two\\nlines\"\n", 1)
			}
			f := newFolder(t, block(lines...)+hcl, "PAPERSPACE_API_KEY="+acctest.Key)
			if said, ok := f.run("apply", "-auto-approve"); !ok {
				t.Fatal(said)
			}
			said, ok := f.run("plan", "-detailed-exitcode")
			if !ok {
				t.Errorf("a plan without changes:\n%s", said)
			}
			w.ChangeMachine(w.Machines()[0].ID, func(m *psfake.Machine) { m.Name = hostile })
			w.ChangeScript(w.Scripts()[0].ID, func(s *psfake.Script) { s.Name, s.Description = hostile, hostile })
			w.AddUser(psfake.User{Email: hostile, FirstName: hostile, LastName: hostile})
			w.AddTemplate(psfake.Template{Label: hostile})
			w.AddNetwork(psfake.Network{Name: hostile})
			m := w.AddMachine(psfake.Machine{Name: hostile})
			w.AddTemplate(psfake.Template{Label: hostile, MachineID: m.ID, Region: psfake.EastCoast})
			w.AddSnapshot(psfake.Snapshot{Name: hostile, MachineID: m.ID})
			w.AddSharedDrive(psfake.SharedDrive{Name: hostile})
			w.AddScript(psfake.Script{Name: hostile, Description: hostile, Text: "echo " + hostile})
			for _, args := range [][]string{
				{"plan"}, {"plan", "-json"}, {"plan", "-out=saved"}, {"show", "saved"},
				{"apply", "-refresh-only", "-auto-approve"}, {"show"}, {"output"}, {"output", "-json"},
				{"state", "show", "paperspace_machine.m"}, {"state", "show", "paperspace_script.s"},
				{"show", "-json"}, {"state", "pull"},
			} {
				said, ok := f.run(args...)
				if !ok {
					t.Errorf("%v:\n%s", args, said)
				}
				wantNoRaw(t, strings.Join(args, " "), said)
			}
			if said, _ := f.run("output", "only_v1"); v1 && strings.Count(said, "<U+001B>[2J") != 2 {
				t.Errorf("the output does not show both names:\n%s", said)
			}
			if said, _ := f.run("plan"); !strings.Contains(said, "<U+001B>[2J") {
				t.Errorf("the plan does not show the name:\n%s", said)
			}
			said, _ = f.run("apply", "-auto-approve")
			wantNoRaw(t, "apply", said)
		})
	}
}
