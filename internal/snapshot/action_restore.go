package snapshot

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

var (
	_ action.ActionWithConfigure  = (*RestoreAction)(nil)
	_ action.ActionWithModifyPlan = (*RestoreAction)(nil)
)

// RestoreAction is paperspace_snapshot_restore.
type RestoreAction struct{ tfx.ActionEdge }

// NewRestoreAction returns an unconfigured action.
func NewRestoreAction() action.Action { return &RestoreAction{lacking("snapshot_restore")} }

type restoreModel struct {
	tfx.ActionArguments
	SnapshotID    types.String `tfsdk:"snapshot_id"`
	SnapshotFirst types.Bool   `tfsdk:"snapshot_first"`
}

// Metadata implements action.Action.
func (a *RestoreAction) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_snapshot_restore"
}

// Schema implements action.Action.
func (a *RestoreAction) Schema(ctx context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	const (
		text = "Replaces the disk of a machine with a snapshot of that machine (API v1 only). **Data that was written after the snapshot is deleted from the disk**; by default, Paperspace takes another snapshot first.\n\n" +
			"A machine that is running is stopped, which disconnects logged-in users, and started again after the restore, even if the restore fails or is interrupted. A machine that is `off` stays `off`. " +
			"The request is sent once. If its response is lost, the action looks for the restore among the events of the machine, and fails if there is none.\n\n" +
			"Paperspace does not document which size the disk has after the restore of a snapshot from before a resize. The next plan shows a difference in `size`, if there is one."
		wait = "If `true`, the action waits until the snapshot is restored, and starts a machine that was running. Defaults to `true`. " +
			"If `false`, the action ends when Paperspace has accepted the request: **a machine that was running stays `off`**, and a later failure is not reported."
	)
	resp.Schema = tfx.ActionSchema(ctx, text, "restore the snapshot", wait, map[string]schema.Attribute{
		"snapshot_id": schema.StringAttribute{
			Required: true, Validators: append(tfx.Filled(), tfx.ID()),
			MarkdownDescription: "The ID of the snapshot, such as `slqafgu4n6gxge`. It is restored onto the machine that it was taken of. It need not be managed by this configuration, and can be automatic.",
		},
		"snapshot_first": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "If `true`, Paperspace takes a snapshot of the disk before it restores the other one. Defaults to `true`. " +
				"The additional snapshot is billed until it is deleted, and Terraform does not delete it. If `false`, the data on the disk cannot be recovered.",
		},
	})
}

// Invoke implements action.Action.
func (a *RestoreAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	client, ok := a.Ready("restore a snapshot", &resp.Diagnostics)
	if !ok {
		return
	}
	var m restoreModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	ctx, cancel := m.Deadline(ctx, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	id := m.SnapshotID.ValueString()
	how := paperspace.SnapshotRestore{SnapshotFirst: m.SnapshotFirst.IsNull() || m.SnapshotFirst.ValueBool()}
	if err := client.RestoreSnapshot(ctx, id, how, m.Power(ctx, "", resp)); err != nil {
		resp.Diagnostics.Append(tfx.OnlyAt("snapshot_id", err, tfx.ActionError("Failed to restore snapshot "+id, err, client)))
	}
}
