package publicip_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

var (
	kind      = acctest.Kind("paperspace_public_ip")
	address   = kind.Address()
	hcl, attr = kind.HCL, kind.Attr
)

func TestAccIdentity(t *testing.T) {
	kind.Identity(t, acctest.Case{APIVersions: []string{"v1"}, Prepare: prepare}, hcl(`region = "ny2"`), hcl(`region = "ny2"`, `machine_id = "psa"`))
}

func prepare(e *acctest.Env) {
	for _, id := range []string{"psa", "psb"} {
		e.AddMachine(psfake.Machine{ID: id, Name: id})
	}
}

// The life cycle of one address: claimed, imported, assigned, moved, unassigned, assigned in the console, replaced
// for another region, released in the console, and destroyed.
func TestAccPublicIPLifeCycle(t *testing.T) {
	acctest.Run(t, acctest.Case{
		CLI: true, Behaviors: acctest.Both, APIVersions: []string{"v1"}, Prepare: prepare,
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{
					Config: e.Config(hcl(`region = "ny2"`)), ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionCreate),
					ConfigStateChecks: []statecheck.StateCheck{
						attr("region", knownvalue.StringExact("ny2")), attr("machine_id", knownvalue.Null()), attr("dt_created", knownvalue.NotNull()),
						statecheck.CompareValuePairs(address, tfjsonpath.New("id"), address, tfjsonpath.New("address"), same{}),
					},
					Check: e.Sent(`publicips.claim {"region":"ny2"}`),
				},
				{ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"region"}}, // the import has another spelling
				{Config: e.Config(hcl()), ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionNoop), Check: e.Sent()},
				{
					Config: e.Config(hcl(`machine_id = "psa"`)), ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionUpdate),
					Check: e.Sent(`publicips.assign {"machineId":"psa"}`),
				},
				{
					Config: e.Config(hcl(`machine_id = "psb"`)), ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionUpdate),
					Check: e.Sent(`publicips.assign {"machineId":null}`, `publicips.assign {"machineId":"psb"}`),
				},
				{
					Config: e.Config(hcl()), ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionUpdate),
					Check: e.Sent(`publicips.assign {"machineId":null}`),
				},
				{
					PreConfig: func() { e.AssignPublicIP(e.PublicIPs()[0].IP, "psa") },
					Config:    e.Config(hcl()), ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionUpdate),
					Check: e.Sent(`publicips.assign {"machineId":null}`),
				},
				{
					Config: e.Config(hcl(`region = "ams1"`)), ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionReplace),
					Check: e.Sent(`publicips.release`, `publicips.claim {"region":"ams1"}`),
				},
				{
					PreConfig: func() { e.ReleasePublicIP(e.PublicIPs()[0].IP) },
					Config:    e.Config(hcl(`machine_id = "psa"`)), ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionCreate),
					Check: e.Sent(`publicips.claim {"region":"ny2"}`, `publicips.assign {"machineId":"psa"}`),
				},
			}
		},
		After: func(t *testing.T, e *acctest.Env) {
			if left := e.PublicIPs(); len(left) != 0 {
				t.Errorf("left after destroy: %+v", left)
			}
		},
	})
}

// same is a comparer that requires equal values.
type same struct{}

func (same) CompareValues(values ...any) error {
	for _, v := range values {
		if v != values[0] {
			return fmt.Errorf("%v is not %v", v, values[0])
		}
	}
	return nil
}

// The plan reports every mistake that it can detect, before an address is claimed.
func TestAccPublicIPMistakes(t *testing.T) {
	acctest.Run(t, acctest.Case{
		APIVersions: []string{"v1"}, Behaviors: acctest.Both,
		Prepare: func(e *acctest.Env) {
			prepare(e)
			e.AddMachine(psfake.Machine{ID: "psfar", Name: "far", Region: psfake.Europe})
		},
		Steps: func(e *acctest.Env) []resource.TestStep {
			fails := func(want string, lines ...string) resource.TestStep {
				return resource.TestStep{Config: e.Config(hcl(lines...)), PlanOnly: true, ExpectError: acctest.InOrder(want)}
			}
			return []resource.TestStep{
				fails("Different region from the machine", `machine_id = "psfar"`), // the address is in the default region of the provider
				fails("Different region from the machine", `machine_id = "psa"`, `region = "ams1"`),
				fails(`Unknown machine "psnone"`, `machine_id = "psnone"`),
				fails("must not be empty", `machine_id = ""`),
				{Config: e.Config(hcl()), ResourceName: address, ImportState: true, ImportStateId: "my address", ExpectError: acctest.InOrder("A public IP address is imported by its ID")},
				{
					Config: e.Config(hcl()), ResourceName: address, ImportState: true, ImportStateId: "198.51.100.99",
					ExpectError: acctest.InOrder(`No public IP address has the ID "198.51.100.99"`, "Nothing was imported", "dynamic address of a machine", "paperspace_public_ips"),
				},
			}
		},
		After: func(t *testing.T, e *acctest.Env) {
			if writes := e.Journal().Writes(); len(writes) > 0 {
				t.Errorf("sent: %v", writes)
			}
		},
	})
}
