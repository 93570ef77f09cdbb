package acctest_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// fullAccount creates five objects of each kind as another client does, and objects that cannot be managed: automatic
// snapshots and default networks. It returns the IDs of the objects that can be managed, by resource.
func fullAccount(e *acctest.Env) map[string][]string {
	all := map[string][]string{}
	add := func(kind, id string) { all["paperspace_"+kind] = append(all["paperspace_"+kind], id) }
	for _, n := range e.Networks() {
		if !n.Default {
			add("network", n.ID)
		}
	}
	for _, t := range e.CustomTemplates() { // an object without a machine
		add("custom_template", t.ID)
	}
	regions := []string{psfake.EastCoast, psfake.WestCoast, psfake.Europe}
	e.AddMachine(psfake.Machine{ID: "psgone", Name: "gone"})
	for i := range 5 {
		region, name := regions[i%len(regions)], fmt.Sprintf("no %d \"${x}\"", i)
		network := e.AddNetwork(psfake.Network{Name: name, Region: region})
		add("network", network.ID)
		script := e.AddScript(psfake.Script{Name: name, Text: "#!/bin/sh\necho $HOME", Disabled: i == 1, RunOnce: i == 2})
		add("script", script.ID)
		machine := psfake.Machine{Name: name, Region: region, NetworkID: network.ID, ScriptID: script.ID, State: psfake.StateOff}
		switch i {
		case 0:
			machine.NetworkID = "" // remains in the default network
		case 1:
			keeps := 2
			machine.AssignPublicIP, machine.AutoSnapshot, machine.SnapshotFrequency, machine.SnapshotCount = true, true, "day", &keeps
		}
		m := e.AddMachine(machine)
		add("machine", m.ID)
		if !e.V1() {
			continue
		}
		e.AutoSnapshot(m.ID)
		add("snapshot", e.AddSnapshot(psfake.Snapshot{Name: name, MachineID: m.ID}).ID)
		parent := m.ID
		if i == 3 {
			parent = "psgone"
		}
		add("custom_template", e.AddCustomTemplate(psfake.Template{Label: name, Region: region, MachineID: parent, SizeGB: 50}).ID)
		add("shared_drive", e.AddSharedDrive(psfake.SharedDrive{Name: name, SizeGB: 500 * (i + 1), Region: region, NetworkID: network.ID}).ID)
	}
	e.RemoveMachine("psgone")
	if e.V1() {
		given := e.ClaimPublicIP(psfake.Europe)
		e.AssignPublicIP(given.IP, all["paperspace_machine"][2])
		e.ClaimPublicIP(psfake.EastCoast)
		e.ClaimPublicIP(psfake.WestCoast)
		e.ClaimPublicIP(psfake.Europe)
		for _, a := range e.PublicIPs() { // including that of the machine with assign_public_ip
			add("public_ip", a.IP)
		}
	} else {
		all["paperspace_network"] = nil
		for _, n := range e.Networks() { // CORE does not show which networks are default networks
			add("network", n.ID)
		}
		delete(all, "paperspace_custom_template")
	}
	return all
}

// onEveryStage runs a test with both API versions, each with both behaviors of the fake server.
func onEveryStage(t *testing.T, test func(t *testing.T, e *acctest.Env)) {
	t.Helper()
	for _, version := range []string{"core", "v1"} {
		for _, behavior := range acctest.Both {
			t.Run(version+"/"+behavior, func(t *testing.T) {
				acctest.Parallel(t)
				test(t, acctest.Open(t, version, behavior, psfake.Timings{}))
			})
		}
	}
}

// All objects of an account are listed, and the configuration that Terraform generates imports them without a change.
// If the API version lacks a kind, only that kind has an error.
func TestQueryOfAllKindsImportsClean(t *testing.T) {
	onEveryStage(t, func(t *testing.T, e *acctest.Env) {
		want := fullAccount(e)
		p := e.Protocol(t, nil)
		for resource := range providerSchemas(t).ListResourceSchemas {
			listed := p.List(resource, nil, 1000, true, 0)
			ids, offered := want[resource]
			if !offered {
				const lacks = `ERROR: Not supported by this API version: The CORE API cannot list`
				if len(listed) != 1 || !strings.HasPrefix(listed[0].Said, lacks) || !strings.Contains(listed[0].Said, `Set api_version = "v1"`) {
					t.Errorf("%s: %+v", resource, listed)
				}
				continue
			}
			var got []string
			for _, l := range listed {
				got = append(got, l.ID)
			}
			slices.Sort(got)
			if slices.Sort(ids); len(ids) < 5 || !slices.Equal(got, ids) {
				t.Errorf("%s: listed %v, want %v", resource, got, ids)
			}
			p.Adopt(resource, listed)
			delete(want, resource)
		}
		if len(want) > 0 {
			t.Errorf("not listed: %v", want)
		}
		if writes := e.Journal().Writes(); len(writes) > 0 {
			t.Errorf("writes: %+v", writes)
		}
	})
}

// The same through a CLI.
func TestAccQueryAdoptsAllKinds(t *testing.T) {
	acctest.Parallel(t)
	acctest.Needs(t, acctest.Query)
	for _, version := range []string{"core", "v1"} {
		for _, behavior := range acctest.Both {
			t.Run(version+"/"+behavior, func(t *testing.T) {
				w := acctest.NewWorkspaceOf(t, version, behavior, psfake.Timings{})
				all, text, count := fullAccount(w.Env), "", 0
				for _, resource := range slices.Sorted(maps.Keys(all)) {
					count += len(all[resource])
					text += fmt.Sprintf("list %q \"all\" {\n  provider = paperspace\n}\n", resource)
				}
				w.Write(w.Provider())
				if err := os.WriteFile(w.Path("adopt.tfquery.hcl"), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
				for _, ids := range all {
					w.Expect(w.MustRun("query"), ids...)
				}
				w.MustRun("query", "-generate-config-out=generated.tf")
				w.Expect(w.MustRun("plan"), fmt.Sprintf("Plan: %d to import, 0 to add, 0 to change, 0 to destroy.", count))
				w.MustRun("apply", "-auto-approve")
				w.Expect(w.MustRun("plan", "-detailed-exitcode"), "No changes")
				if writes := w.Journal().Writes(); len(writes) > 0 {
					t.Errorf("writes: %+v", writes)
				}
			})
		}
	}
}

// All filters must match.
func TestQueryFilters(t *testing.T) {
	acctest.Parallel(t)
	for _, behavior := range acctest.Both {
		t.Run(behavior, func(t *testing.T) {
			acctest.Parallel(t)
			e := acctest.Open(t, "v1", behavior, psfake.Timings{})
			all := fullAccount(e)
			second := all["paperspace_machine"][1]
			name := "no 1 \"${x}\""
			for _, c := range []struct {
				kind   string
				config map[string]any
				want   int
			}{
				{"public_ip", map[string]any{"assigned": false}, 3},
				{"public_ip", map[string]any{"assigned": true}, 2},
				{"public_ip", map[string]any{"assigned": false, "region": "ams1"}, 1},
				{"public_ip", map[string]any{"machine_id": second}, 1},
				{"snapshot", map[string]any{"machine_id": second}, 1},
				{"snapshot", map[string]any{"machine_id": second, "name": "other"}, 0},
				{"custom_template", map[string]any{"machine_id": second}, 1},
				{"custom_template", map[string]any{"machine_id": "null"}, 1},
				{"custom_template", map[string]any{"name": name}, 1},
				{"custom_template", map[string]any{"region": "Europe (AMS1)"}, 1},
				{"shared_drive", map[string]any{"region": "ca1"}, 2},
				{"shared_drive", map[string]any{"name": name}, 1},
				{"shared_drive", map[string]any{"network_id": all["paperspace_network"][2]}, 1},
				{"network", map[string]any{"region": "ams1"}, 1},
				{"network", map[string]any{"name": name}, 1},
				{"script", map[string]any{"is_enabled": false}, 1},
				{"script", map[string]any{"run_once": true, "is_enabled": true}, 1},
			} {
				if got := e.Protocol(t, nil).List("paperspace_"+c.kind, c.config, 0, false, 0); len(got) != c.want || len(got) > 0 && got[0].Said != "" {
					t.Errorf("%s %v: want %d, got %+v", c.kind, c.config, c.want, got)
				}
			}
		})
	}
}

// A filter that cannot be used, and an object that cannot be read, are errors.
func TestQueryFailures(t *testing.T) {
	e := acctest.Open(t, "core", "observed", psfake.Timings{})
	e.AddScript(psfake.Script{Name: "a", Text: "x"})
	e.AddScript(psfake.Script{Name: "b", Text: "x"})
	p := e.Protocol(t, nil)
	e.Inject(psfake.Fault{Call: "scripts.text", Kind: psfake.FaultReject, Status: 403, Message: "not yours", Times: 1})
	got := p.List("paperspace_script", nil, 0, true, 0)
	if len(got) != 2 || !strings.Contains(got[0].Said, "ERROR: Failed to read script") || !strings.Contains(got[0].Said, "not yours") || got[1].Said != "" {
		t.Errorf("%+v", got)
	}
	if e.ResetJournal(); len(p.List("paperspace_script", nil, 1, false, 0)) != 1 || e.Journal().Count("scripts.text") != 0 {
		t.Errorf("texts are read although nothing needs them: %v", e.Journal().Counts())
	}
	v1 := acctest.Open(t, "v1", "observed", psfake.Timings{}).Protocol(t, nil)
	if got := v1.List("paperspace_script", map[string]any{"owner_id": "u123abc"}, 0, false, 0); len(got) != 1 || !strings.Contains(got[0].Said, "owner_id cannot be used with") {
		t.Errorf("%+v", got)
	}
	if got := v1.List("paperspace_shared_drive", map[string]any{"region": "moon"}, 0, false, 0); len(got) != 1 || !strings.Contains(got[0].Said, "moon") {
		t.Errorf("%+v", got)
	}
}
