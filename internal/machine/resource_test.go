package machine_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// One machine is created with the required arguments, imported, updated in place,
// changed outside of Terraform and corrected, lost and recreated, and destroyed.
func TestAccMachineLifeCycle(t *testing.T) {
	const settings = `
  shutdown_timeout_in_hours = 3
  shutdown_timeout_forces   = true
  perform_auto_snapshot     = true
  auto_snapshot_frequency   = "week"
  auto_snapshot_save_count  = 4
  dynamic_public_ip         = true
`
	acctest.Run(t, acctest.Case{
		CLI: true, Behaviors: acctest.Both,
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{
					Config: e.Config(hcl("")),
					ConfigPlanChecks: before(
						action(plancheck.ResourceActionCreate),
						planned("region", knownvalue.StringExact("East Coast (NY2)")),
						planned("billing_type", knownvalue.StringExact("hourly")),
						unknown("state"), unknown("id"), unknown("network_id"),
					),
					ConfigStateChecks: state(
						attr("name", knownvalue.StringExact("m")),
						attr("state", knownvalue.StringExact("ready")),
						attr("machine_type", knownvalue.StringExact("C5")),
						attr("size", knownvalue.Int64Exact(50)),
						attr("storage_total", knownvalue.Int64Exact(50<<30)),
						attr("assign_public_ip", knownvalue.Bool(false)),
						attr("dynamic_public_ip", knownvalue.Bool(false)),
						attr("public_ip_address", knownvalue.Null()),
						attr("network_id", knownvalue.NotNull()),
						attr("private_ip_address", knownvalue.NotNull()),
						attr("wait_for", knownvalue.StringExact("ready")),
						attr("wait_for_capacity", knownvalue.Bool(false)),
						attr("release_public_ip_on_destroy", knownvalue.Bool(false)),
						attr("desired_state", knownvalue.Null()),
					),
					Check: resource.ComposeTestCheckFunc(
						sent(t, e, "machines.create"),
						carried(t, e, "machines.create", acctest.By(e, map[string]any{
							"machineName": "m", "machineType": "C5", "size": 50.0, "region": "East Coast (NY2)",
							"billingType": "hourly", "templateId": "t0nspur5",
						}, map[string]any{
							"name": "m", "machineType": "C5", "diskSize": 50.0, "region": "ny2", "templateId": "t0nspur5",
							"startOnCreate": true, "publicIpType": "none",
						})),
					),
				},
				{
					ResourceName: address, ImportState: true, ImportStateVerify: true,
					// Paperspace does not return the template.
					ImportStateVerifyIgnore: []string{"template_id"},
				},
				{
					PreConfig:        e.ResetJournal,
					Config:           e.Config(hcl(settings)),
					ConfigPlanChecks: before(update, unknown("public_ip_address"), planned("state", knownvalue.StringExact("ready")), planned("cpus", knownvalue.NotNull())),
					ConfigStateChecks: state(
						attr("shutdown_timeout_in_hours", knownvalue.Int64Exact(3)),
						attr("auto_snapshot_frequency", knownvalue.StringExact("week")),
					),
					Check: resource.ComposeTestCheckFunc(
						acctest.By(e,
							sent(t, e, "machines.update"),
							// The settings, then the address, which Paperspace changes only while the machine is off.
							sent(t, e, "machines.update", "machines.update", "machines.stop", "machines.update", "machines.start")),
						carriedWithout(t, e, "machines.update", "machineId", acctest.By(e, map[string]any{
							"shutdownTimeoutInHours": 3.0, "shutdownTimeoutForces": true, "performAutoSnapshot": true,
							"autoSnapshotFrequency": "week", "autoSnapshotSaveCount": 4.0, "dynamicPublicIp": true,
						}, map[string]any{"publicIpType": "dynamic"})),
					),
				},
				{
					PreConfig: func() {
						e.Change(t, func(m *psfake.Machine) {
							m.ShutdownForces, m.SnapshotFrequency, m.Name = false, "day", "renamed in the console"
						})()
						e.ResetJournal()
					},
					Config: e.Config(hcl(settings)),
					ConfigPlanChecks: before(update,
						planned("shutdown_timeout_forces", knownvalue.Bool(true)),
						planned("auto_snapshot_frequency", knownvalue.StringExact("week"))),
					Check: resource.ComposeTestCheckFunc(
						// With API v1, the shutdown timeout is switched off and on again to change it.
						acctest.By(e, sent(t, e, "machines.update"), sent(t, e, "machines.update", "machines.update")),
						carriedWithout(t, e, "machines.update", "machineId", acctest.By(e, map[string]any{
							"shutdownTimeoutForces": true, "autoSnapshotFrequency": "week", "machineName": "m",
						}, map[string]any{"autoShutdownEnabled": true, "autoShutdownTimeout": 3.0, "autoShutdownForce": true})),
					),
				},
				{
					PreConfig:        func() { e.RemoveMachine(e.Only(t).ID); e.ResetJournal() },
					Config:           e.Config(hcl(settings)),
					ConfigPlanChecks: before(action(plancheck.ResourceActionCreate)),
					Check: resource.ComposeTestCheckFunc(alive(e, 1),
						acctest.By(e, sent(t, e, "machines.create", "machines.update"), sent(t, e, "machines.create"))),
				},
			}
		},
		After: func(t *testing.T, e *acctest.Env) {
			if left := e.Machines(); len(left) != 0 {
				t.Errorf("left after destroy: %+v", left)
			}
		},
	})
}
