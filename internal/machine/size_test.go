package machine_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// Figures that cannot be the size of a disk of 50 GB in bytes.
var impossibleFigures = map[string]int64{
	"gigabytes":                50,
	"what a file system shows": 48_000_000_000,
	"not the disk":             10 << 30,
}

// A figure that is smaller than the disk does not change the size or replace the machine.
func TestAccImpossibleFigureChangesNothing(t *testing.T) {
	for name, figure := range impossibleFigures {
		t.Run(name, func(t *testing.T) {
			acctest.Run(t, acctest.Case{Steps: func(e *acctest.Env) []resource.TestStep {
				return []resource.TestStep{
					{Config: e.Config(hcl(""))},
					{
						PreConfig: func() {
							e.Change(t, func(m *psfake.Machine) { m.StorageTotal = figure })()
							e.ResetJournal()
						},
						Config: e.Config(hcl("")), ConfigPlanChecks: before(nothing), Check: sent(t, e),
						ConfigStateChecks: state(attr("size", knownvalue.Int64Exact(50))),
					},
					{
						Config: e.Config(hcl("shutdown_timeout_in_hours = 5")), ConfigPlanChecks: before(update), Check: sent(t, e, "machines.update"),
						ConfigStateChecks: state(attr("size", knownvalue.Int64Exact(50))),
					},
				}
			}})
		})
	}
}

// The same applies after an import and in data sources, where there is no known size to
// compare with. A figure that is not about the disk cannot be detected there.
func TestAccImpossibleFigureOfAnImportedMachine(t *testing.T) {
	for name, figure := range impossibleFigures {
		if figure != 50 && figure < 48_000_000_000 {
			continue
		}
		t.Run(name, func(t *testing.T) {
			acctest.Run(t, acctest.Case{
				Prepare: func(e *acctest.Env) {
					m := ready("m")
					m.ID, m.StorageTotal = foreign, figure
					e.AddMachine(m)
				},
				Steps: func(e *acctest.Env) []resource.TestStep {
					config := bare("name = \"m\"\n  machine_type = \"C5\"\n  size = 50\n")
					data := fmt.Sprintf("\ndata \"paperspace_machine\" \"m\" {\n  id = %q\n}\noutput \"size\" {\n  value = data.paperspace_machine.m.size\n}\n", foreign)
					return []resource.TestStep{
						{Config: e.Config(config), ResourceName: address, ImportState: true, ImportStateId: foreign, ImportStatePersist: true},
						{Config: e.Config(config), ConfigPlanChecks: before(nothing), Check: sent(t, e)},
						{Config: e.Config(config + data), Check: resource.TestCheckOutput("size", "50")},
					}
				},
			})
		})
	}
}

const neverShrinks = "and a disk cannot shrink to"

// A disk that grew outside of Terraform does not replace the machine. The plan warns,
// and the apply makes all other changes and then fails, with advice.
func TestAccGrownDiskReplacesNothing(t *testing.T) {
	acctest.Run(t, acctest.Case{Steps: func(e *acctest.Env) []resource.TestStep {
		grow := func(gb int) func() {
			return func() {
				e.Change(t, func(m *psfake.Machine) { m.SizeGB = gb })()
				e.ResetJournal()
			}
		}
		config := func(gb int, lines string) string {
			return e.Config(strings.Replace(hcl(lines), "= 50", fmt.Sprintf("= %d", gb), 1))
		}
		inPlace := plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate)
		fails := acctest.InOrder(`Failed to change the disk size of machine "m" (ps`, "has 100 GB, "+neverShrinks, "All other changes of the machine were made, and nothing was destroyed.",
			"set size = 100", "terraform apply -replace=")
		return []resource.TestStep{
			{Config: config(50, "")},
			{ // all other changes are made
				PreConfig: grow(100), Config: config(50, "desired_state = \"off\"\n  shutdown_timeout_in_hours = 7"),
				ConfigPlanChecks: before(inPlace, planned("storage_total", knownvalue.Int64Exact(100<<30))), ExpectError: fails,
			},
			{ // they are recorded, with the size of the disk, so setting that size produces no diff
				PreConfig: func() {
					if err := sent(t, e, "machines.update", "machines.stop")(nil); err != nil {
						t.Error(err)
					}
					e.ResetJournal()
				},
				Config: config(100, "desired_state = \"off\"\n  shutdown_timeout_in_hours = 7"), ConfigPlanChecks: before(nothing), Check: sent(t, e),
				ConfigStateChecks: state(attr("size", knownvalue.Int64Exact(100)), attr("state", knownvalue.StringExact("off"))),
			},
			{ // that size is not recorded as applied, so a smaller one does not replace the machine
				Config: config(75, "desired_state = \"off\"\n  shutdown_timeout_in_hours = 7"), ConfigPlanChecks: before(inPlace),
				ExpectError: acctest.InOrder("has 100 GB, "+neverShrinks+" 75 GB", "The last applied size is 50"),
			},
			{Config: config(100, "desired_state = \"off\"\n  shutdown_timeout_in_hours = 7"), ConfigPlanChecks: before(nothing), Check: alive(e, 1)},
			{ // a size below the last applied one does
				Config: config(40, ""), ConfigPlanChecks: before(replace), Check: alive(e, 1),
				ConfigStateChecks: state(attr("size", knownvalue.Int64Exact(40))),
			},
		}
	}})
}

// A machine without a record of its size, such as an imported one, is not
// replaced either.
func TestAccLargerDiskOfAnImportedMachineReplacesNothing(t *testing.T) {
	acctest.Run(t, acctest.Case{
		Prepare: func(e *acctest.Env) {
			m := ready("m")
			m.ID, m.SizeGB = foreign, 100
			e.AddMachine(m)
		},
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{Config: e.Config(hcl("")), ResourceName: address, ImportState: true, ImportStateId: foreign, ImportStatePersist: true},
				{Config: e.Config(hcl("")), ConfigPlanChecks: before(update), ExpectError: acctest.InOrder("Failed to change the disk size", "-replace=")},
				{Config: e.Config(hclSize(100)), ConfigPlanChecks: before(nothing)},
			}
		},
	})
}

// The warning in the plan names the machine and both ways to continue. The failed apply
// does not taint the machine, and the machine can be replaced and destroyed.
func TestAccGrownDiskCanBeReplacedAndDestroyed(t *testing.T) {
	inBoth(t, psfake.Timings{}, func(t *testing.T, w *acctest.Workspace) {
		w.Write(w.Config(hcl("")))
		w.MustRun("apply", "-auto-approve")
		old := w.Only(t).ID
		w.ChangeMachine(old, func(m *psfake.Machine) { m.SizeGB = 100 })
		w.Expect(w.MustRun("plan"), `Disk of machine "m" cannot shrink`, "The last applied size is 50, so the disk was changed outside of Terraform.",
			"makes all other changes of the machine and then fails, unless this plan replaces the machine", "set size = 100", "-replace=", "0 to add, 1 to change, 0 to destroy")
		if out, err := w.Run("apply", "-auto-approve"); err == nil {
			t.Errorf("applied:\n%s", out)
		}
		if s, tainted := w.State(); tainted || s["size"] != 100.0 || s["id"] != old {
			t.Errorf("tainted %v, %v", tainted, s)
		}
		w.MustRun("apply", "-auto-approve", "-replace="+address)
		if m := w.Only(t); m.ID == old || m.SizeGB != 50 {
			t.Errorf("not replaced: %+v", m)
		}
		w.ChangeMachine(w.Only(t).ID, func(m *psfake.Machine) { m.SizeGB = 100 })
		w.MustRun("destroy", "-auto-approve")
		if all := w.Machines(); len(all) != 0 {
			t.Errorf("left: %+v", all)
		}
	})
}
