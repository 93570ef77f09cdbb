package snapshot_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

var (
	kind      = acctest.Kind("paperspace_snapshot")
	address   = kind.Address()
	hcl, attr = kind.HCL, kind.Attr
)

func TestAccIdentity(t *testing.T) {
	kind.Identity(t, acctest.Case{APIVersions: []string{"v1"}, Prepare: prepare}, hcl(`name = "a"`, `machine_id = "psa"`), hcl(`name = "b"`, `machine_id = "psa"`))
}

func prepare(e *acctest.Env) {
	for _, id := range []string{"psa", "psb"} {
		e.AddMachine(psfake.Machine{ID: id, Name: id, AutoSnapshot: true, SnapshotFrequency: "day", SnapshotCount: new(3)})
	}
}

// The life cycle of one snapshot: taken, imported, renamed, renamed in the console, replaced for
// another machine, deleted in the console and with its machine, and destroyed.
func TestAccSnapshotLifeCycle(t *testing.T) {
	acctest.Run(t, acctest.Case{
		CLI: true, Behaviors: acctest.Both, APIVersions: []string{"v1"}, Prepare: prepare,
		Steps: func(e *acctest.Env) []resource.TestStep {
			automatic := ""
			return []resource.TestStep{
				{
					Config: e.Config(hcl(`name = "a"`, `machine_id = "psa"`)), ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionCreate),
					ConfigStateChecks: []statecheck.StateCheck{attr("id", knownvalue.NotNull()), attr("automatic", knownvalue.Bool(false))},
					Check:             e.Sent(`snapshots.create {"machineId":"psa","name":"a"}`),
				},
				{ResourceName: address, ImportState: true, ImportStateVerify: true},
				{
					Config: e.Config(hcl(`name = "b"`, `machine_id = "psa"`)), ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionUpdate),
					Check: e.Sent(`snapshots.update {"name":"b"}`),
				},
				{
					PreConfig: func() {
						e.ChangeSnapshot(e.Snapshots()[0].ID, func(s *psfake.Snapshot) { s.Name = "renamed in the console" })
					},
					Config: e.Config(hcl(`name = "b"`, `machine_id = "psa"`)), ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionUpdate),
					Check: e.Sent(`snapshots.update {"name":"b"}`),
				},
				{
					Config: e.Config(hcl(`name = "b"`, `machine_id = "psb"`)), ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionReplace),
					Check: e.Sent(`snapshots.delete`, `snapshots.create {"machineId":"psb","name":"b"}`),
				},
				{
					PreConfig: func() { e.RemoveSnapshot(e.Snapshots()[0].ID) },
					Config:    e.Config(hcl(`name = "b"`, `machine_id = "psb"`)), ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionCreate),
					Check: e.Sent(`snapshots.create {"machineId":"psb","name":"b"}`),
				},
				{
					PreConfig: func() { e.RemoveMachine("psb") },
					Config:    e.Config(hcl(`name = "b"`, `machine_id = "psa"`)), ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionCreate),
					Check: e.Sent(`snapshots.create {"machineId":"psa","name":"b"}`),
				},
				{
					PreConfig: func() {
						s, _ := e.AutoSnapshot("psa")
						automatic = s.ID
					},
					Config: e.Config(hcl(`name = "b"`, `machine_id = "psa"`)), ResourceName: address, ImportState: true,
					ImportStateIdFunc: func(*terraform.State) (string, error) { return automatic, nil },
					ExpectError:       acctest.InOrder("cannot be managed", "was taken by the schedule of machine psa"),
				},
			}
		},
		After: func(t *testing.T, e *acctest.Env) {
			for _, s := range e.Snapshots() {
				if !s.Auto {
					t.Errorf("left after destroy: %+v", s)
				}
			}
		},
	})
}
