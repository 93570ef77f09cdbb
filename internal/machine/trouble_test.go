package machine_test

import (
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// If every request fails, with "not found" as from a retired host or a wrong endpoint or
// in another way, the state stays as it is.
func TestAccNotFoundToEverythingForgetsNothing(t *testing.T) {
	for name, fault := range map[string]psfake.Fault{
		"404 in the service's words": {Kind: psfake.FaultReject, Status: 404, Message: "Not found"},
		"404 as a web page":          {Kind: psfake.FaultHTML, Status: 404},
		"a web page":                 {Kind: psfake.FaultHTML, Status: 200},
		"403":                        {Kind: psfake.FaultReject, Status: 403, Message: "Forbidden"},
	} {
		t.Run(name, func(t *testing.T) {
			acctest.Run(t, acctest.Case{
				Behaviors: []string{"observed"},
				Steps: func(e *acctest.Env) []resource.TestStep {
					config := e.Provider("max_retries = 0") + hcl("")
					return []resource.TestStep{
						{Config: config},
						{PreConfig: func() { e.Inject(fault) }, Config: config, ExpectError: regexp.MustCompile("Failed to read machine")},
						{PreConfig: e.ClearFaults, Config: config, ConfigPlanChecks: before(nothing)},
					}
				},
			})
		})
	}
}

// Even a machine that never came up is destroyed as configured: its address is released.
func TestAccTaintedMachineIsDestroyedAsConfigured(t *testing.T) {
	acctest.Run(t, acctest.Case{
		Behaviors: []string{"documented"},
		Timings:   psfake.Timings{Provision: 50 * time.Millisecond},
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{{
				PreConfig:   func() { e.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultFailure}) },
				Config:      e.Config(hcl("assign_public_ip = true\n  release_public_ip_on_destroy = true")),
				ExpectError: says("capacity"),
			}}
		},
		After: func(t *testing.T, e *acctest.Env) {
			j := e.Journal().Of("machines.destroy")
			if len(j) != 1 || !regexp.MustCompile(`"releasePublicIp":\s*true`).Match(j[0].Body) || len(e.KeptAddresses()) != 0 {
				t.Errorf("destroyed with %+v, addresses left: %v", j, e.KeptAddresses())
			}
		},
	})
}

// The plan of a replacement warns of what is lost, and shows where each argument was
// changed.
func TestAccReplacementWarnsOfTheDisk(t *testing.T) {
	w := acctest.NewWorkspace(t, "observed")
	w.Write(w.Config(hcl("")))
	w.MustRun("apply", "-auto-approve")
	w.Write(w.Config(hclSize(100)))
	out, _ := w.Run("plan")
	w.Expect(out, `Machine "m" will be destroyed and recreated`, w.Only(t).ID, "size: 50 -> 100 (changed in the configuration)",
		"its disk and all of its snapshots", "To keep the machine, set size = 50.")

	w.Write(w.Config(hcl("")))
	w.ChangeMachine(w.Only(t).ID, func(m *psfake.Machine) { m.MachineType = "C7" })
	out, _ = w.Run("plan")
	w.Expect(out, `machine_type: "C7" -> "C5" (changed outside of Terraform)`)
}

// Without a record of what was applied, the warning names no cause.
func TestAccReplacementOfAnImportedMachineNamesNoUser(t *testing.T) {
	w := acctest.NewWorkspace(t, "observed")
	w.AddMachine(psfake.Machine{ID: foreign, Name: "m", MachineType: "C7", SizeGB: 50, BillingType: "hourly"})
	w.Write(w.Config(hcl("")))
	w.MustRun("import", address, foreign)
	w.Expect(w.MustRun("plan"), `machine_type: "C7" -> "C5"  To keep the machine`)
}

func TestAccWarningsBeforeACreate(t *testing.T) {
	inBoth(t, psfake.Timings{}, testWarningsBeforeACreate)
}

func testWarningsBeforeACreate(t *testing.T, w *acctest.Workspace) {
	w.AddMachine(psfake.Machine{ID: "pstwin0001", Name: "gpu", MachineType: "P4000", SizeGB: 50})
	w.SetAvailability(psfake.EastCoast, "P4000", false)
	const gpu = `
resource "paperspace_machine" "m" {
  name         = "gpu"
  machine_type = "P4000"
  size         = 50
  template_id  = "t0nspur5"
}
`
	w.Write(w.Config(gpu))
	out, err := w.Run("plan")
	if err != nil {
		t.Fatalf("warnings must not fail a plan: %s\n%s", err, out)
	}
	w.Expect(out, `Machine "gpu" already exists`, "terraform import", "pstwin0001", "If you want to manage the existing",
		"No P4000 available in East Coast (NY2)", "wait_for_capacity = true")

	// A check that cannot be made is a warning at most.
	w.Inject(psfake.Fault{Call: "templates.list", Kind: psfake.FaultReject, Status: 400, Message: "broken today"})
	w.Inject(psfake.Fault{Call: "machines.availability", Kind: psfake.FaultReject, Status: 400, Message: "broken today"})
	w.Inject(psfake.Fault{Call: "machines.list", Kind: psfake.FaultReject, Status: 400, Message: "broken today"})
	out, err = w.Run("plan")
	if err != nil {
		t.Fatalf("a check that fails must not fail a plan: %s\n%s", err, out)
	}
	w.Expect(out, "Could not check new machines", `whether template "t0nspur5" exists`, "whether East Coast (NY2) has a P4000 available",
		`whether a machine named "gpu" already exists`, "broken today")

	w.Write(w.Provider("preflight_checks = false") + gpu)
	w.ResetJournal()
	out, err = w.Run("plan")
	if err != nil || len(w.Journal()) != 0 {
		t.Errorf("without checks, %d requests: %v\n%s", len(w.Journal()), err, out)
	}
}

// Terraform shows only one of several warnings with the same summary, so the summary names
// the machine.
func TestAccEveryLostMachineIsNamed(t *testing.T) {
	w := acctest.NewWorkspace(t, "observed")
	var lost []string
	for _, name := range []string{"a", "b", "c"} {
		lost = append(lost, w.AddMachine(ready(name)).ID)
	}
	w.Write(w.Config(`
resource "paperspace_machine" "m" {
  for_each     = toset(["a", "b", "c"])
  name         = each.key
  machine_type = "C5"
  size         = 50
  template_id  = "t0nspur5"
}
`))
	out, err := w.Run("plan")
	if err != nil {
		t.Fatal(err, out)
	}
	w.Expect(out, lost...)
	w.Expect(out, `Machine "a" already exists`, `Machine "b" already exists`, `Machine "c" already exists`)
}

// One request of each kind serves all machines of a plan.
func TestAccChecksAreMadeOnce(t *testing.T) {
	w := acctest.NewWorkspace(t, "observed")
	w.Write(w.Config(`
resource "paperspace_machine" "m" {
  count        = 10
  name         = "gpu-${count.index}"
  machine_type = "P4000"
  size         = 50
  template_id  = "t0nspur5"
}
`))
	w.MustRun("plan")
	for call, most := range map[string]int{"templates.list": 1, "machines.list": 1, "machines.availability": 1} {
		if n := w.Journal().Count(call); n != most {
			t.Errorf("%s: %d requests, want %d", call, n, most)
		}
	}
}

// A tainted machine whose template is gone can be destroyed. An error in the plan would
// block that.
func TestAccTaintedMachineWithABadTemplateCanBeDestroyed(t *testing.T) {
	w := acctest.NewWorkspace(t, "observed")
	w.Write(w.Provider("preflight_checks = true") + hcl(""))
	w.MustRun("apply", "-auto-approve")
	w.MustRun("taint", address)
	w.Write(w.Config(regexp.MustCompile("t0nspur5").ReplaceAllString(hcl(""), "tgone123")))
	w.MustRun("destroy", "-auto-approve")
	if n := len(w.Machines()); n != 0 {
		t.Errorf("%d machines are left", n)
	}
}

// If the endpoint is not known while planning, the refresh keeps the state and warns.
func TestAccUnknownProviderConfiguration(t *testing.T) {
	w := acctest.NewWorkspace(t, "observed")
	w.Write(w.Config(hcl("")))
	w.MustRun("apply", "-auto-approve")
	w.Write(fmt.Sprintf(`
resource "terraform_data" "endpoint" { input = %q }
provider "paperspace" {
  api_key       = %q
  endpoint      = terraform_data.endpoint.output
  region        = "Europe (AMS1)"
  poll_interval = "10ms"
}
`, w.Endpoint, acctest.Key) + hcl(""))
	out := w.MustRun("plan")
	w.Expect(out, "Failed to refresh machine", "endpoint", "1 to add, 0 to change, 0 to destroy")
	w.MustRun("apply", "-auto-approve")
	if w.MustRun("plan"); len(w.Machines()) != 1 || w.Journal().Count("machines.create") != 1 {
		t.Errorf("machines: %+v", w.Machines())
	}
}

// Ten machines that take a while need at most three requests each: the create and two
// others. Polls, which all machines share, are not counted, and the checks are off.
func TestAccTenMachinesTakeFewRequests(t *testing.T) {
	acctest.Run(t, acctest.Case{
		Behaviors: []string{"documented"},
		Timings:   psfake.Timings{Provision: 4 * time.Second},
		Steps: func(e *acctest.Env) []resource.TestStep {
			config := fmt.Sprintf(`
provider "paperspace" {
  api_key          = %q
  endpoint         = %q
  region           = "ny2"
  preflight_checks = false
}
resource "paperspace_machine" "m" {
  count        = 10
  name         = "m-${count.index}"
  machine_type = "C5"
  size         = 50
  template_id  = "t0nspur5"
}
`, acctest.Key, e.Endpoint)
			return []resource.TestStep{{
				Config: config,
				ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPreRefresh: []plancheck.PlanCheck{
					plancheck.ExpectEmptyPlan(),
				}},
				Check: func(*terraform.State) error {
					j := e.Journal()
					creates := j.Count("machines.create")
					// All machines share one poll every 5 seconds.
					polls := int(j[len(j)-1].At.Sub(j[0].At) / (5 * time.Second))
					if reads := len(j) - creates - polls; creates != 10 || reads > 20 {
						return fmt.Errorf("%d creates, %d polls and %d other requests for ten machines", creates, polls, reads)
					}
					return nil
				},
			}}
		},
	})
}

// If a machine does not come up, and the configuration has a write-only password, the
// machine is in the state.
func TestAccWriteOnlyPasswordLosesNoMachine(t *testing.T) {
	acctest.Run(t, acctest.Case{
		APIVersions: createsUsers,
		Behaviors:   []string{"observed"},
		Timings:     psfake.Timings{Provision: 50 * time.Millisecond},
		Steps: func(e *acctest.Env) []resource.TestStep {
			config := e.Config(hcl("email = \"a@example.com\"\n password = \"pw-not-kept\"\n first_name = \"A\"\n last_name = \"S\""))
			return []resource.TestStep{{
				PreConfig:   func() { e.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultFailure, Times: 1}) },
				Config:      config,
				ExpectError: says("insufficient capacity"),
			}, {
				RefreshState: true, ExpectNonEmptyPlan: true,
				RefreshPlanChecks: refreshed(action(plancheck.ResourceActionDestroyBeforeCreate)),
				Check:             alive(e, 1),
			}}
		},
	})
}
