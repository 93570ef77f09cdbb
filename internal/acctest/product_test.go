package acctest_test

import (
	"strings"
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

// An account is the number of objects of each kind.
type account struct{ machines, networks, addresses, snapshots, templates, drives int }

func accountOf(w *acctest.Workspace) account {
	kept := 0
	for _, t := range w.CustomTemplates() {
		if t.Deleted == nil {
			kept++
		}
	}
	existing := 0
	for _, m := range w.Machines() {
		if m.Deleted == nil {
			existing++
		}
	}
	return account{existing, len(w.Networks()), len(w.PublicIPs()), len(w.Snapshots()), kept, len(w.SharedDrives())}
}

// triggered is the product with an action that creates a snapshot of the first machine before each update of it.
var triggered = strings.Replace(product, `  network_id   = paperspace_network.lab.id
}

resource "paperspace_public_ip"`, `  network_id   = paperspace_network.lab.id
  lifecycle {
    action_trigger {
      events  = [before_update]
      actions = [action.paperspace_machine_snapshot.first]
    }
  }
}

action "paperspace_machine_snapshot" "first" {
  config {
    machine_name = "first"
  }
}

resource "paperspace_public_ip"`, 1)

// The product is applied, changed, and emptied while about one of eight requests fails, before or after its effect. A
// run can end in an error, and later runs of the same command finish the changes. Nothing is created twice, and
// nothing remains.
func TestAccWholeProductUnderFaults(t *testing.T) { underFaults(t, product) }

// The same with an action that creates a snapshot before the resize. Each run that reaches the resize creates one,
// and the snapshots are deleted when their machine is destroyed.
func TestAccWholeProductWithAnActionUnderFaults(t *testing.T) {
	acctest.Needs(t, acctest.Actions)
	underFaults(t, triggered)
}

func underFaults(t *testing.T, product string) {
	t.Helper()
	for _, behavior := range acctest.Both {
		t.Run(behavior, func(t *testing.T) {
			w := acctest.NewWorkspaceOf(t, "v1", behavior, psfake.Timings{})
			before := accountOf(w)
			for _, kind := range []psfake.FaultKind{psfake.FaultCutAfter, psfake.FaultCut, psfake.FaultStatus, psfake.FaultHTMLAfter, psfake.FaultTruncate} {
				w.Inject(psfake.Fault{Kind: kind, Rate: 0.025})
			}
			until := func(args ...string) (runs int) {
				t.Helper()
				const most = 6
				for run := 1; ; run++ {
					out, err := w.Run(args...)
					if err == nil {
						t.Logf("%s: %d runs", args[0], run)
						return run
					}
					if run == most {
						t.Fatalf("%s still fails in run %d: %s", args[0], run, out)
					}
				}
			}
			w.Write(w.Config(product))
			until("apply", "-auto-approve")
			w.Write(w.Config(strings.NewReplacer(`= "by hand"`, `= "by hand, renamed"`, `= "golden"`, `= "silver"`, `= "data"`, `= "files"`, `= "lab"`, `= "laboratory"`,
				"size         = 50", "size         = 100").Replace(product)))
			runs := until("apply", "-auto-approve")
			want := account{before.machines + 2, before.networks + 1, before.addresses + 1, before.snapshots + 1, before.templates + 1, before.drives + 1}
			got := accountOf(w)
			if product == triggered {
				taken := got.snapshots - want.snapshots
				if taken < 1 || taken > runs {
					t.Errorf("%d snapshots by the action in %d runs", taken, runs)
				}
				want.snapshots = got.snapshots
			}
			if got != want {
				t.Errorf("the account has %+v, want %+v", got, want)
			}
			for _, m := range w.Machines() {
				if m.Deleted == nil && (m.SizeGB != 100 || m.State != psfake.StateReady) {
					t.Errorf("machine %s has %d GB and is %s", m.Name, m.SizeGB, m.State)
				}
			}
			until("destroy", "-auto-approve")
			if got := accountOf(w); got != before {
				t.Errorf("the account has %+v, and had %+v", got, before)
			}
			failed := 0
			for _, r := range w.Journal() {
				if r.Fault != "" {
					failed++
				}
			}
			t.Logf("%d of %d requests failed; writes: %v", failed, len(w.Journal()), w.Journal().Writes().Counts())
		})
	}
}

// The whole machine product in one configuration: the second plan is empty, and nothing remains after the destroy.
func TestAccWholeProduct(t *testing.T) {
	acctest.Parallel(t)
	for _, behavior := range acctest.Both {
		t.Run(behavior, func(t *testing.T) {
			w := acctest.NewWorkspaceOf(t, "v1", behavior, psfake.Timings{})
			before := accountOf(w)
			w.Write(w.Config(product))
			w.MustRun("apply", "-auto-approve")
			w.Expect(w.MustRun("plan"), "No changes")
			w.MustRun("destroy", "-auto-approve")
			if got := accountOf(w); got != before {
				t.Errorf("the account has %+v, and had %+v", got, before)
			}
		})
	}
}
