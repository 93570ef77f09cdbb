package acctest_test

import (
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

const product = `
resource "paperspace_network" "lab" {
  name   = "lab"
  region = "ny2"
}

resource "paperspace_shared_drive" "data" {
  name       = "data"
  size       = 500
  region     = "ny2"
  network_id = paperspace_network.lab.id
}

resource "paperspace_machine" "first" {
  name         = "first"
  machine_type = "C5"
  size         = 50
  region       = "ny2"
  template_id  = "t0nspur5"
  network_id   = paperspace_network.lab.id
}

resource "paperspace_public_ip" "first" {
  region     = "ny2"
  machine_id = paperspace_machine.first.id
}

resource "paperspace_snapshot" "first" {
  name       = "by hand"
  machine_id = paperspace_machine.first.id
}

resource "paperspace_custom_template" "golden" {
  name         = "golden"
  machine_id   = paperspace_machine.first.id
  stop_machine = true
  depends_on   = [paperspace_public_ip.first, paperspace_snapshot.first]
  lifecycle {
    ignore_changes = [machine_id]
  }
}

resource "paperspace_machine" "second" {
  name         = "second"
  machine_type = "C5"
  size         = 50
  region       = "ny2"
  template_id  = paperspace_custom_template.golden.id
  network_id   = paperspace_network.lab.id
}
`

// The whole machine product in one configuration: applied, without a difference
// afterward, and emptied, with nothing left.
func TestAccWholeProduct(t *testing.T) {
	for _, dialect := range acctest.Both {
		t.Run(dialect, func(t *testing.T) {
			w := acctest.NewWorkspaceOf(t, "v1", dialect, psfake.Timings{})
			networks, templates := len(w.Networks()), len(w.CustomTemplates())
			w.Write(w.Config(product))
			w.MustRun("apply", "-auto-approve")
			w.Expect(w.MustRun("plan"), "No changes")
			w.MustRun("destroy", "-auto-approve")
			for kind, left := range map[string]int{
				"machines": len(w.Machines()), "networks": len(w.Networks()) - networks, "addresses": len(w.PublicIPs()), "snapshots": len(w.Snapshots()),
				"templates": len(w.CustomTemplates()) - templates, "drives": len(w.SharedDrives()),
			} {
				if left != 0 {
					t.Errorf("%d %s are left", left, kind)
				}
			}
		})
	}
}
