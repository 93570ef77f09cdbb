package network_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// The life cycle of a network with the CORE API, which cannot rename it: created with the required arguments,
// imported, replaced for another name and for another region, deleted outside of Terraform, and recreated.
func TestAccCoreNetworkLifeCycle(t *testing.T) {
	acctest.Run(t, acctest.Case{
		Behaviors:   acctest.Both,
		APIVersions: []string{"core"},
		Steps: func(e *acctest.Env) []resource.TestStep {
			first := ""
			replaced := func(name, region string) resource.TestCheckFunc {
				return func(*terraform.State) error {
					n := only(t, e)
					if n.ID == first || n.Name != name || n.Region != region {
						return fmt.Errorf("the network is %+v", n)
					}
					first = n.ID
					return nil
				}
			}
			return []resource.TestStep{
				{
					Config: e.Config(hcl("lab")),
					ConfigStateChecks: []statecheck.StateCheck{
						attr("name", knownvalue.StringExact("lab")), attr("region", knownvalue.StringExact("East Coast (NY2)")),
						attr("network", knownvalue.NotNull()), attr("netmask", knownvalue.StringExact("255.255.255.0")), attr("dt_created", knownvalue.NotNull()),
					},
					Check: resource.ComposeTestCheckFunc(sent(t, e, "networks.create"),
						carried(e, "networks.create", map[string]any{"name": "lab", "regionId": 1.0}), replaced("lab", psfake.EastCoast)),
				},
				{ResourceName: address, ImportState: true, ImportStateVerify: true},
				{
					PreConfig: e.ResetJournal, Config: e.Config(hcl("lab 2")), ConfigPlanChecks: before(action(plancheck.ResourceActionReplace)),
					Check: resource.ComposeTestCheckFunc(sent(t, e, "networks.destroy", "networks.create"), replaced("lab 2", psfake.EastCoast)),
				},
				{
					PreConfig: e.ResetJournal, Config: e.Config(hcl("lab 2", `region = "ams1"`)), ConfigPlanChecks: before(action(plancheck.ResourceActionReplace)),
					Check: resource.ComposeTestCheckFunc(sent(t, e, "networks.destroy", "networks.create"), replaced("lab 2", psfake.Europe)),
				},
				{
					PreConfig: func() { e.RemoveNetwork(only(t, e).ID); e.ResetJournal() },
					Config:    e.Config(hcl("lab 2", `region = "ams1"`)), ConfigPlanChecks: before(action(plancheck.ResourceActionCreate)),
					Check: sent(t, e, "networks.create"),
				},
			}
		},
		After: noneLeft,
	})
}

// The calls of CORE that create and destroy networks are not documented. Without the first call, the error names it.
// Without the second call, the network is removed from the state with a warning that names it.
func TestAccCoreNetworkWithoutTheCalls(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "core", "observed", psfake.Timings{})
	w.Write(w.Config(hcl("lab")))
	heal := w.Inject(psfake.Fault{Call: "networks.create", Kind: psfake.FaultReject, Status: 404, Message: "Not found"})
	out, err := w.Run("apply", "-auto-approve")
	if err == nil || len(made(w.Env)) != 0 {
		t.Fatalf("%v, %+v: %s", err, made(w.Env), out)
	}
	w.Expect(acctest.Unwrap(out), "No private network was created", "does not offer the call that creates private networks", "an internal team number that no call returns", "paperspace_network")
	heal()
	w.MustRun("apply", "-auto-approve")
	id := only(t, w.Env).ID

	w.Write(w.Config(hcl("lab 2")))
	w.Expect(acctest.Unwrap(w.MustRun("plan")), "1 to add, 0 to change, 1 to destroy", `Network "lab" will be destroyed and recreated`, `cannot be renamed with api_version = "core"`)

	w.Inject(psfake.Fault{Call: "networks.destroy", Kind: psfake.FaultReject, Status: 404, Message: "Network not found"})
	out = acctest.Unwrap(w.MustRun("destroy", "-auto-approve"))
	w.Expect(out, `Network "lab" (`+id+") still exists", "from the state only", "Destroy it in the Paperspace console")
	if left := made(w.Env); len(left) != 1 || len(w.Instances()) != 0 {
		t.Errorf("%+v are left: %s", left, out)
	}
}

// With CORE, too, the plan warns about a machine with an unknown network, and the default network of a region is
// known.
func TestAccCoreUnknownNetwork(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "core", "observed", psfake.Timings{})
	machine := func(network string) string {
		return w.Config(strings.ReplaceAll(`
resource "paperspace_machine" "m" {
  name         = "m"
  machine_type = "C5"
  size         = 50
  template_id  = "t0nspur5"
  network_id   = "NETWORK"
}
`, "NETWORK", network))
	}
	w.Write(machine("nnone"))
	w.Expect(acctest.Unwrap(w.MustRun("plan")), `Unknown network "nnone"`, `Creating machine "m" fails`)
	w.Write(machine(w.Networks()[0].ID))
	if out := w.MustRun("plan"); strings.Contains(out, "Unknown network") {
		t.Error(out)
	}
}
