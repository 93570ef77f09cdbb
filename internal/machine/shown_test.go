package machine

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// Machines have the filters that the CORE API documents for its list, and no others.
func TestMachineFilters(t *testing.T) {
	want := strings.Fields(`id name os ram cpus gpu storage_total storage_used usage_rate shutdown_timeout_in_hours perform_auto_snapshot
		auto_snapshot_frequency auto_snapshot_save_count agent_type dt_created state updates_pending network_id private_ip_address
		public_ip_address region user_id team_id script_id dt_last_run`)
	slices.Sort(want)
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(properties().Only(filterBy...)))); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	for _, name := range want {
		if _, known := (paperspace.Machine{}).Get(paperspace.Field(name)); !known {
			t.Errorf("%s is no field of a machine", name)
		}
	}
}

// A data source returns everything that the resource can read, under the same
// name and as the same type.
func TestShownIsWhatTheResourceShows(t *testing.T) {
	ctx := t.Context()
	if diff := cmp.Diff(slices.Sorted(maps.Keys(properties())), slices.Sorted(maps.Keys(shownOf(paperspace.Machine{})))); diff != "" {
		t.Errorf("-described +held:\n%s", diff)
	}
	resource := resourceSchema(ctx).Attributes
	shown := properties().Shown()
	for name, a := range resource {
		other, found := shown[name]
		if !found {
			continue
		}
		if want, got := a.GetType().TerraformType(ctx), other.GetType().TerraformType(ctx); !want.Equal(got) {
			t.Errorf("%s is %s in the resource and %s in the data source", name, want, got)
		}
	}
	kind := reflect.TypeOf(model{})
	for i := range kind.NumField() {
		name, service := kind.Field(i).Tag.Get("tfsdk"), kind.Field(i).Tag.Get("service")
		_, found := shown[name]
		if local := service == "no" || name == "desired_state"; found == local {
			t.Errorf("%s: returned by Paperspace %v, by the data source %v: see properties", name, !local, found)
		}
	}
}

func TestMachineFilterValues(t *testing.T) {
	for name, c := range map[string]struct {
		set  map[string]tftypes.Value
		want paperspace.Filter
	}{
		"nothing":          {nil, paperspace.Filter{}},
		"never is null":    {map[string]tftypes.Value{"shutdown_timeout_in_hours": numberOf(0)}, paperspace.Filter{"shutdown_timeout_in_hours": "null"}},
		"some hours":       {map[string]tftypes.Value{"shutdown_timeout_in_hours": numberOf(10)}, paperspace.Filter{"shutdown_timeout_in_hours": "10"}},
		"a zero elsewhere": {map[string]tftypes.Value{"storage_used": numberOf(0), "auto_snapshot_save_count": numberOf(0)}, paperspace.Filter{"storage_used": "0", "auto_snapshot_save_count": "0"}},
		"bytes":            {map[string]tftypes.Value{"ram": numberOf(8589938688)}, paperspace.Filter{"ram": "8589938688"}},
		"a flag":           {map[string]tftypes.Value{"updates_pending": tftypes.NewValue(tftypes.Bool, false)}, paperspace.Filter{"updates_pending": "false"}},
		"the id":           {map[string]tftypes.Value{"id": tftypes.NewValue(tftypes.String, "ps1")}, paperspace.Filter{"id": "ps1"}},
	} {
		t.Run(name, func(t *testing.T) {
			var s datasource.SchemaResponse
			NewDataSourceList().Schema(t.Context(), datasource.SchemaRequest{}, &s)
			kind, _ := s.Schema.Type().TerraformType(t.Context()).(tftypes.Object)
			values := map[string]tftypes.Value{}
			for name, of := range kind.AttributeTypes {
				values[name] = tftypes.NewValue(of, nil)
			}
			maps.Copy(values, c.set)
			if diff := cmp.Diff(c.want, apiFilter(properties().Only(filterBy...).FilterOf(tfsdk.Config{Raw: tftypes.NewValue(kind, values), Schema: s.Schema}))); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func numberOf(n int64) tftypes.Value { return tftypes.NewValue(tftypes.Number, n) }

func TestShownOf(t *testing.T) {
	up := paperspace.Machine{ID: "ps1", State: paperspace.Ready, PublicIPAddress: "203.0.113.7"}
	dynamic, starting, explicit := up, up, up
	dynamic.DynamicPublicIP = true
	starting.State = paperspace.Starting
	explicit.AssignPublicIP = new(false)
	for name, c := range map[string]struct {
		machine paperspace.Machine
		assign  types.Bool
	}{
		"its own address":              {up, types.BoolValue(true)},
		"no address":                   {paperspace.Machine{State: paperspace.Off}, types.BoolValue(false)},
		"a dynamic address":            {dynamic, types.BoolValue(false)},
		"not known while it moves":     {starting, types.BoolNull()},
		"what Paperspace returns wins": {explicit, types.BoolValue(false)},
	} {
		t.Run(name, func(t *testing.T) {
			if got := shownOf(c.machine)["assign_public_ip"]; !got.Equal(c.assign) {
				t.Errorf("assign_public_ip = %s, want %s", got, c.assign)
			}
		})
	}
	bare := shownOf(paperspace.Machine{ID: "ps1", State: paperspace.Provisioning})
	if !bare["size"].IsNull() || !bare["region"].IsNull() || !bare["ram"].IsNull() || !bare["state"].Equal(types.StringValue("provisioning")) {
		t.Errorf("a machine of which nothing is known yet is %+v", bare)
	}
}

func TestTransitionalStates(t *testing.T) {
	for _, c := range []struct {
		now    paperspace.State
		target string
		want   bool
	}{
		{paperspace.Provisioning, "ready", true}, {paperspace.Starting, "ready", true}, {paperspace.Restarting, "serviceready", true},
		{paperspace.ServiceReady, "ready", true}, {paperspace.Stopping, "ready", false}, {paperspace.Off, "ready", false},
		{paperspace.Upgrading, "ready", false}, {paperspace.Stopping, "off", true}, {paperspace.Ready, "off", false},
		{paperspace.Starting, "off", false}, {paperspace.Upgrading, "off", false}, {"running", "ready", false},
	} {
		if got := isChangingTo(c.now, c.target); got != c.want {
			t.Errorf("%s, waited for to be %s: %v", c.now, c.target, got)
		}
	}
}

// Every attribute has a description that ends in a period.
func TestDataSourceDescriptions(t *testing.T) {
	for _, source := range []datasource.DataSource{NewDataSource(), NewDataSourceList()} {
		var s datasource.SchemaResponse
		source.Schema(t.Context(), datasource.SchemaRequest{}, &s)
		described(t, s.Schema.Attributes)
	}
}

func described(t *testing.T, attributes map[string]schema.Attribute) {
	t.Helper()
	for name, a := range attributes {
		if !strings.HasSuffix(a.GetMarkdownDescription(), ".") {
			t.Errorf("%s: %q is no sentence", name, a.GetMarkdownDescription())
		}
		if nested, ok := a.(schema.ListNestedAttribute); ok {
			described(t, nested.NestedObject.Attributes)
		}
	}
}
