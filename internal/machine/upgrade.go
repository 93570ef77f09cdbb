package machine

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

var _ resource.ResourceWithUpgradeState = (*Resource)(nil)

// UpgradeState reads what two older providers stored under the same type name,
// both as version 0: Paperspace/paperspace 0.4 and metaphysic/paperspace 1.3.
// It decodes the stored JSON itself. No prior schema fits both providers, because some
// attributes differ in type, and a schema silently drops attributes that it lacks.
func (r *Resource) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return map[int64]resource.StateUpgrader{0: {
		StateUpgrader: func(ctx context.Context, req resource.UpgradeStateRequest, resp *resource.UpgradeStateResponse) {
			m, ok := upgraded(req.RawState, &resp.Diagnostics)
			if ok {
				intoState(ctx, &resp.State, &m, &resp.Diagnostics)
			}
		},
	}}
}

// upgraded returns the stored machine as a model. If it returns false, it has added an
// error with advice.
func upgraded(raw *tfprotov6.RawState, diags *diag.Diagnostics) (model, bool) {
	old, err := readOlder(raw)
	if err != nil {
		diags.AddError("Unknown state of an older provider", fmt.Sprintf(
			"%s.\n\nNothing was changed, at Paperspace or in the state. The stored machine should be one of Paperspace/paperspace 0.4 or of metaphysic/paperspace 1.3. "+
				"Restore the state from its backup if it was edited by hand. Otherwise remove this one resource from the state and import the machine, which keeps it:\n"+
				"  terraform state rm ADDRESS\n  terraform import ADDRESS %s", err, old.idOrPlaceholder()))
		return model{}, false
	}
	if old.has("password") {
		diags.AddWarning("Clear-text password left out of the state", fmt.Sprintf(
			"The older provider stored the password of the new user of machine %s in clear text. This provider does not store it, and the warning disappears after the next apply. "+
				"Backups and older versions of the state still contain it, so the user must change the password.", tfx.Line(old.text("id"))))
	}
	return old.model(), true
}

// older holds the attributes of a machine as an older provider stored them.
type older map[string]any

// readOlder decodes the stored attributes. It returns an error if they do not identify
// the machine and the provider.
func readOlder(raw *tfprotov6.RawState) (older, error) {
	if raw == nil {
		return nil, errors.New("there is no stored state")
	}
	if raw.JSON == nil && raw.Flatmap != nil { // as Terraform 0.11 wrote it
		old := older{}
		for name, value := range raw.Flatmap {
			old[name] = value
		}
		return old, old.check()
	}
	var old older
	d := json.NewDecoder(bytes.NewReader(raw.JSON))
	d.UseNumber()
	if err := d.Decode(&old); err != nil {
		// The decoder's error can quote a value, and so the password.
		return nil, errors.New("the stored state is not a JSON object")
	}
	return old, old.check()
}

func (o older) check() error {
	switch official, metaphysic := o.marks(); {
	case !o.has("id"):
		return errors.New("the stored machine has no id")
	case official+metaphysic == 0:
		return errors.New("the stored machine has neither the attributes of the one older provider nor those of the other")
	}
	return nil
}

// The attributes that only one of the two providers has.
var (
	officialMarks = []string{
		"size", "billing_type", "firstname", "lastname", "email", "password", "live_forever", "assign_public_ip", "is_managed",
		"network_id", "script_id", "shutdown_timeout_in_hours", "shutdown_timeout_forces", "perform_auto_snapshot",
		"private_ip_address", "public_ip_address", "dt_last_run", "gpu", "team_id", "user_id", "notification_email",
	}
	metaphysicMarks = []string{
		"disk_size", "public_ip_type", "private_network_id", "startup_script_id", "region_full", "accessor_ids", "email_password",
		"auto_shutdown_enabled", "auto_shutdown_timeout", "auto_shutdown_force", "auto_snapshot_enabled", "take_initial_snapshot",
		"private_ip", "public_ip", "dt_modified", "storage_rate", "enable_nvlink",
		"restore_point_enabled", "restore_point_frequency", "restore_point_snapshot_id",
	}
)

// marks counts the attributes that only one of the two providers has. Terraform stores
// every attribute of a schema, even if it is null, so one of the counts is 0 unless the
// state was edited by hand.
func (o older) marks() (official, metaphysic int) {
	count := func(names []string) (n int) {
		for _, name := range names {
			if _, there := o[name]; there {
				n++
			}
		}
		return n
	}
	return count(officialMarks), count(metaphysicMarks)
}

// model converts the attributes. Those that the older provider does not have are null,
// and the next read fills them in: a null attribute does not replace the machine.
func (o older) model() model {
	m := model{
		ID:          o.string("id"),
		Name:        o.string("name"),
		MachineType: o.word("machine_type"),
		Region:      o.region("region"),
		TemplateID:  o.string("template_id"),
		AccessorIDs: types.SetNull(types.StringType),

		AutoSnapshotFrequency: o.word("auto_snapshot_frequency"),
		AutoSnapshotSaveCount: o.whole("auto_snapshot_save_count"),

		State:        o.string("state"),
		OS:           o.string("os"),
		RAM:          o.number("ram"),
		CPUs:         o.number("cpus"),
		StorageTotal: o.number("storage_total"),
		StorageUsed:  o.number("storage_used"),
		AgentType:    o.string("agent_type"),
		CreatedAt:    o.string("dt_created"),

		Timeouts: o.timeouts(),
	}
	if official, metaphysic := o.marks(); official >= metaphysic {
		m.takeOfficial(o)
	} else {
		m.takeMetaphysic(o)
	}
	m.fillLocal()
	return m
}

// takeOfficial sets what only Paperspace/paperspace stores, or stores in another form.
// It omits password and is_managed.
func (m *model) takeOfficial(o older) {
	m.Size = o.whole("size")
	m.BillingType = o.word("billing_type")
	m.AssignPublicIP = o.flag("assign_public_ip")
	m.NetworkID = o.string("network_id")

	m.TeamID = o.string("team_id")
	m.UserID = o.string("user_id")
	m.Email = o.string("email")
	m.FirstName = o.string("firstname")
	m.LastName = o.string("lastname")
	m.NotificationEmail = o.string("notification_email")
	m.ScriptID = o.string("script_id")

	m.ShutdownTimeoutInHours = o.whole("shutdown_timeout_in_hours")
	if o.flag("live_forever").ValueBool() {
		m.ShutdownTimeoutInHours = tfx.NewWhole(0)
	}
	m.ShutdownTimeoutForces = o.flag("shutdown_timeout_forces")
	m.PerformAutoSnapshot = o.flag("perform_auto_snapshot")

	m.GPU = o.string("gpu")
	m.UsageRate = o.string("usage_rate")
	m.LastRunAt = o.string("dt_last_run")
	m.PrivateIPAddress = o.string("private_ip_address")
	m.PublicIPAddress = o.string("public_ip_address")
}

// takeMetaphysic sets what only metaphysic/paperspace stores, or stores in another form.
// It omits the options of a create (accessor_ids, email_password, enable_nvlink,
// take_initial_snapshot), the restore point, and the rates, which are numbers there.
// It does not set desired_state. The older provider's state is both an argument and
// computed, so the stored value does not show whether the power state was managed, and
// to use it as desired_state might start machines.
func (m *model) takeMetaphysic(o older) {
	m.Size = o.whole("disk_size")
	m.BillingType = newWord("hourly") // API v1 has no other billing type
	m.NetworkID = o.string("private_network_id")
	m.ScriptID = o.string("startup_script_id")
	if m.Region.IsNull() {
		m.Region = o.region("region_full")
	}
	if kind := o.lower("public_ip_type"); kind != "" {
		m.AssignPublicIP = types.BoolValue(kind == "static")
		m.DynamicPublicIP = types.BoolValue(kind == "dynamic")
	}

	if enabled := o.flag("auto_shutdown_enabled"); enabled.ValueBool() {
		m.ShutdownTimeoutInHours = o.whole("auto_shutdown_timeout")
	} else if !enabled.IsNull() {
		m.ShutdownTimeoutInHours = tfx.NewWhole(0)
	}
	m.ShutdownTimeoutForces = o.flag("auto_shutdown_force")
	m.PerformAutoSnapshot = o.flag("auto_snapshot_enabled")
	switch o.lower("auto_snapshot_frequency") {
	case "hourly":
		m.AutoSnapshotFrequency = newWord("hour")
	case "daily":
		m.AutoSnapshotFrequency = newWord("day")
	case "weekly":
		m.AutoSnapshotFrequency = newWord("week")
	case "monthly":
		m.AutoSnapshotFrequency = newWord("month")
	}

	m.PrivateIPAddress = o.string("private_ip")
	m.PublicIPAddress = o.string("public_ip")
}

// timeoutTypes are the types in the timeouts block of the schema.
var timeoutTypes = map[string]attr.Type{
	"create": types.StringType, "read": types.StringType, "update": types.StringType, "delete": types.StringType,
}
