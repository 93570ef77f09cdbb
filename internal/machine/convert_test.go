package machine

import (
	"reflect"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// filled returns a model with a value in every attribute: its name, true, or a
// distinct number.
func filled(t *testing.T) *model {
	t.Helper()
	var m model
	v := reflect.ValueOf(&m).Elem()
	for i := range v.NumField() {
		name := v.Type().Field(i).Tag.Get("tfsdk")
		var value any
		switch v.Field(i).Interface().(type) {
		case types.String:
			value = types.StringValue(name)
		case types.Bool:
			value = types.BoolValue(true)
		case types.Int64:
			value = types.Int64Value(int64(i + 1))
		case tfx.Whole:
			value = tfx.NewWhole(int64(i + 1))
		case types.Set:
			value = types.SetValueMust(types.StringType, []attr.Value{types.StringValue(name)})
		case tfx.Word:
			value = tfx.NewSpelled[tfx.Words](name)
		case tfx.Region:
			value = tfx.NewSpelled[tfx.Regions](name)
		default: // timeouts
			continue
		}
		v.Field(i).Set(reflect.ValueOf(value))
	}
	return &m
}

// carries fails for every field that is not set, and for every two that have the
// same text or number.
func carries(t *testing.T, conversion string, value any) {
	t.Helper()
	seen := map[any]string{}
	v := reflect.Indirect(reflect.ValueOf(value))
	for i := range v.NumField() {
		name, field := v.Type().Field(i).Name, v.Field(i)
		if field.IsZero() {
			t.Errorf("%s.%s is left out: set it in %s", v.Type().Name(), name, conversion)
			continue
		}
		switch field = reflect.Indirect(field); field.Kind() {
		case reflect.Struct:
			carries(t, conversion, field.Interface())
		case reflect.String, reflect.Int64:
			if other, ok := seen[field.Interface()]; ok {
				t.Errorf("%s and %s are both %v", name, other, field.Interface())
			}
			seen[field.Interface()] = name
		default:
		}
	}
}

// Every field of a create request and of an update request is set from the model.
func TestEverySettingIsSent(t *testing.T) {
	t.Parallel()
	t.Run("create", func(t *testing.T) {
		t.Parallel()
		carries(t, "model.create", filled(t).create("password"))
	})
	t.Run("update", func(t *testing.T) {
		t.Parallel()
		inPlace := map[paperspace.Field]bool{
			paperspace.FieldMachineType: true, paperspace.FieldSize: true, paperspace.FieldNetworkID: true,
			paperspace.FieldScriptID: true, paperspace.FieldAssignPublicIP: true,
		}
		carries(t, "model.update or model.rebuild", filled(t).update(&model{}, inPlace))
	})
}

// The details of a setting are sent when it is switched on, although they do not
// differ, because Paperspace might have dropped them. The two kinds of address are
// sent together.
func TestDetailsGoWithTheSettingThatSwitchesThemOn(t *testing.T) {
	t.Parallel()
	prior := filled(t)
	prior.ShutdownTimeoutInHours, prior.PerformAutoSnapshot = tfx.NewWhole(0), types.BoolValue(false)
	prior.AssignPublicIP = types.BoolValue(false)
	m := filled(t)
	u := m.update(prior, map[paperspace.Field]bool{paperspace.FieldAssignPublicIP: true})
	for name, sent := range map[string]bool{
		"shutdown_timeout_in_hours": u.ShutdownTimeoutHours != nil, "shutdown_timeout_forces": u.ShutdownTimeoutForces != nil,
		"perform_auto_snapshot": u.AutoSnapshot != nil, "auto_snapshot_frequency": u.AutoSnapshotFrequency != nil,
		"auto_snapshot_save_count": u.AutoSnapshotSaveCount != nil,
		"assign_public_ip":         u.AssignPublicIP != nil, "dynamic_public_ip": u.DynamicPublicIP != nil,
	} {
		if !sent {
			t.Errorf("%s is left out", name)
		}
	}
	if u.Name != nil || u.SizeGB != nil || u.MachineType != nil {
		t.Errorf("more is sent: %+v", u)
	}
}

// If Paperspace returns the kind of a machine's address, as API v1 does, a refresh
// updates assign_public_ip.
func TestKindOfAddressThatIsShownIsTaken(t *testing.T) {
	t.Parallel()
	m := filled(t)
	m.refresh(paperspace.Machine{ID: "id", State: paperspace.Ready, PublicIPAddress: "192.0.2.1", AssignPublicIP: new(false)})
	if m.AssignPublicIP.ValueBool() {
		t.Error("assign_public_ip is still true")
	}
}

// After a create, only settings that the new machine does not show are sent. So a machine
// that shows all of them needs no update.
func TestMachineThatShowsEverythingNeedsNoUpdate(t *testing.T) {
	t.Parallel()
	m := filled(t)
	in := m.create("password")
	shown := observed(paperspace.Machine{
		Name: in.Name, MachineType: in.MachineType, Region: in.Region, BillingType: in.BillingType, StorageTotal: new(in.SizeGB << 30),
		AssignPublicIP: &in.AssignPublicIP, DynamicPublicIP: in.DynamicPublicIP, NetworkID: in.NetworkID, ScriptID: in.ScriptID,
		ShutdownTimeoutHours: *in.ShutdownTimeoutHours, ShutdownTimeoutForces: *in.ShutdownTimeoutForces,
		AutoSnapshot: *in.AutoSnapshot, AutoSnapshotFrequency: *in.AutoSnapshotFrequency, AutoSnapshotSaveCount: in.AutoSnapshotSaveCount,
	})
	update := reflect.ValueOf(m.update(&shown, map[paperspace.Field]bool{
		paperspace.FieldMachineType: true, paperspace.FieldSize: true, paperspace.FieldNetworkID: true,
		paperspace.FieldScriptID: true, paperspace.FieldAssignPublicIP: true,
	}))
	for i := range update.NumField() {
		if !update.Field(i).IsZero() {
			t.Errorf("MachineUpdate.%s is sent for a machine that shows it: set it in observed", update.Type().Field(i).Name)
		}
	}
}

// Each argument that contains the ID of another object is a reference, so that an error about
// the object is shown at the argument.
func TestEveryIDOfAnotherObjectIsAReference(t *testing.T) {
	t.Parallel()
	m := filled(t)
	m.AccessorIDs = types.SetValueMust(types.StringType, []attr.Value{types.StringValue("u1")})
	found := map[string]bool{}
	for _, r := range m.references() {
		found[r.Argument] = r.Value.ValueString() != ""
	}
	kind := reflect.TypeFor[model]()
	for i := range kind.NumField() {
		name := kind.Field(i).Tag.Get("tfsdk")
		if is := strings.HasSuffix(name, "_id") || strings.HasSuffix(name, "_ids"); is != found[name] {
			t.Errorf("%s is a reference: %t, want %t: see model.references", name, found[name], is)
		}
	}
}
