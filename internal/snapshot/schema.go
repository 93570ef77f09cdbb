package snapshot

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

func resourceSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "A snapshot of the disk of a machine (API v1 only). It can be taken while the machine is running. " +
			"Paperspace deletes the snapshots of a machine together with the machine, and bills them until then; see the guide [Costs](../guides/costs.md).\n\n" +
			"Snapshots that the schedule of a machine takes (`perform_auto_snapshot`) cannot be managed by this resource, because Paperspace automatically deletes the oldest of them. " +
			"To take a snapshot before each change of a machine, use the action [paperspace_machine_snapshot](../actions/machine_snapshot.md).",
		Attributes: map[string]schema.Attribute{
			"id": tfx.Shown("The ID of the snapshot."),
			"name": schema.StringAttribute{
				Required: true, Validators: tfx.Filled(), PlanModifiers: []planmodifier.String{tfx.KeepVisible()},
				MarkdownDescription: "The name. Names need not be unique. Updated in place.",
			},
			"machine_id": tfx.Replacing("The ID of the machine. Changing it deletes the snapshot and takes another one."),
			"automatic": schema.BoolAttribute{
				Computed: true, PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
				MarkdownDescription: "If `true`, the schedule of the machine took the snapshot. It is `false` for all snapshots of this resource.",
			},
		},
	}
}
