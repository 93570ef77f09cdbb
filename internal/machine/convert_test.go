package machine

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx/tfxtest"
)

// Every field of a create request and of an update request is set from the model.
func TestEverySettingIsSent(t *testing.T) {
	t.Parallel()
	t.Run("create", func(t *testing.T) {
		t.Parallel()
		tfxtest.Complete(t, "model.create", tfxtest.Filled[model]().create("password"))
	})
	t.Run("update", func(t *testing.T) {
		t.Parallel()
		inPlace := map[paperspace.Field]bool{
			paperspace.FieldMachineType: true, paperspace.FieldSize: true, paperspace.FieldNetworkID: true,
			paperspace.FieldScriptID: true, paperspace.FieldAssignPublicIP: true,
		}
		tfxtest.Complete(t, "model.update or model.rebuild", tfxtest.Filled[model]().update(&model{}, inPlace))
	})
}

// A setting that changes alone is sent alone, except for the two kinds of address, which are one setting.
func TestSettingThatChangesAloneIsSentAlone(t *testing.T) {
	t.Parallel()
	inPlace := map[paperspace.Field]bool{
		paperspace.FieldMachineType: true, paperspace.FieldSize: true, paperspace.FieldNetworkID: true,
		paperspace.FieldScriptID: true, paperspace.FieldAssignPublicIP: true,
	}
	for _, c := range []struct {
		inPlace map[paperspace.Field]bool
		change  func(m *model)
		want    []string
	}{
		{nil, func(m *model) { m.DynamicPublicIP = types.BoolValue(false) }, []string{"DynamicPublicIP"}},
		{inPlace, func(m *model) { m.Name = types.StringValue("new") }, []string{"Name"}},
		{inPlace, func(m *model) { m.ShutdownTimeoutInHours = tfx.NewWhole(100) }, []string{"ShutdownTimeoutHours"}},
		{inPlace, func(m *model) { m.ShutdownTimeoutForces = types.BoolValue(false) }, []string{"ShutdownTimeoutForces"}},
		{inPlace, func(m *model) { m.PerformAutoSnapshot = types.BoolValue(false) }, []string{"AutoSnapshot"}},
		{inPlace, func(m *model) { m.AutoSnapshotFrequency = tfx.NewSpelled[tfx.Words]("month") }, []string{"AutoSnapshotFrequency"}},
		{inPlace, func(m *model) { m.AutoSnapshotSaveCount = tfx.NewWhole(100) }, []string{"AutoSnapshotSaveCount"}},
		{inPlace, func(m *model) { m.MachineType = tfx.NewSpelled[tfx.Words]("new") }, []string{"MachineType"}},
		{inPlace, func(m *model) { m.Size = tfx.NewWhole(100) }, []string{"SizeGB"}},
		{inPlace, func(m *model) { m.NetworkID = types.StringValue("new") }, []string{"NetworkID"}},
		{inPlace, func(m *model) { m.ScriptID = types.StringValue("new") }, []string{"ScriptID"}},
		{inPlace, func(m *model) { m.AssignPublicIP = types.BoolValue(false) }, []string{"AssignPublicIP", "DynamicPublicIP"}},
		{inPlace, func(m *model) { m.DynamicPublicIP = types.BoolValue(false) }, []string{"AssignPublicIP", "DynamicPublicIP"}},
	} {
		prior, m := tfxtest.Filled[model](), tfxtest.Filled[model]()
		c.change(m)
		var sent []string
		for field, v := range reflect.ValueOf(m.update(prior, c.inPlace)).Fields() {
			if !v.IsZero() {
				sent = append(sent, field.Name)
			}
		}
		slices.Sort(sent)
		if !slices.Equal(sent, c.want) {
			t.Errorf("sent %s, want %s: see model.update and model.rebuild", sent, c.want)
		}
	}
}

// The details of a setting are sent when it is switched on, although they do not
// differ, because Paperspace might have dropped them. The two kinds of address are
// sent together.
func TestDetailsGoWithTheSettingThatSwitchesThemOn(t *testing.T) {
	t.Parallel()
	prior := tfxtest.Filled[model]()
	prior.ShutdownTimeoutInHours, prior.PerformAutoSnapshot = tfx.NewWhole(0), types.BoolValue(false)
	prior.AssignPublicIP = types.BoolValue(false)
	m := tfxtest.Filled[model]()
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
	m := tfxtest.Filled[model]()
	m.refresh(paperspace.Machine{ID: "id", State: paperspace.Ready, PublicIPAddress: "192.0.2.1", AssignPublicIP: new(false)})
	if m.AssignPublicIP.ValueBool() {
		t.Error("assign_public_ip is still true")
	}
}

// After a create, only settings that the new machine does not show are sent. So a machine
// that shows all of them needs no update.
func TestMachineThatShowsEverythingNeedsNoUpdate(t *testing.T) {
	t.Parallel()
	m := tfxtest.Filled[model]()
	in := m.create("password")
	shown := observed(paperspace.Machine{
		Name: in.Name, MachineType: in.MachineType, Region: in.Region, BillingType: in.BillingType, StorageTotal: new(in.SizeGB << 30),
		AssignPublicIP: &in.AssignPublicIP, DynamicPublicIP: in.DynamicPublicIP, NetworkID: in.NetworkID, ScriptID: in.ScriptID,
		ShutdownTimeoutHours: orZero(in.ShutdownTimeoutHours), ShutdownTimeoutForces: orZero(in.ShutdownTimeoutForces),
		AutoSnapshot: orZero(in.AutoSnapshot), AutoSnapshotFrequency: orZero(in.AutoSnapshotFrequency), AutoSnapshotSaveCount: in.AutoSnapshotSaveCount,
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

// orZero returns what a create sends. If it sends nothing, another test names the argument.
func orZero[T any](sent *T) (v T) {
	if sent != nil {
		v = *sent
	}
	return v
}

// Each argument that contains the ID of another object is a reference, so that an error about
// the object is shown at the argument.
func TestEveryIDOfAnotherObjectIsAReference(t *testing.T) {
	t.Parallel()
	m := tfxtest.Filled[model]()
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

// everything is a machine that shows every value, and shownAs is the model of it.
var (
	everything = paperspace.Machine{
		ID: "ps1", Name: "n", State: paperspace.Ready, MachineType: "C5", Region: "East Coast (NY2)", BillingType: "hourly", StorageTotal: new(int64(50 << 30)),
		AssignPublicIP: new(true), DynamicPublicIP: true, NetworkID: "net", TeamID: "te1", UserID: "u1", ScriptID: "sc1",
		ShutdownTimeoutHours: 8, ShutdownTimeoutForces: true, AutoSnapshot: true, AutoSnapshotFrequency: "week", AutoSnapshotSaveCount: new(int64(4)),
		OS: "Ubuntu", RAM: new(int64(8589938688)), CPUs: new(int64(2)), GPU: "None", StorageUsed: new(int64(1 << 30)), UsageRate: "C5 hourly",
		AgentType: "LinuxHeadless", CreatedAt: "2026", LastRunAt: "2027", UpdatesPending: true, PrivateIPAddress: "10.0.0.2", PublicIPAddress: "192.0.2.1",
	}
	shownAs = map[string]any{
		"id": "ps1", "name": "n", "state": "ready", "machine_type": "C5", "region": "East Coast (NY2)", "billing_type": "hourly", "size": int64(50),
		"assign_public_ip": true, "dynamic_public_ip": true, "network_id": "net", "team_id": "te1", "user_id": "u1", "script_id": "sc1",
		"shutdown_timeout_in_hours": int64(8), "shutdown_timeout_forces": true, "perform_auto_snapshot": true, "auto_snapshot_frequency": "week",
		"auto_snapshot_save_count": int64(4), "os": "Ubuntu", "ram": int64(8589938688), "cpus": int64(2), "gpu": "None",
		"storage_total": int64(50 << 30), "storage_used": int64(1 << 30), "usage_rate": "C5 hourly", "agent_type": "LinuxHeadless", "dt_created": "2026",
		"dt_last_run": "2027", "updates_pending": true, "private_ip_address": "10.0.0.2", "public_ip_address": "192.0.2.1",
		"release_public_ip_on_destroy": false, "wait_for": "ready", "wait_for_capacity": false,
	}
	// notShown are the arguments that Paperspace never returns.
	notShown = []string{
		"template_id", "email", "password", "first_name", "last_name", "notification_email", "email_password", "enable_nvlink", "take_initial_snapshot",
		"accessor_ids", "desired_state", "timeouts",
	}
)

// What a machine shows reaches the state. While the machine changes its state, a value that is missing stays. Once it
// is settled, only what must not replace the machine stays.
func TestEveryAttributeIsShownAndKept(t *testing.T) {
	t.Parallel()
	var m model
	m.refresh(everything)
	tfxtest.Holds(t, "observed or model.refresh", &m, shownAs, notShown...)

	m.refresh(paperspace.Machine{ID: "ps1", State: paperspace.Starting})
	want := maps.Clone(shownAs)
	maps.Copy(want, map[string]any{"state": "starting", "dynamic_public_ip": false, "perform_auto_snapshot": false, "updates_pending": false})
	tfxtest.Holds(t, "model.refresh while the machine starts", &m, want, notShown...)

	m.refresh(paperspace.Machine{ID: "ps1", State: paperspace.Off})
	maps.Copy(want, map[string]any{
		"state": "off", "script_id": nil, "shutdown_timeout_in_hours": int64(0), "os": nil, "ram": nil, "cpus": nil, "gpu": nil, "storage_total": nil,
		"storage_used": nil, "usage_rate": nil, "agent_type": nil, "dt_created": nil, "dt_last_run": nil, "private_ip_address": nil, "public_ip_address": nil,
	})
	tfxtest.Holds(t, "model.refresh of a machine that is off", &m, want, notShown...)
}

// A name that means the same keeps its spelling, and a size follows a disk that has grown, but no figure in another unit.
func TestValuesThatAreShownInAnotherForm(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name         string
		size, shown  int64
		want         int64
		wantName     string
		shownAs, why string
	}{
		{"a\u200bb", 50, 50 << 30, 50, "a\u200bb", paperspace.Visible("a\u200bb"), "a name with a character that is not visible"},
		{"m", 50, 100 << 30, 100, "other", "other", "another name and a disk that has grown"},
		{"m", 50, 50, 50, "m", "m", "a size in GB instead of bytes"},
	} {
		m := model{Name: types.StringValue(c.name), Size: tfx.NewWhole(c.size)}
		m.refresh(paperspace.Machine{ID: "ps1", State: paperspace.Ready, Name: c.shownAs, StorageTotal: &c.shown})
		if m.Name.ValueString() != c.wantName || m.Size.ValueInt64() != c.want {
			t.Errorf("%s: name %q, size %d, want %q and %d: see model.refresh", c.why, m.Name.ValueString(), m.Size.ValueInt64(), c.wantName, c.want)
		}
	}
}

// A power state that differs from desired_state shows as a difference once the machine is settled.
func TestDesiredStateFollowsTheMachine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		desired types.String
		now     paperspace.State
		want    types.String
	}{
		{types.StringValue("ready"), paperspace.Off, types.StringValue("off")},
		{types.StringValue("ready"), paperspace.Starting, types.StringValue("ready")},
		{types.StringValue("ready"), paperspace.Stopping, types.StringValue("ready")},
		{types.StringValue("off"), paperspace.Ready, types.StringValue("ready")},
		{types.StringNull(), paperspace.Off, types.StringNull()},
	} {
		m := model{DesiredState: c.desired}
		m.refresh(paperspace.Machine{ID: "ps1", State: c.now})
		if !m.DesiredState.Equal(c.want) {
			t.Errorf("desired_state %s of a machine that is %q is %s, want %s: see model.refreshPower", c.desired, c.now, m.DesiredState, c.want)
		}
	}
}

// After a failed update, the values that need no request are those of the plan, and no others are.
func TestValuesThatNeedNoRequestAreTaken(t *testing.T) {
	t.Parallel()
	plan, m := tfxtest.Filled[model](), model{}
	plan.FirstName = types.StringUnknown()
	m.takeLocal(plan)
	eachField(&m, plan, func(kind string, mine, theirs reflect.Value) {
		got, _ := mine.Interface().(attr.Value)
		want, _ := theirs.Interface().(attr.Value)
		if local := kind == "no" && !want.IsUnknown(); local != got.Equal(want) {
			t.Errorf("%s is taken: %t, want %t: see model.takeLocal", want, !local, local)
		}
	})
}
