package shareddrive_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

var (
	kind      = acctest.Kind("paperspace_shared_drive")
	address   = kind.Address()
	hcl, attr = kind.HCL, kind.Attr
)

func TestAccIdentity(t *testing.T) {
	kind.Identity(t, acctest.Case{APIVersions: []string{"v1"}, Prepare: prepare}, drive("a", 250), drive("b", 250))
}

func drive(name string, size int, lines ...string) string {
	return hcl(append([]string{fmt.Sprintf("name = %q", name), fmt.Sprint("size = ", size), `network_id = "nlab"`}, lines...)...)
}

func prepare(e *acctest.Env) {
	e.AddNetwork(psfake.Network{ID: "nlab", Name: "drives"})
	e.AddNetwork(psfake.Network{ID: "nlab2", Name: "drives 2"})
	e.AddNetwork(psfake.Network{ID: "nfar", Name: "far", Region: psfake.Europe})
}

// The life cycle of one drive: created, imported, renamed, renamed in the console, replaced for
// another size and another network, deleted in the console, and destroyed.
func TestAccSharedDriveLifeCycle(t *testing.T) {
	acctest.Run(t, acctest.Case{
		CLI: true, Behaviors: acctest.Both, APIVersions: []string{"v1"}, Prepare: prepare, Timings: psfake.Timings{Mount: 100 * time.Millisecond},
		Steps: func(e *acctest.Env) []resource.TestStep {
			id := func() string { return e.SharedDrives()[0].ID }
			return []resource.TestStep{
				{
					Config: e.Config(drive("a", 250)), ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionCreate),
					ConfigStateChecks: []statecheck.StateCheck{
						attr("id", knownvalue.NotNull()), attr("size", knownvalue.Int64Exact(250)), attr("region", knownvalue.StringExact("East Coast (NY2)")),
						attr("username", knownvalue.NotNull()), attr("dt_created", knownvalue.NotNull()), attr("mount_point", knownvalue.NotNull()),
					},
					Check: e.Sent(`drives.create {"name":"a","networkId":"nlab","region":"ny2","size":250}`),
				},
				{ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"region"}}, // the import has another spelling
				{
					Config: e.Config(drive("b", 250, `region = "ny2"`)), ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionUpdate),
					Check: e.Sent(`drives.update {"name":"b"}`),
				},
				{
					PreConfig: func() { e.ChangeSharedDrive(id(), func(d *psfake.SharedDrive) { d.Name = "renamed in the console" }) },
					Config:    e.Config(drive("b", 250)), ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionUpdate),
					Check: e.Sent(`drives.update {"name":"b"}`),
				},
				{
					Config: e.Config(drive("b", 500)), ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionReplace),
					Check: e.Sent(`drives.delete`, `drives.create {"name":"b","networkId":"nlab","region":"ny2","size":500}`),
				},
				{
					Config: e.Config(strings.ReplaceAll(drive("b", 500), "nlab", "nlab2")), ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionReplace),
					Check: e.Sent(`drives.delete`, `drives.create {"name":"b","networkId":"nlab2","region":"ny2","size":500}`),
				},
				{
					PreConfig: func() { e.RemoveSharedDrive(id()) },
					Config:    e.Config(drive("b", 500)), ConfigPlanChecks: acctest.Planned(address, plancheck.ResourceActionCreate),
					Check: e.Sent(`drives.create {"name":"b","networkId":"nlab","region":"ny2","size":500}`),
				},
			}
		},
		After: func(t *testing.T, e *acctest.Env) {
			if left := e.SharedDrives(); len(left) != 0 {
				t.Errorf("left after destroy: %+v", left)
			}
		},
	})
}

// The plan reports every mistake that it can detect, before a drive is created.
func TestAccSharedDriveMistakes(t *testing.T) {
	acctest.Run(t, acctest.Case{
		APIVersions: []string{"v1"}, Behaviors: acctest.Both, Prepare: prepare,
		Steps: func(e *acctest.Env) []resource.TestStep {
			fails := func(config string, want ...string) resource.TestStep {
				return resource.TestStep{Config: e.Config(config), PlanOnly: true, ExpectError: acctest.InOrder(want...)}
			}
			return []resource.TestStep{
				fails(strings.ReplaceAll(drive("a", 250), "nlab", "nfar"), "Different region from the network"), // the drive is in the default region of the provider
				fails(drive("a", 250, `region = "ams1"`), "Different region from the network"),
				fails(drive("a", 0), "size"),
				fails(drive("", 250), "must not be empty"),
				fails(drive(" a", 250), "name"),
			}
		},
		After: func(t *testing.T, e *acctest.Env) {
			if writes := e.Journal().Writes(); len(writes) > 0 {
				t.Errorf("sent: %v", writes)
			}
		},
	})
}
