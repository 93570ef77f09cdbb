package acctest_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

const (
	ofCreate     = "only the request of a create contains it"
	ofTheNewUser = "only a create with a new user contains it"
	local        = "only the provider uses it"
	coreOnly     = "only the CORE API returns it"
)

// unshown are the attributes that Paperspace does not return, by resource, by API version and resource, or by data
// source.
var unshown = map[string]string{
	"machine.template_id": ofCreate, "machine.notification_email": ofCreate, "machine.email_password": ofCreate, "machine.enable_nvlink": ofCreate,
	"machine.take_initial_snapshot": ofCreate, "machine.accessor_ids": ofCreate,
	"machine.email": ofTheNewUser, "machine.password": ofTheNewUser, "machine.first_name": ofTheNewUser, "machine.last_name": ofTheNewUser,
	"machine.desired_state": "state shows it", "machine.release_public_ip_on_destroy": local, "machine.wait_for": local, "machine.wait_for_capacity": local,
	"paperspace_scripts.script_text": "a list contains no texts",
	"script.machine_id":              "a script can have several, and machine_ids shows them", "custom_template.stop_machine": local,
	"v1 machine.dt_last_run": coreOnly, "v1 machine.team_id": coreOnly, "v1 machine.user_id": coreOnly,
	"v1 script.description": coreOnly, "v1 script.owner_id": coreOnly, "v1 script.owner_type": coreOnly, "v1 script.script_text": coreOnly,
}

// otherwise are the attributes whose names in data sources differ from those in resources.
var otherwise = map[string]string{"custom_template.machine_id": "parent_machine_id", "public_ip.id": "address"}

// sources are the data sources of a kind, if their names differ from it.
var sources = map[string][]string{"custom_template": {"paperspace_templates"}}

// The resource and the data sources have the same value for every attribute that Paperspace returns.
func TestEverythingShownIsInResourcesAndDataSources(t *testing.T) {
	acctest.Parallel(t)
	for _, version := range []string{"core", "v1"} {
		t.Run(version, func(t *testing.T) {
			acctest.Parallel(t)
			e := acctest.Open(t, version, "documented", psfake.Timings{})
			p, ids := e.Protocol(t, map[string]any{"poll_interval": "1ms"}), complete(e)
			for what := range p.Schemas() {
				kind, is := strings.CutPrefix(what, "resource paperspace_")
				if !is || version == "core" && (kind == "network" || onlyV1[what] != "") || kind == "machine_access" { // which is not an object
					continue
				}
				if ids[kind] == "" {
					t.Errorf("complete creates no %s", kind)
					continue
				}
				state, _ := p.Import("paperspace_"+kind, ids[kind], false)
				compareShown(t, p, object{version, kind, ids[kind], valuesOf(t, state)})
			}
		})
	}
}

// object is an object in a state.
type object struct {
	version, kind, id string
	state             map[string]tftypes.Value
}

func compareShown(t *testing.T, p *acctest.Protocol, o object) {
	t.Helper()
	version, kind, id, state := o.version, o.kind, o.id, o.state
	shown := map[string]map[string]tftypes.Value{}
	for _, source := range append(sources[kind], "paperspace_"+kind, "paperspace_"+kind+"s") {
		s := p.Schemas()["data "+source]
		if s == nil {
			continue
		}
		config := map[string]any{}
		if !strings.HasSuffix(source, "s") {
			config["id"] = id
		}
		said, result := p.ReadData(source, config)
		if len(said) > 0 {
			t.Errorf("%s: %q", source, said)
			continue
		}
		shown[source] = result
		for _, a := range s.Block.Attributes {
			if a.NestedType == nil || !strings.HasSuffix(source, "s") {
				continue
			}
			var all []tftypes.Value
			if err := result[a.Name].As(&all); err != nil {
				t.Fatal(err)
			}
			for _, one := range all {
				if object := valuesOf(t, one); textOf(object["id"]) == id || textOf(object["address"]) == id {
					shown[source] = object
				}
			}
		}
	}
	if len(shown) == 0 {
		t.Errorf("%s: no data source shows it", kind)
	}
	for _, name := range slices.Sorted(maps.Keys(state)) {
		var missing []string
		if state[name].IsNull() {
			missing = append(missing, fmt.Sprintf("the resource has no %s, although the fake server returns it: add it to the refresh of the model, or give it a value in complete", name))
		}
		for source, object := range shown {
			in := cmp.Or(otherwise[kind+"."+name], name)
			got, known := object[in]
			switch {
			case unshown[source+"."+in] != "" || got.Equal(state[name]):
			case !known:
				missing = append(missing, fmt.Sprintf("%s has no %s: add it to the properties of the kind", source, in))
			default:
				missing = append(missing, fmt.Sprintf("%s has %s = %s, and the resource has %s", source, in, got, state[name]))
			}
		}
		switch why := cmp.Or(unshown[kind+"."+name], unshown[version+" "+kind+"."+name]); {
		case name == "timeouts":
		case why == "" && len(missing) > 0:
			t.Errorf("%s %s: %s", version, kind, strings.Join(missing, "; "))
		case why != "" && len(missing) == 0:
			t.Errorf("%s %s: %s is everywhere, although unshown contains: %s", version, kind, name, why)
		}
	}
}

func valuesOf(t *testing.T, object tftypes.Value) map[string]tftypes.Value {
	t.Helper()
	values := map[string]tftypes.Value{}
	if err := object.As(&values); err != nil {
		t.Fatal(err)
	}
	return values
}

func textOf(v tftypes.Value) (text string) {
	if v.As(&text) != nil {
		return ""
	}
	return text
}
