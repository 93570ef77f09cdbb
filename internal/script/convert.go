package script

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// create converts the model to a create request.
func (m *resourceModel) create() paperspace.ScriptCreate {
	return paperspace.ScriptCreate{
		Name:        m.Name.ValueString(),
		Description: m.Description.ValueString(),
		Text:        m.Text.ValueString(),
		IsEnabled:   m.IsEnabled.ValueBool(),
		RunOnce:     m.RunOnce.ValueBool(),
		MachineID:   m.MachineID.ValueString(),
	}
}

// refresh copies a script to the model, and [readRest] reads the rest. Null does not change the owner or the creation
// date.
func (m *resourceModel) refresh(s paperspace.Script) {
	m.Name = tfx.OrKept(s.Name, m.Name)
	if s.MachineIDs != nil && !slices.Contains(s.MachineIDs, m.MachineID.ValueString()) {
		m.MachineID = types.StringNull()
	}
	m.IsEnabled, m.RunOnce = types.BoolValue(s.IsEnabled), types.BoolValue(s.RunOnce)
	m.OwnerType, m.OwnerID = tfx.OrKept(s.OwnerType, m.OwnerType), tfx.OrKept(s.OwnerID, m.OwnerID)
	m.CreatedAt = tfx.OrKept(s.CreatedAt, m.CreatedAt)
}

const fieldDescription paperspace.Field = "description"

// replacing returns the changed arguments that force a new script. If the API version can change a script, it returns
// none.
//
// An unknown value counts as changed. The machine that the script is already attached to does not. That matters after
// an import.
func replacing(c *ops.Client, plan, state *resourceModel, attached []string) []paperspace.Field {
	if c.ScriptEdits != nil {
		return nil
	}
	var changed []paperspace.Field
	for _, a := range []struct {
		field       paperspace.Field
		now, before attr.Value
	}{
		{paperspace.FieldName, plan.Name, state.Name},
		{fieldDescription, noText(plan.Description), noText(state.Description)},
		{"script_text", plan.Text, state.Text},
		{"is_enabled", plan.IsEnabled, state.IsEnabled},
		{"run_once", plan.RunOnce, state.RunOnce},
	} {
		if !a.now.Equal(a.before) {
			changed = append(changed, a.field)
		}
	}
	there := state.MachineID.IsNull() && tfx.Known(plan.MachineID) && slices.Contains(attached, plan.MachineID.ValueString())
	if !plan.MachineID.Equal(state.MachineID) && !there {
		changed = append(changed, "machine_id")
	}
	return changed
}

// change returns the changes that turn prior into m, if the API version can change a script. No API version can
// change the description.
func (m *resourceModel) change(prior *resourceModel) ops.ScriptChange {
	ch := ops.ScriptChange{ID: prior.ID.ValueString(), From: prior.MachineID.ValueString(), To: m.MachineID.ValueString()}
	if tfx.Changed(prior.Name, m.Name) {
		ch.Update.Name = m.Name.ValueStringPointer()
	}
	if tfx.Changed(prior.Text, m.Text) {
		ch.Update.Text = m.Text.ValueStringPointer()
	}
	if tfx.Changed(prior.IsEnabled, m.IsEnabled) {
		ch.Update.IsEnabled = m.IsEnabled.ValueBoolPointer()
	}
	if tfx.Changed(prior.RunOnce, m.RunOnce) {
		ch.Update.RunOnce = m.RunOnce.ValueBoolPointer()
	}
	return ch
}

// noText converts "" to null, because Paperspace does not distinguish them.
func noText(v types.String) types.String {
	if v.IsUnknown() {
		return v
	}
	return tfx.StringOrNull(v.ValueString())
}

// UpgradeState implements resource.ResourceWithUpgradeState. Version 0 is the state of the provider
// Paperspace/paperspace 0.4, whose attributes have the same names and types.
func (r *Resource) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return map[int64]resource.StateUpgrader{0: {StateUpgrader: upgrade}}
}

func upgrade(ctx context.Context, req resource.UpgradeStateRequest, resp *resource.UpgradeStateResponse) {
	var old struct {
		ID          *string `json:"id"`
		Name        *string `json:"name"`
		Description *string `json:"description"`
		Text        *string `json:"script_text"`
		IsEnabled   *bool   `json:"is_enabled"`
		RunOnce     *bool   `json:"run_once"`
		OwnerType   *string `json:"owner_type"`
		OwnerID     *string `json:"owner_id"`
		CreatedAt   *string `json:"dt_created"`
	}
	if req.RawState == nil || json.Unmarshal(req.RawState.JSON, &old) != nil || old.ID == nil || *old.ID == "" {
		// The error does not quote the JSON, because it contains the script.
		resp.Diagnostics.AddError("Unknown state format",
			"The state of this script does not have the format of the provider Paperspace/paperspace 0.4. "+
				"Remove it with terraform state rm, and import the script with its ID.")
		return
	}
	m := resourceModel{
		Brief:       tfx.Brief{ID: types.StringPointerValue(old.ID)},
		Name:        types.StringPointerValue(old.Name),
		Description: types.StringPointerValue(old.Description),
		Text:        types.StringPointerValue(old.Text),
		IsEnabled:   types.BoolValue(old.IsEnabled == nil || *old.IsEnabled),
		RunOnce:     types.BoolValue(old.RunOnce != nil && *old.RunOnce),
		OwnerType:   types.StringPointerValue(old.OwnerType),
		OwnerID:     types.StringPointerValue(old.OwnerID),
		CreatedAt:   types.StringPointerValue(old.CreatedAt),
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}
