package acctest_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// outcomes are the effects of the changes of an argument: null to a value, the value to null, the value to another
// one, and the value to one that is unknown while planning.
type outcomes struct{ set, unset, change, unknown string }

const (
	replaces  = "replaces"
	inPlace   = "in place"   // at least one request
	stateOnly = "state only" // only the provider, or only a create, uses the argument
	nothing   = "nothing"    // no diff
	required  = "required"   // the argument cannot be null
	// warned is a replacement that is not known while planning. The plan warns that the apply would fail, and the
	// apply changes nothing.
	warned = "warned"
)

var (
	replaced = outcomes{replaces, nothing, replaces, replaces}
	changed  = outcomes{inPlace, nothing, inPlace, inPlace}
	recorded = outcomes{stateOnly, stateOnly, stateOnly, stateOnly}
)

// idOf is a set with the ID of one of the objects.
type idOf string

// argumentCase is an argument of a resource with two values.
type argumentCase struct {
	resource, name string
	from, to       any
	with           map[string]any // other arguments that it needs
	core, v1       outcomes       // the zero value: not supported
}

// arguments contains the effects of a change for every argument. Null in the state means "not returned", except for a
// script, the machine of a script, and values that Paperspace does not return. For these, it means "none".
var arguments = []argumentCase{
	{"machine", "name", "m", "n", nil, outcomes{required, required, inPlace, inPlace}, outcomes{required, required, inPlace, inPlace}},
	{"machine", "machine_type", "C5", "C7", nil, outcomes{required, required, replaces, replaces}, outcomes{required, required, inPlace, inPlace}},
	{"machine", "size", 50, 100, nil, outcomes{required, required, replaces, replaces}, outcomes{required, required, inPlace, inPlace}},
	{"machine", "region", "ca1", "ams1", nil, outcomes{replaces, nothing, replaces, replaces}, outcomes{replaces, nothing, replaces, replaces}},
	{"machine", "template_id", "t0nspur5", "t04azgph", nil, outcomes{required, stateOnly, replaces, warned}, outcomes{required, stateOnly, replaces, warned}},
	{"machine", "billing_type", "monthly", "hourly", nil, replaced, outcomes{}},
	{"machine", "network_id", "network a", "network b", nil, replaced, changed},
	{"machine", "assign_public_ip", true, false, nil, replaced, changed},
	{"machine", "dynamic_public_ip", true, false, nil, outcomes{inPlace, inPlace, inPlace, inPlace}, outcomes{inPlace, inPlace, inPlace, inPlace}},
	{"machine", "user_id", "user a", "user b", nil, outcomes{stateOnly, nothing, replaces, replaces}, outcomes{}}, // the owner is often not returned
	{"machine", "script_id", "script a", "script b", nil, replaced, changed},
	{"machine", "shutdown_timeout_in_hours", 7, 8, nil, changed, changed},
	{"machine", "shutdown_timeout_forces", true, false, map[string]any{"shutdown_timeout_in_hours": 7}, changed, changed},
	{"machine", "perform_auto_snapshot", true, false, map[string]any{"auto_snapshot_frequency": "day", "auto_snapshot_save_count": 3}, changed, changed},
	{"machine", "auto_snapshot_frequency", "day", "week", snapshots, changed, outcomes{"", nothing, inPlace, inPlace}},
	{"machine", "auto_snapshot_save_count", 3, 4, snapshots, changed, outcomes{"", nothing, inPlace, inPlace}},
	{"machine", "desired_state", "off", "ready", nil, outcomes{inPlace, stateOnly, inPlace, inPlace}, outcomes{inPlace, stateOnly, inPlace, inPlace}},
	{"machine", "release_public_ip_on_destroy", true, false, nil, recorded, recorded},
	{"machine", "wait_for", "serviceready", "ready", nil, recorded, recorded},
	{"machine", "wait_for_capacity", true, false, nil, recorded, recorded},
	{"machine", "notification_email", "a@example.com", "b@example.com", nil, recorded, outcomes{}},
	{"machine", "email_password", true, false, nil, outcomes{}, recorded},
	{"machine", "enable_nvlink", true, false, nil, outcomes{}, recorded},
	{"machine", "take_initial_snapshot", true, false, nil, outcomes{}, recorded},
	{"machine", "accessor_ids", idOf("user a"), idOf("user b"), nil, outcomes{}, recorded},

	{"script", "name", "s", "t", nil, outcomes{required, required, replaces, replaces}, outcomes{required, required, inPlace, inPlace}},
	{"script", "script_text", "a", "b", nil, outcomes{required, replaces, replaces, replaces}, outcomes{required, stateOnly, inPlace, inPlace}},
	{"script", "description", "a", "b", nil, outcomes{replaces, replaces, replaces, replaces}, outcomes{}},
	{"script", "is_enabled", false, true, nil, outcomes{replaces, replaces, replaces, replaces}, outcomes{inPlace, inPlace, inPlace, inPlace}},
	{"script", "run_once", true, false, nil, outcomes{replaces, replaces, replaces, replaces}, outcomes{inPlace, inPlace, inPlace, inPlace}},
	{"script", "machine_id", "machine a", "machine b", nil, outcomes{replaces, replaces, replaces, replaces}, outcomes{inPlace, inPlace, inPlace, inPlace}},

	{"network", "name", "n", "o", nil, outcomes{}, outcomes{required, required, inPlace, inPlace}},
	{"network", "region", "ca1", "ams1", nil, outcomes{}, outcomes{replaces, nothing, replaces, replaces}},

	{"public_ip", "region", "ca1", "ams1", nil, outcomes{}, replaced},
	{"public_ip", "machine_id", "machine a", "machine b", nil, outcomes{}, outcomes{inPlace, inPlace, inPlace, inPlace}},

	{"snapshot", "name", "s", "t", nil, outcomes{}, outcomes{required, required, inPlace, inPlace}},
	{"snapshot", "machine_id", "machine a", "machine b", nil, outcomes{}, outcomes{required, required, replaces, replaces}},

	{"custom_template", "name", "s", "t", nil, outcomes{}, outcomes{required, required, inPlace, inPlace}},
	{"custom_template", "machine_id", "off a", "off b", nil, outcomes{}, outcomes{required, required, replaces, replaces}},
	{"custom_template", "stop_machine", true, false, nil, outcomes{}, recorded},

	{"shared_drive", "name", "s", "t", nil, outcomes{}, outcomes{required, required, inPlace, inPlace}},
	{"shared_drive", "size", 250, 500, nil, outcomes{}, outcomes{required, required, replaces, replaces}},
	{"shared_drive", "region", "ny2", "ams1", nil, outcomes{}, outcomes{nothing, nothing, replaces, replaces}}, // ny2 is the region of the provider block
	{"shared_drive", "network_id", "network a", "network b", nil, outcomes{}, outcomes{required, required, replaces, replaces}},

	{"machine_access", "machine_id", "machine a", "machine b", nil, outcomes{required, required, replaces, replaces}, outcomes{required, required, replaces, replaces}},
	{"machine_access", "user_id", "user a", "user b", nil, outcomes{required, required, replaces, replaces}, outcomes{required, required, replaces, replaces}},
}

var snapshots = map[string]any{"perform_auto_snapshot": true, "auto_snapshot_frequency": "day", "auto_snapshot_save_count": 3}

// An apply reports no change that sends nothing, except for arguments that only the provider or a create uses. No
// plan ends in "inconsistent final plan", except for a template after a warning in the plan.
func TestWhatAChangeOfEachArgumentDoes(t *testing.T) {
	acctest.Parallel(t)
	for _, a := range arguments {
		for _, version := range []string{"core", "v1"} {
			want := map[string]outcomes{"core": a.core, "v1": a.v1}[version]
			for _, c := range []struct {
				name, want string
				from, to   any
				final      any // the value that the unknown becomes
			}{
				{"null to value", want.set, nil, a.from, nil},
				{"value to null", want.unset, a.from, nil, nil},
				{"value to value", want.change, a.from, a.to, nil},
				{"known to unknown", want.unknown, a.from, tftypes.UnknownValue, a.to},
			} {
				if c.want == "" || c.want == required {
					continue
				}
				t.Run(strings.Join([]string{version, a.resource, a.name, c.name}, "/"), func(t *testing.T) {
					acctest.Parallel(t)
					e := acctest.Open(t, version, "observed", psfake.Timings{})
					p, named := e.Protocol(t, map[string]any{"poll_interval": "1ms"}), things(e)
					config := func(value any) map[string]any {
						m := maps.Clone(named[a.resource].(map[string]any))
						maps.Copy(m, a.with)
						m[a.name] = resolved(named, value)
						return m
					}
					resource := "paperspace_" + a.resource
					had := p.Change(resource, nil, config(c.from), nil)
					if had.State.IsNull() {
						t.Fatalf("not created: %s", had.Said)
					}
					e.ResetJournal()
					var final map[string]any
					if c.final != nil {
						final = config(c.final)
					}
					got := p.Change(resource, &had.Held, config(c.to), final)
					outcome := stateOnly
					switch {
					case got.Replaces:
						outcome = replaces
					case !got.Differs:
						outcome = nothing
					case got.Inconsistent && strings.Contains(got.Said, "inconsistent final plan"):
						outcome = warned
					case got.Inconsistent:
						outcome = "inconsistent final plan"
					case len(e.Journal().Writes()) > 0:
						outcome = inPlace
					}
					if outcome == stateOnly && c.want == inPlace {
						t.Errorf("%s of %s is not sent: add it to the conversion of the change (update or change in convert.go or resource.go)", a.name, a.resource)
					}
					if outcome != c.want {
						t.Errorf("%s, want %s: %s\n%v", outcome, c.want, got.Said, e.Journal().Counts())
					}
				})
			}
		}
	}
}

// resolved returns the value of an argument, with the ID of the object that it names.
func resolved(named map[string]any, value any) any {
	switch v := value.(type) {
	case idOf:
		return []tftypes.Value{tftypes.NewValue(tftypes.String, named[string(v)])}
	case string:
		if id := named[v]; id != nil {
			return id
		}
	}
	return value
}

// things returns the objects that arguments refer to, and the smallest configuration of each resource.
func things(e *acctest.Env) map[string]any {
	n := map[string]any{
		"machine": map[string]any{"name": "m", "machine_type": "C5", "size": 50, "template_id": "t0nspur5"},
		"script":  map[string]any{"name": "s", "script_text": "a"},
		"network": map[string]any{"name": "n"},
	}
	for _, letter := range []string{"a", "b"} {
		n["machine "+letter] = e.AddMachine(psfake.Machine{Name: letter}).ID
		n["user "+letter] = e.AddUser(psfake.User{Email: letter + "@example.com"}).ID
		n["script "+letter] = e.AddScript(psfake.Script{Name: letter, Text: "x"}).ID
		n["off "+letter] = e.AddMachine(psfake.Machine{Name: "off " + letter, State: psfake.StateOff}).ID
		n["network "+letter] = e.AddNetwork(psfake.Network{Name: letter}).ID
	}
	n["public_ip"] = map[string]any{}
	n["snapshot"] = map[string]any{"name": "s", "machine_id": n["machine a"]}
	n["custom_template"] = map[string]any{"name": "s", "machine_id": n["off a"]}
	n["shared_drive"] = map[string]any{"name": "s", "size": 250, "network_id": n["network a"]}
	n["machine_access"] = map[string]any{"machine_id": n["machine a"], "user_id": n["user a"]}
	return n
}

// complete creates one object of each kind, with a value in every attribute that can be shown, and returns their IDs.
func complete(e *acctest.Env) map[string]string {
	network := e.AddNetwork(psfake.Network{Name: "lab"}).ID
	script := e.AddScript(psfake.Script{Name: "s", Text: "exit", Description: "d", RunOnce: true}).ID
	machine := e.AddMachine(psfake.Machine{
		Name: "m", State: psfake.StateOff, NetworkID: network, ScriptID: script, LastRun: new(time.Now()), AssignPublicIP: true, UpdatesPending: true,
		ShutdownHours: new(7), ShutdownForces: true, AutoSnapshot: true, SnapshotFrequency: "day", SnapshotCount: new(3),
	}).ID
	ip := e.ClaimPublicIP(psfake.EastCoast).IP
	e.AssignPublicIP(ip, e.AddMachine(psfake.Machine{Name: "addressed"}).ID)
	return map[string]string{
		"machine": machine, "script": script, "network": network, "public_ip": ip,
		"snapshot":        e.AddSnapshot(psfake.Snapshot{Name: "s", MachineID: machine}).ID,
		"custom_template": e.AddCustomTemplate(psfake.Template{Label: "t", MachineID: machine}).ID,
		"shared_drive":    e.AddSharedDrive(psfake.SharedDrive{Name: "d", NetworkID: network, SizeGB: 500}).ID,
	}
}
