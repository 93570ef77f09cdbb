package machine_test

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

const (
	officialState   = "testdata/upgrade/state_official_0.4.5.json"
	afterOfficial   = "../../examples/migration/official/after/main.tf"
	afterMetaphysic = "../../examples/migration/metaphysic/after/main.tf"
)

// The example of the guide, with a state that the official provider wrote. Nothing is
// written to Paperspace, and the password is removed from the state.
func TestAccUpgradeFromTheOfficialProvider(t *testing.T) {
	for _, behavior := range []string{"documented", "observed"} {
		t.Run(behavior, func(t *testing.T) {
			w := migrating(t, behavior, readFile(t, officialState), readFile(t, afterOfficial))
			addOfficial(t, w)
			w.replaceProvider("paperspace/paperspace")

			w.expectPlan(map[string][]string{"paperspace_machine.new_user": {
				`email: "new@example.com" -> null`, `first_name: "Arya" -> null`, `last_name: "Stark" -> null`,
			}})
			w.Expect(w.MustRun("plan"), "Clear-text password left out of the state", "ps000002x", "Plan: 0 to add, 1 to change, 0 to destroy")
			w.applyAndExpect(map[string]string{"hello": "sc000001x", "web": "ps000003x", "new_user": "ps000002x"})
		})
	}
}

// If the configuration keeps the arguments of the new user, the plan has no changes, but
// an apply still removes the password from the state.
func TestAccUpgradeWithoutAnyChange(t *testing.T) {
	const made = `email, password, firstname and lastname made the user. The user exists.`
	config := strings.Replace(readFile(t, afterOfficial), "# "+made, `
  email      = "new@example.com"
  first_name = "Arya"
  last_name  = "Stark"
  password   = "another one"
`, 1)
	w := migrating(t, "observed", readFile(t, officialState), config)
	addOfficial(t, w)
	w.replaceProvider("paperspace/paperspace")
	w.expectPlan(map[string][]string{})
	w.applyAndExpect(map[string]string{"hello": "sc000001x", "web": "ps000003x", "new_user": "ps000002x"})
}

// A machine in the state of the official provider that no longer exists is recreated,
// although that state has no identity.
func TestAccUpgradeOfAVanishedMachine(t *testing.T) {
	w := migrating(t, "documented", readFile(t, officialState), readFile(t, afterOfficial))
	addOfficial(t, w)
	w.RemoveMachine("ps000002x")
	w.replaceProvider("paperspace/paperspace")
	w.Expect(w.MustRun("plan"), "paperspace_machine.new_user will be created", "Plan: 1 to add, 0 to change, 0 to destroy")
}

// The metaphysic provider used API v1, and so does the new configuration. The plan adds
// desired_state, because the old state did not show whether the power state was managed.
func TestAccUpgradeFromTheMetaphysicProvider(t *testing.T) {
	for _, behavior := range []string{"documented", "observed"} {
		t.Run(behavior, func(t *testing.T) {
			cases := upgradeCases(t)
			stored := storedState(t, "metaphysic/paperspace", map[string]json.RawMessage{
				"train": cases["metaphysic-full"].Stored, "idle": cases["metaphysic-off"].Stored,
			})
			w := migratingTo(t, "v1", behavior, stored, readFile(t, afterMetaphysic))
			w.AddMachine(psfake.Machine{
				ID: "psmeta1", Name: "Everything", MachineType: "A4000", SizeGB: 100, Region: psfake.EastCoast, BillingType: "hourly",
				NetworkID: "n123abc", PrivateIP: "10.64.22.8", PublicIP: "203.0.113.8", AssignPublicIP: true, OS: "Ubuntu 22.04", ScriptID: "sc8",
				ShutdownHours: new(24), ShutdownForces: true, AutoSnapshot: true, SnapshotFrequency: "day", SnapshotCount: new(7),
			})
			w.AddMachine(psfake.Machine{
				ID: "psmeta4", Name: "off", MachineType: "C5", SizeGB: 50, Region: psfake.Europe, BillingType: "hourly", State: psfake.StateOff,
			})
			w.replaceProvider("metaphysic/paperspace")
			w.expectPlan(map[string][]string{"paperspace_machine.train": {`desired_state: null -> "ready"`}})
			w.applyAndExpect(map[string]string{"train": "psmeta1", "idle": "psmeta4"})
		})
	}
}

// A state that cannot be upgraded fails the plan with an error that names the machine.
func TestAccUpgradeOfAForeignState(t *testing.T) {
	stored := storedState(t, "paperspace/paperspace", map[string]json.RawMessage{"web": []byte(`{"id": "ps000003x", "hostname": "web"}`)})
	w := migrating(t, "documented", stored, readFile(t, afterOfficial))
	w.replaceProvider("paperspace/paperspace")
	out, err := w.Run("plan")
	if err == nil {
		t.Error("planned")
	}
	w.Expect(out, "Unknown state of an older provider", "paperspace_machine.web", "terraform import ADDRESS ps000003x")
}

// migration is a workspace with a state that an older provider wrote, and a configuration
// for this provider at its published address.
type migration struct {
	*acctest.Workspace
	t *testing.T
}

func migrating(t *testing.T, behavior, stored, config string) *migration {
	t.Helper()
	return migratingTo(t, "core", behavior, stored, config)
}

func migratingTo(t *testing.T, version, behavior, stored, config string) *migration {
	t.Helper()
	w := &migration{acctest.NewWorkspaceOf(t, version, behavior, psfake.Timings{}), t}
	w.Setenv("PAPERSPACE_API_KEY", acctest.Key)
	w.Setenv("PAPERSPACE_ENDPOINT", w.Endpoint)
	writeFile(t, w.Path("terraform.tfstate"), stored)
	w.Write(config)
	return w
}

// override makes this provider available under the address of an older one, too.
func (w *migration) override(name string) {
	w.t.Helper()
	rc := readFile(w.t, w.Path("cli.tfrc"))
	line := regexp.MustCompile(`(?m)^(\s*"registry\.[a-z.]+/)hashicorp/paperspace(".*)$`)
	if !line.MatchString(rc) {
		w.t.Fatalf("no overrides to add to:\n%s", rc)
	}
	writeFile(w.t, w.Path("cli.tfrc"), line.ReplaceAllString(rc, "$0\n${1}"+name+"$2"))
}

// replaceProvider runs state replace-provider, as in the guide. OpenTofu has its own
// registry.
func (w *migration) replaceProvider(from string) {
	w.t.Helper()
	registry := "registry.terraform.io/"
	if acctest.UseCLI(w.t).Tofu {
		registry = "registry.opentofu.org/"
	}
	w.MustRun("state", "replace-provider", "-auto-approve", "registry.terraform.io/"+from, registry+"paperspace-community/paperspace")
}

// expectPlan compares the changes in a plan with want, by address. It allows only updates.
func (w *migration) expectPlan(want map[string][]string) {
	w.t.Helper()
	w.MustRun("plan", "-out=plan")
	out := w.MustRun("show", "-json", "plan")
	var plan struct {
		ResourceChanges []struct {
			Address string
			Change  struct {
				Actions       []string
				Before, After map[string]any
			}
		} `json:"resource_changes"`
	}
	decode(w.t, []byte(out[strings.Index(out, "{"):]), &plan)
	got := map[string][]string{}
	for _, r := range plan.ResourceChanges {
		if slices.Equal(r.Change.Actions, []string{"no-op"}) {
			continue
		}
		if !slices.Equal(r.Change.Actions, []string{"update"}) {
			w.t.Errorf("%s: %v", r.Address, r.Change.Actions)
		}
		for name, before := range r.Change.Before {
			if after := r.Change.After[name]; !reflect.DeepEqual(before, after) {
				got[r.Address] = append(got[r.Address], fmt.Sprintf("%s: %s -> %s", name, asJSON(w.t, before), asJSON(w.t, after)))
			}
		}
		slices.Sort(got[r.Address])
	}
	if diff := cmp.Diff(want, got); diff != "" {
		w.t.Errorf("the plan (-want +got):\n%s", diff)
	}
}

// applyAndExpect applies, and checks that the state contains these resources by name, in
// the current schema version and without a password, that the next plan has no changes,
// and that no writes were sent.
func (w *migration) applyAndExpect(ids map[string]string) {
	w.t.Helper()
	w.MustRun("apply", "-auto-approve")
	text := readFile(w.t, w.Path("terraform.tfstate"))
	for _, word := range []string{"not-a-real-password", "another one"} {
		if strings.Contains(text, word) {
			w.t.Errorf("the state still holds %q", word)
		}
	}
	var state struct {
		Resources []struct {
			Mode, Name string
			Instances  []struct {
				SchemaVersion int `json:"schema_version"`
				Attributes    map[string]any
				Identity      map[string]any
			}
		}
	}
	decode(w.t, []byte(text), &state)
	got := map[string]string{}
	for _, r := range state.Resources {
		if r.Mode != "managed" {
			continue
		}
		i := r.Instances[0]
		got[r.Name], _ = i.Attributes["id"].(string)
		if i.SchemaVersion != 1 {
			w.t.Errorf("%s has schema version %d", r.Name, i.SchemaVersion)
		}
		if acctest.Has(w.t, acctest.Identity) && i.Identity["id"] != i.Attributes["id"] {
			w.t.Errorf("%s has the identity %v", r.Name, i.Identity)
		}
	}
	if diff := cmp.Diff(ids, got); diff != "" {
		w.t.Errorf("in the state (-want +got):\n%s", diff)
	}
	if out := w.MustRun("plan"); !strings.Contains(out, "No changes") || strings.Contains(out, "password") {
		w.t.Errorf("the plan after the apply:\n%s", out)
	}
	if sent := w.Journal().Writes(); len(sent) > 0 {
		w.t.Errorf("sent: %v", sent)
	}
}

// addOfficial adds the objects in officialState to the fake server.
func addOfficial(t testing.TB, w *migration) {
	t.Helper()
	day := func(text string) time.Time {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	alike := psfake.Machine{
		Region: psfake.EastCoast, TemplateID: "t04azgph", NetworkID: "n789ghi", UserID: "u123abc", TeamID: "te456def",
		AgentType: "LinuxHeadless", OS: "Ubuntu 20.04", GPU: "None", CPUs: 4, RAM: 8589938688, StorageUsed: 110080,
	}
	web, newUser := alike, alike
	web.ID, web.Name, web.MachineType, web.BillingType, web.SizeGB = "ps000003x", "Terraform Test", "C1", "hourly", 50
	web.AssignPublicIP, web.PublicIP, web.PrivateIP = true, "203.0.113.4", "10.64.21.4"
	web.ShutdownHours, web.AutoSnapshot, web.SnapshotFrequency, web.SnapshotCount = new(42), true, "week", new(4)
	web.ScriptID, web.Created = "sc000001x", day("2026-11-22T01:05:53.688Z")
	newUser.ID, newUser.Name, newUser.MachineType, newUser.BillingType, newUser.SizeGB = "ps000002x", "For a new user", "C5", "monthly", 100
	newUser.PrivateIP, newUser.Created = "10.64.21.3", day("2026-11-22T01:05:53.681Z")
	w.AddScript(psfake.Script{
		ID: "sc000001x", Name: "My Script", Description: "a short description", Text: "#!/bin/bash\necho hello > index.html\n",
		OwnerType: "user", OwnerID: "u123abc", Created: day("2026-11-22T01:05:53.676Z"),
	})
	w.AddMachine(newUser)
	w.AddMachine(web)
}

// storedState returns a state file as a CLI writes it, with machines by name.
func storedState(t testing.TB, provider string, machines map[string]json.RawMessage) string {
	t.Helper()
	var resources []any
	for name, attributes := range machines {
		resources = append(resources, map[string]any{
			"mode": "managed", "type": "paperspace_machine", "name": name,
			"provider":  fmt.Sprintf("provider[%q]", "registry.terraform.io/"+provider),
			"instances": []any{map[string]any{"schema_version": 0, "attributes": attributes, "sensitive_attributes": []any{}, "private": "bnVsbA=="}},
		})
	}
	return asJSON(t, map[string]any{
		"version": 4, "terraform_version": "1.9.8", "serial": 7, "lineage": "8c2a2f0e-0d3c-4c0f-9a57-5b8d1ad2e001",
		"outputs": map[string]any{}, "resources": resources, "check_results": nil,
	})
}

func asJSON(t testing.TB, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func readFile(t testing.TB, name string) string {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func writeFile(t testing.TB, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
