package network_test

import (
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// A network and its machines can be destroyed by one command even if the configuration does not connect them, as in a
// configuration that terraform query has generated. If a machine remains in the network, the error names it.
func TestAccNetworkInUse(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	w.Write(w.Config(hcl("lab")))
	w.MustRun("apply", "-auto-approve")
	n := only(t, w.Env)
	machine := `
resource "paperspace_machine" "m" {
  name         = "m"
  machine_type = "C5"
  size         = 50
  template_id  = "t0nspur5"
  network_id   = "` + n.ID + `"
}
`
	w.Write(w.Config(hcl("lab") + machine))
	w.MustRun("apply", "-auto-approve")

	w.Write(w.Config(machine))
	out, err := w.Run("apply", "-auto-approve")
	if err == nil || len(made(w.Env)) != 1 {
		t.Fatalf("%v: %s", err, out)
	}
	w.Expect(out, "Failed to destroy network", `"m" (`+w.Machines()[0].ID+`)`, "Set network_id of each machine to another private network")

	w.Write(w.Config(hcl("lab") + machine))
	w.Expect(w.MustRun("plan"), "No changes")
	if out := w.MustRun("destroy", "-auto-approve"); !strings.Contains(out, "2 destroyed") || len(w.Machines()) != 0 || len(made(w.Env)) != 0 {
		t.Errorf("%s", out)
	}
}

// A plan that replaces a tainted network does not report that network as another one with the same name.
func TestAccTaintedNetworkIsNotItsOwnNamesake(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	w.Write(w.Config(hcl("mine")))
	w.MustRun("apply", "-auto-approve")
	w.MustRun("taint", "paperspace_network.x")
	if out := w.MustRun("plan"); !strings.Contains(out, "1 to add") || strings.Contains(out, "already exists") {
		t.Errorf("%s", out)
	}
}
