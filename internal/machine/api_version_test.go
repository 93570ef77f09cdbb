package machine_test

import (
	"fmt"
	"maps"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/v1api"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakecore "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/core"
	fakev1 "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/v1"
)

// Every argument that API v1 lacks fails the plan, at the argument and with the
// reason, and nothing is sent. A null argument and hourly billing, the only kind
// in API v1, are accepted.
func TestAccArgumentsThatV1Lacks(t *testing.T) {
	used := []map[string]string{
		{"billing_type": "monthly", "team_id": "te456def", "user_id": "u123abc"},
		{"email": "a@example.com", "password": "p", "first_name": "A", "last_name": "S", "notification_email": "b@example.com"},
	}
	lacks := v1api.New(v1api.Options{Endpoint: &url.URL{Scheme: "http", Host: "127.0.0.1"}}).Traits.Lacks
	for field := range lacks {
		if !slices.ContainsFunc(used, func(values map[string]string) bool { return values[string(field)] != "" }) {
			t.Errorf("no configuration here uses %s", field)
		}
	}
	acctest.Run(t, acctest.Case{
		APIVersions: []string{"v1"},
		Steps: func(e *acctest.Env) (steps []resource.TestStep) {
			for _, values := range used {
				var lines, want []string
				for _, name := range slices.Sorted(maps.Keys(values)) {
					line := name + ` = "` + values[name] + `"`
					lines = append(lines, line)
					for field, lack := range lacks {
						if string(field) == name {
							if lack.Access {
								lack.Reason += "; grant people access with paperspace_machine_access instead"
							}
							want = append(want, "Not supported by this API version", line,
								name+` cannot be used with api_version = "v1": `+lack.Reason+".")
						}
					}
				}
				if len(want) != 3*len(values) {
					t.Fatalf("not all of %v are lacking: %v", values, want)
				}
				steps = append(steps, resource.TestStep{
					Config: e.Config(hcl(strings.Join(lines, "\n"))), PlanOnly: true, ExpectError: acctest.InOrder(want...),
				})
			}
			return append(steps, resource.TestStep{
				PreConfig: func() {
					if writes := e.Journal().Writes(); len(writes) != 0 {
						t.Errorf("sent: %v", writes)
					}
				},
				Config: e.Config(hcl("billing_type = \"Hourly\"\n team_id = null\n email = null")), Check: alive(e, 1),
			})
		},
	})
}

// API v1 switches snapshots on only with all of their settings, so an incomplete
// group fails the plan.
func TestAccIncompleteSnapshotSettingsAreRejected(t *testing.T) {
	acctest.Run(t, acctest.Case{
		APIVersions: []string{"v1"},
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{{
				Config: e.Config(hcl("perform_auto_snapshot = true\n auto_snapshot_frequency = \"day\"")), PlanOnly: true,
				ExpectError: acctest.InOrder("Incomplete auto-snapshot settings", "Missing: auto_snapshot_save_count."),
			}, {
				Config: e.Config(hcl("perform_auto_snapshot = true\n auto_snapshot_frequency = \"day\"\n auto_snapshot_save_count = 2")), Check: alive(e, 1),
			}}
		},
	})
}

// If only api_version and endpoint change, in either direction, the plan shows no
// changes, as the guide promises.
func TestAccMovingFromCoreToV1AndBack(t *testing.T) {
	acctest.Parallel(t)
	for _, behavior := range []string{"documented", "observed"} {
		t.Run(behavior, func(t *testing.T) {
			w := acctest.NewWorkspace(t, behavior)
			server := httptest.NewServer(w.Local(fakecore.New(w.Server), fakev1.New(w.Server)))
			t.Cleanup(server.Close)
			configure := func(version, prefix string) {
				w.APIVersion, w.Endpoint = version, server.URL+prefix
				w.Write(w.Config(`
resource "paperspace_script" "s" {
  name        = "hello"
  script_text = "echo hello"
}
resource "paperspace_machine" "m" {
  name                      = "m"
  machine_type              = "P4000"
  size                      = 100
  region                    = "ny2"
  template_id               = "t0nspur5"
  network_id                = "n123abc"
  script_id                 = paperspace_script.s.id
  assign_public_ip          = true
  desired_state             = "ready"
  billing_type              = "hourly"
  shutdown_timeout_in_hours = 8
  shutdown_timeout_forces   = true
  perform_auto_snapshot     = true
  auto_snapshot_frequency   = "week"
  auto_snapshot_save_count  = 4
}
resource "paperspace_machine" "least" {
  name         = "least"
  machine_type = "C5"
  size         = 50
  template_id  = "t0nspur5"
}
resource "paperspace_machine_access" "a" {
  machine_id = paperspace_machine.m.id
  user_id    = "u123abc"
}
`))
			}
			configure("core", "")
			w.MustRun("apply", "-auto-approve")
			w.ResetJournal()
			for _, version := range []string{"v1", "core", "v1"} {
				configure(version, map[string]string{"v1": psfake.V1Prefix}[version])
				w.Expect(w.MustRun("plan"), "No changes")
				w.MustRun("apply", "-auto-approve")
				w.Expect(w.MustRun("plan"), "No changes")
			}
			if writes := w.Journal().Writes(); len(writes) != 0 {
				t.Errorf("sent: %v", writes)
			}
			apisUsed := map[string]bool{}
			for _, entry := range w.Journal() {
				apisUsed[entry.API] = true
			}
			if len(apisUsed) != 2 {
				t.Errorf("requests were sent to %v", apisUsed)
			}
			w.MustRun("destroy", "-auto-approve")
			if left := w.Machines(); len(left) != 0 {
				t.Errorf("left: %+v", left)
			}
		})
	}
}

// If the API key has no access to scripts, machines can still be planned and destroyed,
// and the state keeps their scripts.
func TestAccForbiddenScriptsBlockNoMachine(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	w.Write(w.Config("resource \"paperspace_script\" \"s\" {\n  name        = \"s\"\n  script_text = \"#!/bin/sh\"\n}\n" + hcl("script_id = paperspace_script.s.id")))
	w.MustRun("apply", "-auto-approve")
	w.Inject(psfake.Fault{Call: "scripts.*", Kind: psfake.FaultReject, Status: 403, Message: "Not allowed"})
	w.Write(w.Config(hcl(fmt.Sprintf("script_id = %q", w.Scripts()[0].ID))))
	w.Expect(w.MustRun("plan", "-target=paperspace_machine.m"), "No changes")
	w.Expect(w.MustRun("destroy", "-auto-approve", "-target=paperspace_machine.m"), "1 destroyed")
}
