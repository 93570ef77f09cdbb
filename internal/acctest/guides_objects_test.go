package acctest_test

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// guided opens a workspace of API v1. It returns a function that writes a configuration of the docs there, as it is
// printed.
func guided(t *testing.T) (w *acctest.Workspace, use func(text string)) {
	t.Helper()
	w = acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	return w, func(text string) {
		t.Helper()
		w.Write(text)
		for name, settings := range settingsFor(w.Env, text) {
			write(t, w.Path(name), settings)
		}
	}
}

// edited returns a text with one part replaced. The text must contain that part.
func edited(t *testing.T, text, from, to string) string {
	t.Helper()
	if !strings.Contains(text, from) {
		t.Fatalf("there is no %q in\n%s", from, text)
	}
	return strings.Replace(text, from, to, 1)
}

// releaseAddresses runs the configuration of the guide "Costs" that releases unassigned addresses.
func releaseAddresses(t *testing.T, files ...string) {
	w, use := guided(t)
	used := w.AddMachine(psfake.Machine{AssignPublicIP: true, PublicIP: "198.51.100.7"})
	w.ClaimPublicIP(psfake.EastCoast)
	w.ClaimPublicIP(psfake.Europe)
	use(read(t, files...))
	w.Expect(w.MustRun("apply", "-auto-approve"), "2 imported, 0 added, 0 changed, 0 destroyed")
	w.Expect(w.MustRun("plan"), "No changes")
	w.MustRun("destroy", "-auto-approve")
	if left := w.PublicIPs(); len(left) != 1 || left[0].MachineID != used.ID {
		t.Errorf("left: %+v", left)
	}
}

// The guide "Snapshots and templates" about golden images.
func TestAccGoldenImageGuide(t *testing.T) {
	w, use := guided(t)
	public := len(w.CustomTemplates())
	config := read(t, filepath.Join(examplesDir, "guides", "golden-image", "main.tf"))
	named := func() map[string]psfake.Machine {
		all := map[string]psfake.Machine{}
		for _, m := range w.Machines() {
			all[m.Name] = m
		}
		return all
	}
	images := func() (ids []string, last psfake.Template) {
		for _, last = range w.CustomTemplates()[public:] {
			ids = append(ids, last.ID)
		}
		return ids, last
	}

	use(config)
	w.MustRun("apply", "-auto-approve", "-target=paperspace_machine.base")
	w.MustRun("apply", "-auto-approve")
	before, first := named(), w.CustomTemplates()[public]
	if got := before["worker-1"]; got.TemplateID != first.ID || before["base"].State != psfake.StateReady {
		t.Errorf("the worker is made from %s, not from %s, and the base machine is %s", got.TemplateID, first.ID, before["base"].State)
	}

	// The image and the workers remain when its machine is replaced.
	w.MustRun("apply", "-auto-approve", "-replace=paperspace_machine.base")
	after := named()
	if ids, _ := images(); !slices.Equal(ids, []string{first.ID}) || after["worker-0"].ID != before["worker-0"].ID || after["base"].ID == before["base"].ID {
		t.Errorf("templates %v, before %+v, after %+v", ids, before, after)
	}
	w.Expect(w.MustRun("plan"), "No changes")

	// The next image is made from the new machine while the first one still exists, and replaced workers use it.
	next := edited(t, edited(t, config, `["2026-11"]`, `["2026-11", "2026-12"]`), `current = "2026-11"`, `current = "2026-12"`)
	use(next + fenced(guideText(t), "terraform")[0])
	w.MustRun("apply", "-auto-approve", "-target=paperspace_custom_template.golden", "-target=paperspace_machine.base")
	w.MustRun("apply", "-auto-approve", "-replace=paperspace_machine.worker[0]")
	_, second := images()
	if got := named(); second.MachineID != after["base"].ID || got["worker-0"].TemplateID != second.ID || got["worker-1"].ID != before["worker-1"].ID {
		t.Errorf("the second image is %+v, the machines are %+v", second, got)
	}

	// The base machine and the old image are destroyed.
	start, rest, _ := strings.Cut(edited(t, next, `["2026-11", "2026-12"]`, `["2026-12"]`), "# The machine that you install the software on.")
	_, rest, _ = strings.Cut(rest, "resource \"paperspace_custom_template\"")
	use(start + "resource \"paperspace_custom_template\"" + edited(t, rest, "paperspace_machine.base.id", `"`+after["base"].ID+`"`))
	w.MustRun("apply", "-auto-approve")
	w.Expect(w.MustRun("plan"), "No changes")
	if ids, _ := images(); !slices.Equal(ids, []string{second.ID}) || len(w.Machines()) != 2 {
		t.Errorf("templates %v, machines %+v", ids, w.Machines())
	}
}

func guideText(t *testing.T) string {
	t.Helper()
	return read(t, filepath.Join("..", "..", "templates", "guides", "snapshots-and-templates.md.tmpl"))
}

// The guide "Snapshots and templates" about snapshots: two applies keep the disk as it was before a resize, a single
// one does not, and a replacement deletes the snapshots.
func TestAccSnapshotGuide(t *testing.T) {
	example := read(t, filepath.Join(examplesDir, "resources", "paperspace_snapshot", "resource.tf"))
	machine, snapshot, _ := strings.Cut(example, "resource \"paperspace_snapshot\"")
	snapshot = "resource \"paperspace_snapshot\"" + snapshot
	if printed := strings.ReplaceAll(guideText(t), "\n   ", "\n"); !strings.Contains(printed, strings.TrimSpace(snapshot)) {
		t.Errorf("the guide does not contain the snapshot\n%s", snapshot)
	}
	for name, c := range map[string]struct {
		applies []string
		want    string
	}{
		"two applies": {[]string{machine + snapshot, edited(t, machine, "size         = 50", "size         = 100") + snapshot}, "snapshots.create machines.update"},
		"one apply":   {[]string{edited(t, machine, "size         = 50", "size         = 100") + snapshot}, "machines.update snapshots.create"},
	} {
		t.Run(name, func(t *testing.T) {
			w, use := guided(t)
			use(machine)
			w.MustRun("apply", "-auto-approve")
			m := w.Only(t)
			w.ResetJournal()
			for _, config := range c.applies {
				use(config)
				w.MustRun("apply", "-auto-approve")
			}
			var calls []string
			for _, e := range w.Journal().Of("machines.update", "snapshots.create") {
				calls = append(calls, e.Call)
			}
			if got := strings.Join(calls, " "); got != c.want || w.Only(t).ID != m.ID {
				t.Errorf("%s, want %s, and machine %s, was %s", got, c.want, w.Only(t).ID, m.ID)
			}
			w.MustRun("apply", "-auto-approve", "-replace=paperspace_machine.db")
			if all := w.Snapshots(); len(all) != 1 || all[0].MachineID != w.Only(t).ID {
				t.Errorf("after the replacement: %+v", all)
			}
		})
	}
}

// The guide "Adopting machines you already have" about an address that becomes a separate resource: the plan is
// empty, and the address remains when the machine is replaced.
func TestAccAddressAsAResource(t *testing.T) {
	w, use := guided(t)
	config := `
resource "paperspace_machine" "web" {
  name         = "web"
  machine_type = "C5"
  size         = 50
  template_id  = "t0nspur5"
  # settings
}
`
	use(edited(t, config, "# settings", "assign_public_ip = true\n  release_public_ip_on_destroy = true"))
	w.MustRun("apply", "-auto-approve")
	address := w.PublicIPs()[0].IP
	use(config + `
resource "paperspace_public_ip" "web" {
  machine_id = paperspace_machine.web.id
}
`)
	w.MustRun("import", "paperspace_public_ip.web", address)
	w.MustRun("apply", "-auto-approve")
	w.Expect(w.MustRun("plan"), "No changes")
	w.MustRun("apply", "-auto-approve", "-replace=paperspace_machine.web")
	w.Expect(w.MustRun("plan"), "No changes")
	if all := w.PublicIPs(); len(all) != 1 || all[0].IP != address || all[0].MachineID != w.Only(t).ID {
		t.Errorf("the addresses are %+v, want %s", all, address)
	}
}
