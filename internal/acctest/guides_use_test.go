package acctest_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

func guideExample(t *testing.T, name string) string {
	t.Helper()
	return read(t, filepath.Join(examplesDir, "guides", name, "main.tf"))
}

// The guide "First login": the script contains the keys, each on its own line, and the output is the command.
func TestAccFirstLoginGuide(t *testing.T) {
	w, use := guided(t)
	use(edited(t, guideExample(t, "first-login"), "you@example.com\"]", "you@example.com\", \"ssh-rsa AAAA two@example.com\"]"))
	w.MustRun("apply", "-auto-approve")
	var script psfake.Script
	for _, s := range w.Scripts() {
		if s.Name == "authorized-keys" {
			script = s
		}
	}
	if !strings.HasPrefix(script.Text, "#!/bin/bash\n") || !strings.Contains(script.Text, "you@example.com\n    ssh-rsa AAAA two@example.com\n") {
		t.Errorf("the script is\n%s", script.Text)
	}
	if m := w.Only(t); m.PublicIP == "" || !strings.Contains(w.MustRun("output", "login"), "ssh paperspace@"+m.PublicIP) {
		t.Errorf("the machine has the address %q", m.PublicIP)
	}
	w.MustRun("destroy", "-auto-approve")
}

// The guide "Ansible inventory and other consumers": a machine that is off is not in the inventory.
func TestAccAnsibleGuide(t *testing.T) {
	w, use := guided(t)
	use(guideExample(t, "ansible-inventory"))
	w.MustRun("apply", "-auto-approve")
	hosts := func() map[string]struct {
		Host string `json:"ansible_host"`
		ID   string `json:"paperspace_id"`
	} {
		var inventory struct {
			All struct {
				Vars     map[string]string
				Children map[string]struct {
					Hosts map[string]struct {
						Host string `json:"ansible_host"`
						ID   string `json:"paperspace_id"`
					}
				}
			}
		}
		out := w.MustRun("output", "-json", "ansible_inventory")
		if err := json.Unmarshal([]byte(out), &inventory); err != nil || inventory.All.Vars["ansible_user"] != "paperspace" {
			t.Fatalf("%v\n%s", err, out)
		}
		return inventory.All.Children["workers"].Hosts
	}
	all := hosts()
	for _, m := range w.Machines() {
		if got := all[m.Name]; got.ID != m.ID || got.Host != m.PublicIP || m.PublicIP == "" {
			t.Errorf("%s is %+v in the inventory, and has %s and %q", m.Name, got, m.ID, m.PublicIP)
		}
	}
	w.ChangeMachine(w.Machines()[0].ID, func(m *psfake.Machine) { m.State, m.PublicIP = psfake.StateOff, "" })
	w.MustRun("apply", "-auto-approve", "-refresh-only")
	if left := hosts(); len(all) != 2 || len(left) != 1 {
		t.Errorf("%d machines, and %d while one is off", len(all), len(left))
	}
	w.MustRun("destroy", "-auto-approve")
}

// The guide "Stop machines at night".
func TestAccStopAtNightGuide(t *testing.T) {
	w, use := guided(t)
	guide := read(t, filepath.Join("..", "..", "templates", "guides", "stop-at-night.md.tmpl"))
	use(guideExample(t, "stop-at-night"))
	w.MustRun("apply", "-auto-approve")
	command := regexp.MustCompile(`terraform (apply [^\n]*-var "power=\$POWER")`).FindStringSubmatch(guide)
	if command == nil {
		t.Fatal("the workflow has no apply")
	}
	for _, power := range []string{"off", "off", "ready"} {
		w.MustRun(strings.Fields(strings.ReplaceAll(strings.ReplaceAll(command[1], `"`, ""), "$POWER", power))...)
		for _, m := range w.Machines() {
			if m.State != power {
				t.Errorf("%s is %s, want %s", m.Name, m.State, power)
			}
		}
	}
	if n := w.Journal().Count("machines.create"); n != 2 {
		t.Errorf("%d machines were created", n)
	}
	w.MustRun("destroy", "-auto-approve")
}

// The guide "A module for a team": the module, and its tests with a mock and with the fake server.
func TestAccTeamModuleGuide(t *testing.T) {
	if acctest.UseCLI(t).Tofu {
		t.Skip("OpenTofu mocks a provider differently")
	}
	w, use := guided(t)
	from := filepath.Join(examplesDir, "guides", "team-module")
	for _, file := range []string{"team/main.tf", "tests/mock.tftest.hcl", "tests/server.tftest.hcl"} {
		if err := os.MkdirAll(w.Path(filepath.Dir(file)), 0o700); err != nil {
			t.Fatal(err)
		}
		write(t, w.Path(file), strings.ReplaceAll(read(t, filepath.Join(from, file)), "paperspace-community/paperspace", "hashicorp/paperspace"))
	}
	use(guideExample(t, "team-module"))
	w.MustRun("get")
	w.Expect(w.MustRun("test", "-filter=tests/mock.tftest.hcl"), "1 passed, 0 failed")
	if n := len(w.Journal()); n != 0 {
		t.Errorf("the mock sent %d requests", n)
	}
	w.Expect(w.MustRun("test", "-filter=tests/server.tftest.hcl"), "1 passed, 0 failed")
	if len(w.Machines()) != 0 || w.Journal().Count("machines.create") != 1 {
		t.Errorf("left after the test: %v", w.Machines())
	}
	w.MustRun("apply", "-auto-approve")
	w.Expect(w.MustRun("plan"), "No changes")
	w.MustRun("destroy", "-auto-approve")
}
