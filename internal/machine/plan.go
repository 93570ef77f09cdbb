package machine

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// lineTexts are the arguments that must be a single line of text.
var lineTexts = []string{"name", "machine_type", "region", "template_id", "network_id", "team_id", "user_id", "script_id"}

// ModifyPlan plans what needs more than one attribute: the provider's defaults,
// replacement, the values that are not known until apply, and the checks before
// anything is created or changed.
//
// Terraform calls it once for a create or a change, twice for a replacement
// (the second time as a create, and it drops the warnings of that call), and
// again in the apply.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	defer tfx.AddWayOut(&resp.Diagnostics)
	switch {
	case req.Plan.Raw.IsNull():
		state := fromState(ctx, req.State, &resp.Diagnostics)
		warnBeforeDestroy(r.Client(), &state, &resp.Diagnostics)
	case req.State.Raw.IsNull():
		r.planCreate(ctx, req, resp)
	default:
		r.planChange(ctx, req, resp)
	}
}

func (r *Resource) planCreate(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	plan := fromPlan(ctx, req.Plan, &resp.Diagnostics)
	config := fromConfig(ctx, req.Config, &resp.Diagnostics)
	tfx.HideSecret(ctx, config.Password)
	if resp.Diagnostics.HasError() {
		return
	}
	if config.TemplateID.IsNull() {
		resp.Diagnostics.AddAttributeError(path.Root("template_id"), "Missing template",
			"A machine cannot be created without template_id. Look one up with the data source paperspace_template, or import the machine if it already exists.")
	}
	r.applyDefaults(&plan, &config, &resp.Diagnostics)
	r.checkTraits(&plan, &model{}, req.Config, &resp.Diagnostics)
	r.checkSnapshots(&plan, &model{}, &config, &resp.Diagnostics)
	checkCreateTimeout(ctx, r.Client(), &plan, &resp.Diagnostics)
	tfx.CheckTexts(&plan, nil, lineTexts, func(at path.Path, summary, detail string) {
		resp.Diagnostics.Append(rejection(r.Client(), &plan, at, summary, detail))
	})
	if client := r.Client(); client != nil && !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(checkBeforeCreate(ctx, client, &plan, &config, "")...)
	}
	intoPlan(ctx, &resp.Plan, &plan, &resp.Diagnostics)
}

// applyDefaults sets the defaults of a new machine: hourly billing, and the team and
// region of the provider block.
func (r *Resource) applyDefaults(plan, config *model, diags *diag.Diagnostics) {
	if config.BillingType.IsNull() {
		plan.BillingType = tfx.NewSpelled[tfx.Words]("hourly")
	}
	client := r.Client()
	if client == nil {
		return
	}
	if _, lacks := client.Traits.Lacks[paperspace.FieldTeamID]; !lacks && config.TeamID.IsNull() && client.TeamID != "" {
		plan.TeamID = types.StringValue(client.TeamID)
	}
	if region, ok := r.Configured.DefaultRegion(kindName, config.Region, diags); ok {
		plan.Region = region
	}
}

// checkTraits rejects arguments that the API version lacks, and unknown regions. An
// existing machine can be in an unknown region, so a region is checked only if it changes.
func (r *Resource) checkTraits(plan, state *model, config tfsdk.Config, diags *diag.Diagnostics) {
	client := r.Client()
	if client == nil {
		return
	}
	if tfx.Changed(state.Region, plan.Region) && tfx.Spoiled(plan.Region.ValueString()) == "" {
		tfx.CheckNewRegion(plan.Region.ValueString(), client, diags)
	}
	tfx.RejectLacking(config, client.Traits.Lacks, client.Name, diags)
}

// checkSnapshots rejects incomplete snapshot settings if the API version requires all of
// them to switch snapshots on. Otherwise, the error would come only in the apply.
func (r *Resource) checkSnapshots(plan, state, config *model, diags *diag.Diagnostics) {
	noneKept(plan, state, config, diags)
	warnOfNoSnapshots(plan, state, config, diags)
	client := r.Client()
	if client == nil || !client.Traits.SnapshotsNeedDetails || !plan.PerformAutoSnapshot.ValueBool() || state.PerformAutoSnapshot.ValueBool() {
		return
	}
	var missing []string
	if config.AutoSnapshotFrequency.IsNull() && !tfx.Known(state.AutoSnapshotFrequency) {
		missing = append(missing, "auto_snapshot_frequency")
	}
	if config.AutoSnapshotSaveCount.IsNull() && !tfx.Known(state.AutoSnapshotSaveCount) {
		missing = append(missing, "auto_snapshot_save_count")
	}
	if len(missing) > 0 {
		diags.AddAttributeError(path.Root("perform_auto_snapshot"), "Incomplete auto-snapshot settings",
			fmt.Sprintf("With api_version = %q, perform_auto_snapshot = true needs auto_snapshot_frequency and auto_snapshot_save_count. Missing: %s.",
				client.Name, strings.Join(missing, ", ")))
	}
}

// warnOfNoSnapshots warns of snapshot settings that have no effect, because
// perform_auto_snapshot is not set. If it is set to false, that is intended.
func warnOfNoSnapshots(plan, state, config *model, diags *diag.Diagnostics) {
	details := !config.AutoSnapshotFrequency.IsNull() || !config.AutoSnapshotSaveCount.IsNull()
	if details && config.PerformAutoSnapshot.IsNull() && !state.PerformAutoSnapshot.ValueBool() {
		diags.AddAttributeWarning(path.Root("perform_auto_snapshot"), fmt.Sprintf("Machine %q takes no automatic snapshots", plan.Name.ValueString()),
			"auto_snapshot_frequency and auto_snapshot_save_count have no effect until perform_auto_snapshot is true. Set perform_auto_snapshot = true, or remove them.")
	}
}

// noneKept rejects snapshots with a save count of 0, unless the machine has them already.
func noneKept(plan, state, config *model, diags *diag.Diagnostics) {
	count := config.AutoSnapshotSaveCount
	if !tfx.Known(count) || count.ValueInt64() != 0 || !plan.PerformAutoSnapshot.ValueBool() ||
		state.PerformAutoSnapshot.ValueBool() && state.AutoSnapshotSaveCount.Equal(count) {
		return
	}
	diags.AddAttributeError(path.Root("auto_snapshot_save_count"), "No snapshot would be kept",
		"perform_auto_snapshot is true and auto_snapshot_save_count is 0. Set auto_snapshot_save_count to at least 1, or set perform_auto_snapshot = false.")
}

// fieldValues returns the attributes whose change can require a new machine.
func fieldValues(m *model) map[paperspace.Field]attr.Value {
	return map[paperspace.Field]attr.Value{
		paperspace.FieldMachineType:    m.MachineType,
		paperspace.FieldSize:           m.Size,
		paperspace.FieldRegion:         m.Region,
		paperspace.FieldBillingType:    m.BillingType,
		paperspace.FieldTemplateID:     m.TemplateID,
		paperspace.FieldAssignPublicIP: m.AssignPublicIP,
		paperspace.FieldNetworkID:      m.NetworkID,
		paperspace.FieldTeamID:         m.TeamID,
		paperspace.FieldUserID:         m.UserID,
		paperspace.FieldScriptID:       m.ScriptID,
	}
}

func (r *Resource) planChange(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	begun := readBegun(ctx, req.Private, &resp.Diagnostics)
	if req.Plan.Raw.Equal(req.State.Raw) && !begun.any() {
		return
	}
	plan := fromPlan(ctx, req.Plan, &resp.Diagnostics)
	state := fromState(ctx, req.State, &resp.Diagnostics)
	config := fromConfig(ctx, req.Config, &resp.Diagnostics)
	tfx.HideSecret(ctx, config.Password)
	if resp.Diagnostics.HasError() {
		return
	}
	tfx.CheckTexts(&plan, &state, lineTexts, tfx.Errors(&resp.Diagnostics))
	if client := r.Client(); client != nil {
		client.Manages(state.ID.ValueString(), state.Name.ValueString())
		r.checkTraits(&plan, &state, req.Config, &resp.Diagnostics)
		r.checkSnapshots(&plan, &state, &config, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return // a rejected argument needs no warnings
	}
	if config.AssignPublicIP.IsNull() && !r.otherAddress(&plan) {
		// An omitted argument must not replace an imported machine, or set a value
		// that is unknown because the import found a transitional state.
		plan.AssignPublicIP = state.AssignPublicIP
	}
	applied := readApplied(ctx, req.Private, &resp.Diagnostics)
	if replaced := r.replacing(&plan, &state, &config, applied); len(replaced) > 0 {
		for _, field := range replaced {
			resp.RequiresReplace.Append(path.Root(string(field)))
		}
		warnOfReplacement(&plan, &state, replaced, applied, &resp.Diagnostics)
		resp.Diagnostics.Append(checkBeforeCreate(ctx, r.Client(), &plan, &config, state.ID.ValueString())...)
	} else {
		warnOfRecorded(&plan, &state, &resp.Diagnostics)
		warnOfUnreachable(&plan, &state, &resp.Diagnostics)
		warnOfGivenUp(r.Client(), &plan, &state, &resp.Diagnostics)
		checkUpdateTimeout(ctx, r.Client(), &plan, &state, &resp.Diagnostics)
		u := plan.update(&state, r.inPlace())
		warnOfStop(u, begun, &plan, &state, &resp.Diagnostics)
		applied.warnOfSize(&plan, &state, &resp.Diagnostics)
		warnOfUnknown(&plan, &state, &resp.Diagnostics)
		resp.Diagnostics.Append(preflightChange(ctx, r.Client(), u, &plan, &state)...)
		markUnknown(&plan, &state, &config, u, begun)
		if len(begun.pending.Wanted(&config)) > 0 {
			plan.State = types.StringUnknown() // otherwise a plan that equals the state would have no update
		}
	}
	intoPlan(ctx, &resp.Plan, &plan, &resp.Diagnostics)
}

// inPlace returns the fields that change without a new machine, or nil if the API
// version is not known yet.
func (r *Resource) inPlace() map[paperspace.Field]bool {
	if client := r.Client(); client != nil {
		return client.Traits.InPlace
	}
	return nil
}

// otherAddress reports whether the plan has a dynamic address, in an API version in
// which that replaces a static one.
func (r *Resource) otherAddress(plan *model) bool {
	return r.inPlace()[paperspace.FieldAssignPublicIP] && plan.DynamicPublicIP.ValueBool()
}

// warnOfStop warns that the apply stops the machine, or that it might: no source documents
// whether a change of the network or of the kind of address requires that. It also warns that
// a machine stays off, because a run that was killed after it stopped the machine left no record.
func warnOfStop(u paperspace.MachineUpdate, b begun, plan, state *model, diags *diag.Diagnostics) {
	switch {
	case !u.Rebuilds():
		return
	case state.State.ValueString() == desiredOff:
		if name := state.Name.ValueString(); u.Hardware() && b.power(plan) == "" {
			diags.AddWarning(fmt.Sprintf("Machine %q is off and stays off", name),
				fmt.Sprintf("This change does not start machine %q (%s). If an earlier run stopped it and was killed, or if it should run for another reason, set desired_state = \"ready\".",
					name, state.ID.ValueString()))
		}
		return
	}
	name := state.Name.ValueString()
	if u.MachineType != nil {
		if fit, _ := paperspace.SuitsType(state.MachineType.ValueString(), *u.MachineType); fit == paperspace.Unfit {
			return // the apply fails before it stops the machine, which the plan reports
		}
	}
	title, what := fmt.Sprintf("Machine %q will be stopped", name), "The machine type and the disk size change only while a machine is off. Applying this plan stops machine %q (%s), which disconnects logged-in users, "
	if !u.Hardware() {
		title, what = fmt.Sprintf("Machine %q might be stopped", name), "Paperspace might change the network or the kind of public IP address only while a machine is off. Applying this plan then stops machine %q (%s), which disconnects logged-in users, "
	}
	after := "and starts it again afterward."
	if plan.DesiredState.ValueString() == desiredOff {
		after = "and leaves it off, because desired_state is off."
	}
	diags.AddWarning(title, fmt.Sprintf(what, name, state.ID.ValueString())+after+" The disk is kept.")
}

// warnOfRecorded warns of changes to arguments that only a create uses.
func warnOfRecorded(plan, state *model, diags *diag.Diagnostics) {
	values := func(m *model) map[string]attr.Value {
		return map[string]attr.Value{
			"email": m.Email, "first_name": m.FirstName, "last_name": m.LastName, "notification_email": m.NotificationEmail,
			"email_password": m.EmailPassword, "enable_nvlink": m.EnableNVLink, "take_initial_snapshot": m.TakeInitialSnapshot, "accessor_ids": m.AccessorIDs,
		}
	}
	before, now := values(state), values(plan)
	var names []string
	for name := range now {
		if tfx.Changed(before[name], now[name]) {
			names = append(names, name)
		}
	}
	// If the owner or the team is not returned, the provider cannot compare it.
	if state.UserID.IsNull() && tfx.Known(plan.UserID) {
		names = append(names, "user_id")
	}
	if state.TeamID.IsNull() && tfx.Known(plan.TeamID) {
		names = append(names, "team_id")
	}
	if len(names) == 0 {
		return
	}
	slices.Sort(names)
	text := fmt.Sprintf("Paperspace uses %s only when it creates a machine. Machine %q (%s) already exists, so the apply updates only the state.",
		strings.Join(names, ", "), state.Name.ValueString(), state.ID.ValueString())
	if slices.Contains(names, "accessor_ids") {
		text += " To give a user access to it, use paperspace_machine_access."
	}
	diags.AddAttributeWarning(path.Root(names[0]), fmt.Sprintf("Change of machine %q updates only the state", state.Name.ValueString()), text)
}

// warnOfUnreachable warns of a change that removes the public IP address of a machine
// without a desktop, which can be reached only over the network.
func warnOfUnreachable(plan, state *model, diags *diag.Diagnostics) {
	had := state.AssignPublicIP.ValueBool() || state.DynamicPublicIP.ValueBool()
	has := plan.AssignPublicIP.ValueBool() || plan.DynamicPublicIP.ValueBool()
	if had && !has && paperspace.Headless(state.AgentType.ValueString()) {
		diags.AddAttributeWarning(path.Root("dynamic_public_ip"), fmt.Sprintf("Machine %q might not be reachable", state.Name.ValueString()),
			unreachable(fmt.Sprintf("Machine %q (%s)", state.Name.ValueString(), state.ID.ValueString())))
	}
}
