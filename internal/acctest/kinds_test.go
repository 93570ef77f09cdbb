package acctest_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// onlyV1 are the resources that CORE lacks, with the smallest configuration.
var onlyV1 = map[string]string{
	"resource paperspace_public_ip":                 `region = "ny2"`,
	"resource paperspace_snapshot":                  "name = \"a\"\n  machine_id = \"psa\"",
	"resource paperspace_custom_template":           "name = \"a\"\n  machine_id = \"psa\"",
	"resource paperspace_shared_drive":              "name = \"a\"\n  size = 250\n  network_id = \"n1\"",
	"ephemeral paperspace_shared_drive_credentials": `shared_drive_id = "sd1"`,
	"data paperspace_public_ips":                    "",
	"data paperspace_snapshots":                     "",
	"data paperspace_shared_drives":                 "",
}

// With CORE, the plan names the API version that supports the resource, and sends no request.
func TestAccResourcesThatCoreLacks(t *testing.T) {
	for kind, lines := range acctest.ByName(onlyV1) {
		t.Run(kind, func(t *testing.T) {
			acctest.Run(t, acctest.Case{
				APIVersions: []string{"core"}, CLI: strings.HasPrefix(kind, "ephemeral "),
				Steps: func(e *acctest.Env) []resource.TestStep {
					var block, name string
					for i, r := range kind {
						if r == ' ' {
							block, name = kind[:i], kind[i+1:]
						}
					}
					return []resource.TestStep{{
						Config:   e.Config(block + " \"" + name + "\" \"x\" {\n  " + lines + "\n}\n"),
						PlanOnly: true, ExpectError: acctest.InOrder(`api_version = "v1"`),
					}}
				},
				After: func(t *testing.T, e *acctest.Env) {
					if n := len(e.Journal()); n != 0 {
						t.Errorf("%d requests: %v", n, e.Journal().Counts())
					}
				},
			})
		})
	}
}

// An import by ID and one by identity have the same result, and a configuration with the same values plans no change.
func TestImportOfEachKind(t *testing.T) {
	acctest.Parallel(t)
	for _, behavior := range acctest.Both {
		t.Run(behavior, func(t *testing.T) {
			acctest.Parallel(t)
			e := acctest.Open(t, "v1", behavior, psfake.Timings{})
			network := e.AddNetwork(psfake.Network{Name: "lab"}).ID
			m := e.AddMachine(psfake.Machine{Name: "m", State: psfake.StateOff}).ID
			ip := e.ClaimPublicIP(psfake.EastCoast).IP
			e.AssignPublicIP(ip, m)
			for _, c := range []struct {
				resource, id string
				config       map[string]any
			}{
				{"paperspace_public_ip", ip, map[string]any{"region": "ny2", "machine_id": m}},
				{"paperspace_snapshot", e.AddSnapshot(psfake.Snapshot{Name: "s", MachineID: m}).ID, map[string]any{"name": "s", "machine_id": m}},
				{"paperspace_custom_template", e.AddCustomTemplate(psfake.Template{Label: "t", MachineID: m}).ID, map[string]any{"name": "t", "machine_id": m}},
				{
					"paperspace_shared_drive", e.AddSharedDrive(psfake.SharedDrive{Name: "d", NetworkID: network, SizeGB: 500}).ID,
					map[string]any{"name": "d", "size": 500, "network_id": network, "region": "ny2"},
				},
			} {
				p := e.Protocol(t, nil)
				byID, identity := p.Import(c.resource, c.id, false)
				byIdentity, _ := p.Import(c.resource, c.id, true)
				if identity != c.id || !byID.Equal(byIdentity) {
					t.Errorf("%s: identity %q, by ID\n%s\nby identity\n%s", c.resource, identity, byID, byIdentity)
				}
				if generated := p.Generate(c.resource, byID); len(p.Missing(c.resource, generated)) > 0 {
					t.Errorf("%s: the generated configuration lacks %v", c.resource, p.Missing(c.resource, generated))
				}
				got := p.Change(c.resource, &acctest.Held{State: byID}, c.config, nil)
				if got.Differs || got.Replaces || got.Said != "" {
					t.Errorf("%s: a change of the imported object: %s\n%s", c.resource, got.Said, got.State)
				}
			}
		})
	}
}

// The next apply finishes an assignment that was rejected, even if the machine is not known while planning. Terraform
// must not report an inconsistent plan.
func TestPendingAssignmentOfUnknownMachine(t *testing.T) {
	acctest.Parallel(t)
	for _, behavior := range acctest.Both {
		for _, turns := range []string{"same", "other"} {
			t.Run(behavior+"/"+turns, func(t *testing.T) {
				acctest.Parallel(t)
				e := acctest.Open(t, "v1", behavior, psfake.Timings{})
				same, other := e.AddMachine(psfake.Machine{Name: "m"}).ID, e.AddMachine(psfake.Machine{Name: "o"}).ID
				p := e.Protocol(t, nil)
				heal := e.Inject(psfake.Fault{Call: "publicips.assign", Kind: psfake.FaultReject, Status: 400, Message: "not today"})
				made := p.Change("paperspace_public_ip", nil, map[string]any{"machine_id": same}, nil)
				heal()
				final := map[string]string{"same": same, "other": other}[turns]
				got := p.Change("paperspace_public_ip", &made.Held, map[string]any{"machine_id": tftypes.UnknownValue}, map[string]any{"machine_id": final})
				if got.Inconsistent || got.Said != "" || e.PublicIPs()[0].MachineID != final {
					t.Errorf("%s\n%s\n%+v", got.Said, got.State, e.PublicIPs())
				}
			})
		}
	}
}

// Every resource has a timeouts block with four arguments, and each of them rejects invalid timeouts.
func TestTimeoutsOfEachKind(t *testing.T) {
	acctest.Parallel(t)
	e := acctest.Open(t, "v1", "observed", psfake.Timings{})
	p, named := e.Protocol(t, nil), things(e)
	for _, kind := range []string{"network", "public_ip", "snapshot", "custom_template", "shared_drive"} {
		config := maps.Clone(named[kind].(map[string]any))
		for _, name := range []string{"create", "read", "update", "delete"} {
			for value, want := range map[string]bool{"90s": true, "1h30m": true, "0s": false, "-1m": false, "soon": false, "": false} {
				config["timeouts"] = map[string]any{name: value}
				said := strings.Join(p.Validate("resource paperspace_"+kind, config), " ")
				if (said == "") != want || !want && !strings.Contains(said, "Invalid timeout") {
					t.Errorf("%s: %s = %q: %q", kind, name, value, said)
				}
			}
		}
	}
}
