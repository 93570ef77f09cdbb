package customtemplate

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/listplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

const otherMachineText = "another machine replaces the template"

// otherMachine requires a replacement unless the state has no machine, as for a template that was
// made elsewhere. Setting the machine then updates only the state.
func otherMachine(_ context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
	resp.RequiresReplace = !req.StateValue.IsNull()
}

func resourceSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "A custom template: a disk image made from a machine, from which other machines are made (API v1 only). " +
			"The machine has to be off while the template is made. The template stays when the machine is destroyed, and is billed by its size; see the guide [Costs](../guides/costs.md).\n\n" +
			"**A new `machine_id` deletes the template**, even if Terraform replaces the machine, and machines made from it are replaced next. " +
			"Use `lifecycle { ignore_changes = [machine_id] }`, as in the example, to keep it.\n\n" +
			"Paperspace documents that a Linux machine created before August 2022 has to be prepared by a script which makes the machine unusable.",
		Attributes: map[string]schema.Attribute{
			"id": tfx.Shown("The ID of the template, `t…`, for `template_id` of a machine."),
			"name": schema.StringAttribute{
				Required: true, Validators: tfx.Filled(), PlanModifiers: []planmodifier.String{tfx.KeepVisible()},
				MarkdownDescription: "The name. Names need not be unique. Updated in place.",
			},
			"machine_id": schema.StringAttribute{
				Optional: true, Validators: tfx.NotEmpty(),
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplaceIf(otherMachine, otherMachineText, otherMachineText)},
				MarkdownDescription: "The ID of the machine that the template is made from. Required to create a template: only an imported template might have no machine. " +
					"Changing it deletes the template and makes another one.",
			},
			"stop_machine": schema.BoolAttribute{
				Optional: true,
				MarkdownDescription: "If `true`, stop a running machine for the create, which disconnects logged-in users, and start it again afterward. " +
					"Defaults to `false`, which makes a running machine an error. Used only when the template is created. " +
					"If the run is killed, the machine might stay `off`: the next plan or apply warns about a machine that is off already, and does not start it.",
			},
			"region": schema.StringAttribute{
				Computed: true, CustomType: tfx.SpelledType[tfx.Regions]{}, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
				MarkdownDescription: "The region that the template can be used in: that of its machine.",
			},
			"agent_type": tfx.Shown("What kind of machine the template makes, such as `LinuxHeadless`."),
			"os":         tfx.Shown("The operating system, as Paperspace describes it."),
			"default_size_gb": schema.Int64Attribute{
				Computed: true, PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
				MarkdownDescription: "The size in GB of the disk that the template was made from. Whether Paperspace accepts a smaller `size` for a machine is not documented.",
			},
			"machine_types": schema.ListAttribute{
				Computed: true, ElementType: types.StringType, PlanModifiers: []planmodifier.List{listplanmodifier.UseStateForUnknown()},
				MarkdownDescription: "The machine types that Paperspace lists as available for the template.",
			},
			"dt_created": tfx.Shown("When the template was created, in RFC 3339."),
		},
	}
}
