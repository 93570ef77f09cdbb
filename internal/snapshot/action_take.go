package snapshot

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

var (
	_ action.ActionWithConfigure      = (*TakeAction)(nil)
	_ action.ActionWithModifyPlan     = (*TakeAction)(nil)
	_ action.ActionWithValidateConfig = (*TakeAction)(nil)
)

// TakeAction is paperspace_machine_snapshot.
type TakeAction struct{ tfx.ActionEdge }

// NewTakeAction returns an unconfigured action.
func NewTakeAction() action.Action { return &TakeAction{lacking("machine_snapshot")} }

// lacking returns the edge of an action that only API v1 offers.
func lacking(name string) tfx.ActionEdge {
	return tfx.ActionEdge{Lacking: func(c *ops.Client) error {
		if c.Snapshots != nil {
			return nil
		}
		return c.Unsupported("use the action paperspace_" + name)
	}}
}

type takeModel struct {
	tfx.ActionArguments
	MachineID   types.String `tfsdk:"machine_id"`
	MachineName types.String `tfsdk:"machine_name"`
	Name        types.String `tfsdk:"name"`
}

// Metadata implements action.Action.
func (a *TakeAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_machine_snapshot"
}

// Schema implements action.Action.
func (a *TakeAction) Schema(ctx context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	const (
		text = "Takes a snapshot of the disk of a machine (API v1 only). The machine can be running. If it is starting, stopping, or being changed, the action first waits until that is over.\n\n" +
			"With `action_trigger { events = [before_update] }` in the `lifecycle` block of a machine, the action runs before each update of the machine in place, even before one that updates only the state. " +
			"If the action fails or is interrupted, the machine is not updated. It does not run before a replacement. " +
			"The action cannot refer to the machine that triggers it, which would be a cycle, so set `machine_name` as in the example.\n\n" +
			"**Each snapshot is billed until it is deleted, and Terraform does not delete the snapshots of actions.** The data source [paperspace_snapshots](../data-sources/snapshots.md) lists them. " +
			"For a snapshot that Terraform manages, use the resource [paperspace_snapshot](../resources/snapshot.md)."
		wait = "If `true`, the action waits until the snapshot has been taken. Defaults to `true`. " +
			"If `false`, the action ends when Paperspace has accepted the request: a later failure is not reported, and an update that the action precedes might begin before the snapshot is taken."
	)
	resp.Schema = tfx.ActionSchema(ctx, text, "take the snapshot", wait, map[string]schema.Attribute{
		"machine_id": schema.StringAttribute{
			Optional: true, Validators: append(tfx.NotEmpty(), tfx.ID()),
			MarkdownDescription: "The ID of the machine, `ps…`. Set either this or `machine_name`. The machine need not be managed by this configuration.",
		},
		"machine_name": schema.StringAttribute{
			Optional: true, Validators: append(tfx.NotEmpty(), tfx.Name()),
			MarkdownDescription: "The name of the machine. Set either this or `machine_id`. The name is looked up when the action runs. If no machine or several machines have it, the action fails and lists them.",
		},
		"name": schema.StringAttribute{
			Optional: true, Validators: append(tfx.NotEmpty(), tfx.Name()),
			MarkdownDescription: "The name of the snapshot. Names need not be unique. Defaults to `terraform-` and the time in UTC at which the action runs, such as `terraform-20261128T204732Z`, " +
				"so that each run has its own name and names sort by age. Paperspace shows no dates of snapshots.",
		},
	})
}

// ValidateConfig implements action.ActionWithValidateConfig.
func (a *TakeAction) ValidateConfig(ctx context.Context, req action.ValidateConfigRequest, resp *action.ValidateConfigResponse) {
	var m takeModel
	if resp.Diagnostics.Append(req.Config.Get(ctx, &m)...); !resp.Diagnostics.HasError() {
		m.validate(&resp.Diagnostics)
	}
}

// validate requires one way to find the machine.
func (m *takeModel) validate(diags *diag.Diagnostics) {
	switch {
	case m.MachineID.IsNull() && m.MachineName.IsNull():
		diags.AddError("Missing machine_id or machine_name", "Set one of them, to select the machine.")
	case tfx.Known(m.MachineID) && tfx.Known(m.MachineName):
		diags.AddAttributeError(path.Root("machine_name"), "Both machine_id and machine_name", "Each of the two names a machine. Remove one of them.")
	}
}

// Invoke implements action.Action.
func (a *TakeAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	client, ok := a.Ready("take a snapshot", &resp.Diagnostics)
	if !ok {
		return
	}
	var m takeModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	m.validate(&resp.Diagnostics) // again, because a value might not have been known
	ctx, cancel := m.Deadline(ctx, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	id := m.MachineID.ValueString()
	if m.MachineID.IsNull() {
		lookup := tfx.Lookup[paperspace.Machine]{
			Noun: "machine", Verb: "see", Argument: "machine_name", List: client.ListMachines,
			Describe: []paperspace.Field{paperspace.FieldName, "state", paperspace.FieldRegion, paperspace.FieldCreated},
			Advice:   "Set machine_id to the ID of one of them instead of machine_name.",
		}
		found, ok := lookup.One(ctx, paperspace.Filter{paperspace.FieldName: m.MachineName.ValueString()}, client, &resp.Diagnostics)
		if !ok {
			return
		}
		id = found.ID
	}
	name := m.Name.ValueString()
	if m.Name.IsNull() {
		name = time.Now().UTC().Format("terraform-20060102T150405Z")
	}
	made, err := client.TakeSnapshot(ctx, name, m.Power(ctx, id, resp))
	if made.Object.ID != "" {
		resp.Diagnostics.Append(tfx.LostCreate{Noun: "snapshot", Name: name, ID: made.Object.ID, Adopted: made.Adopted, Others: made.Others, Resent: made.Resent}.Warnings()...)
	}
	if err != nil {
		resp.Diagnostics.Append(tfx.OnlyAt("machine_id", err, tfx.ActionError(fmt.Sprintf("Failed to take snapshot %q of machine %s", name, id), err, client)))
	}
}
