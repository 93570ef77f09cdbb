package machine_test

import (
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// The documented sample is a machine with every required and every optional
// parameter, and a new user as its owner. The request matches the documentation
// exactly, and every field of the response reaches the state.
func TestAccDocumentedSampleReachesPaperspace(t *testing.T) {
	acctest.Run(t, acctest.Case{
		Behaviors: []string{"documented"},
		Prepare: func(e *acctest.Env) {
			e.AddScript(psfake.Script{ID: "sc123abc", Name: "hello", Text: "#!/bin/bash\n"})
		},
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{{
				Config: e.Config(bare(`
  region             = "East Coast (NY2)"
  machine_type       = "Air"
  size               = 50
  billing_type       = "monthly"
  name               = "My Machine 1"
  template_id        = "t123abc"
  assign_public_ip   = true
  network_id         = "n123abc"
  team_id            = "te456def"
  email              = "example@example.com"
  password           = "secret123"
  first_name         = "Jon"
  last_name          = "Snow"
  notification_email = "example@example.com"
  script_id          = "sc123abc"
`)),
				Check: carried(t, e, "machines.create", map[string]any{
					"region": "East Coast (NY2)", "machineType": "Air", "size": 50.0, "billingType": "monthly",
					"machineName": "My Machine 1", "templateId": "t123abc", "assignPublicIp": true, "networkId": "n123abc",
					"teamId": "te456def", "email": "example@example.com", "password": "***", "firstName": "Jon", "lastName": "Snow",
					"notificationEmail": "example@example.com", "scriptId": "sc123abc",
				}),
				ConfigStateChecks: state(
					attr("id", knownvalue.StringRegexp(regexp.MustCompile(`^ps`))),
					attr("name", knownvalue.StringExact("My Machine 1")),
					attr("state", knownvalue.StringExact("ready")),
					attr("machine_type", knownvalue.StringExact("Air")),
					attr("billing_type", knownvalue.StringExact("monthly")),
					attr("usage_rate", knownvalue.StringExact("Air monthly")),
					attr("region", knownvalue.StringExact("East Coast (NY2)")),
					attr("size", knownvalue.Int64Exact(50)),
					attr("storage_total", knownvalue.Int64Exact(53687091200)),
					attr("storage_used", knownvalue.NotNull()),
					attr("os", knownvalue.StringRegexp(regexp.MustCompile("Windows"))),
					attr("ram", knownvalue.NotNull()),
					attr("cpus", knownvalue.NotNull()),
					attr("gpu", knownvalue.NotNull()),
					attr("agent_type", knownvalue.StringExact("WindowsDesktop")),
					attr("network_id", knownvalue.StringExact("n123abc")),
					attr("private_ip_address", knownvalue.NotNull()),
					attr("public_ip_address", knownvalue.NotNull()),
					attr("team_id", knownvalue.StringExact("te456def")),
					attr("user_id", knownvalue.StringRegexp(regexp.MustCompile(`^u`))),
					attr("script_id", knownvalue.StringExact("sc123abc")),
					attr("shutdown_timeout_in_hours", knownvalue.Int64Exact(24)),
					attr("shutdown_timeout_forces", knownvalue.Bool(false)),
					attr("perform_auto_snapshot", knownvalue.Bool(false)),
					attr("auto_snapshot_frequency", knownvalue.Null()),
					attr("auto_snapshot_save_count", knownvalue.Null()),
					attr("updates_pending", knownvalue.Bool(false)),
					attr("dt_created", knownvalue.NotNull()),
					attr("dynamic_public_ip", knownvalue.Bool(false)),
					attr("email", knownvalue.StringExact("example@example.com")),
					attr("password", knownvalue.Null()),
				),
			}}
		},
	})
}

// With CORE, the settings follow the create in one update. With API v1, they are part of
// the create.
func TestAccSettingsWhenAMachineIsCreated(t *testing.T) {
	acctest.Run(t, acctest.Case{Steps: func(e *acctest.Env) []resource.TestStep {
		return []resource.TestStep{{
			Config: e.Config(hcl(`
  shutdown_timeout_in_hours = 0
  perform_auto_snapshot     = true
  auto_snapshot_frequency   = "Day"
  auto_snapshot_save_count  = 2
`)),
			Check: resource.ComposeTestCheckFunc(
				acctest.By(e, sent(t, e, "machines.create", "machines.update"), sent(t, e, "machines.create")),
				acctest.By(e, carriedWithout(t, e, "machines.update", "machineId", map[string]any{
					"shutdownTimeoutInHours": nil, "performAutoSnapshot": true, "autoSnapshotFrequency": "day", "autoSnapshotSaveCount": 2.0,
				}), carried(t, e, "machines.create", map[string]any{
					"name": "m", "machineType": "C5", "diskSize": 50.0, "templateId": "t0nspur5", "region": "ny2", "publicIpType": "none", "startOnCreate": true,
					"autoShutdownEnabled": false, "autoSnapshotEnabled": true, "autoSnapshotFrequency": "daily", "autoSnapshotSaveCount": 2.0,
				})),
			),
		}, {
			PreConfig: e.ResetJournal,
			Config:    e.Config(hcl("shutdown_timeout_in_hours = 0")),
			Check:     sent(t, e),
		}}
	}})
}

// Fields that are null right after the create do not erase planned values, even if
// wait_for is none.
func TestAccNullAfterCreateErasesNothing(t *testing.T) {
	acctest.Run(t, acctest.Case{
		Timings: psfake.Timings{Provision: 700 * time.Millisecond},
		Steps: func(e *acctest.Env) []resource.TestStep {
			none := e.Config(hcl("region = \"ny2\"\n  wait_for = \"none\"\n  network_id = \"n123abc\""))
			return []resource.TestStep{{
				Config: none,
				ConfigStateChecks: state(
					attr("region", knownvalue.StringExact("ny2")),
					attr("size", knownvalue.Int64Exact(50)),
					attr("network_id", knownvalue.StringExact("n123abc")),
				),
			}, {
				Config:           none,
				ConfigPlanChecks: before(nothing),
				Check:            sent(t, e, "machines.create"),
			}}
		},
	})
}

func TestAccServiceReadyIsEnoughIfAskedFor(t *testing.T) {
	acctest.Run(t, acctest.Case{
		Behaviors: []string{"observed"},
		Timings:   psfake.Timings{Provision: time.Hour, ServiceReady: time.Hour - 300*time.Millisecond},
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{{
				Config:            e.Config(hcl(`wait_for = "serviceready"`)),
				ConfigStateChecks: state(attr("state", knownvalue.StringExact("serviceready"))),
			}}
		},
	})
}

// If a create ends in a failed event, Paperspace's reason is shown, and the machine
// is in the state, so that the next apply replaces it.
func TestAccFailedCreateIsTaintedAndExplained(t *testing.T) {
	acctest.Run(t, acctest.Case{
		Timings: psfake.Timings{Provision: 200 * time.Millisecond},
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{{
				PreConfig:   func() { e.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultFailure, Times: 1}) },
				Config:      e.Config(hcl("")),
				ExpectError: says("can't start due to insufficient capacity or higher than normal demand"),
			}, {
				Config:           e.Config(hcl("")),
				ConfigPlanChecks: before(action(plancheck.ResourceActionDestroyBeforeCreate)),
				Check:            resource.ComposeTestCheckFunc(alive(e, 1), sent(t, e, "machines.create", "machines.destroy", "machines.create")),
			}}
		},
	})
}

// The error of a create timeout shows the last state and event, and the machine is
// in the state.
func TestAccCreateTimeoutReportsTheLastState(t *testing.T) {
	acctest.Parallel(t)
	acctest.Run(t, acctest.Case{
		Timings: psfake.Timings{Provision: time.Hour},
		Steps: func(e *acctest.Env) []resource.TestStep {
			slow := hcl("timeouts {\n    create = \"" + passes + "\"\n  }")
			return []resource.TestStep{{
				Config:      e.Provider(`request_timeout = "5s"`) + slow,
				ExpectError: regexp.MustCompile(`(?s)tainted.*untaint.*last\s+state\s+"provisioning".*last\s+event\s+"create".*timeouts`),
			}, {
				RefreshState: true, ExpectNonEmptyPlan: true,
				RefreshPlanChecks: refreshed(action(plancheck.ResourceActionDestroyBeforeCreate)),
				Check:             alive(e, 1),
			}}
		},
	})
}

// If the response to a create is lost, there is one machine, and it is in the state.
func TestAccLostCreateResponseLosesNothing(t *testing.T) {
	acctest.Run(t, acctest.Case{
		Behaviors: []string{"observed"},
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{{
				PreConfig: func() { e.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCutAfter, Times: 1}) },
				Config:    e.Config(hcl("")),
				Check: resource.ComposeTestCheckFunc(alive(e, 1), func(s *terraform.State) error {
					return resource.TestCheckResourceAttr(address, "id", e.Only(t).ID)(s)
				}, sent(t, e, "machines.create")),
			}}
		},
	})
}

func TestAccRejectedCreateShowsTheResponse(t *testing.T) {
	acctest.Run(t, acctest.Case{Steps: func(e *acctest.Env) []resource.TestStep {
		route := acctest.By(e, "/machines/createSingleMachinePublic", "/v1/machines")
		return []resource.TestStep{{
			PreConfig: func() {
				e.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultReject, Status: 402, Message: "Please add a payment method"})
			},
			Config:      e.Config(hcl("")),
			ExpectError: acctest.InOrder(`Failed to create machine "m"`, `create machine "m"`, "Please add a payment method", "POST "+route, "402"),
		}, {
			PreConfig: e.ClearFaults,
			Config:    e.Config(hcl("")),
			Check:     alive(e, 1),
		}}
	}})
}

// With wait_for_capacity, nothing is created while Paperspace has no capacity.
func TestAccWaitForCapacity(t *testing.T) {
	acctest.Parallel(t)
	acctest.Run(t, acctest.Case{
		Behaviors: []string{"documented"},
		Prepare:   func(e *acctest.Env) { e.SetAvailability(psfake.EastCoast, "P4000", false) },
		Steps: func(e *acctest.Env) []resource.TestStep {
			gpu := func(lines string) string {
				return e.Provider(`request_timeout = "1s"`) + bare("name = \"gpu\"\n machine_type = \"P4000\"\n size = 50\n template_id = \"t0nspur5\"\n"+lines)
			}
			return []resource.TestStep{{
				Config:      gpu("wait_for_capacity = true\n timeouts {\n create = \"" + passes + "\"\n }"),
				ExpectError: says("Nothing was created"),
			}, {
				PreConfig: func() {
					if n := e.Journal().Count("machines.create"); n != 0 {
						t.Errorf("%d creates without capacity", n)
					}
					e.ResetJournal()
					// The plan sends one request, and the apply repeats it while it waits.
					e.When(t, func(j psfake.Journal) bool { return j.Count("machines.availability") > 3 },
						func() { e.SetAvailability(psfake.EastCoast, "P4000", true) })
				},
				Config: gpu("wait_for_capacity = true"),
				Check:  alive(e, 1),
			}}
		},
	})
}
