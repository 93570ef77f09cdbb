package script

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

func resourceSchema() schema.Schema {
	keep := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	return schema.Schema{
		Version: 1,
		MarkdownDescription: "A startup script, which machines run when they boot. Linux runs it with bash as root, and Windows with PowerShell as the local system. " +
			"The CORE API cannot change a script, so every change forces a new script. With API v1, a script is updated in place. " +
			"The guide [Startup scripts](../guides/startup-scripts.md) shows how to change the script of a machine without replacing the machine.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Computed: true, PlanModifiers: keep,
				MarkdownDescription: "The ID of the script, such as `scf64o4`.",
			},
			"name": schema.StringAttribute{
				Required: true, Validators: tfx.Filled(), PlanModifiers: []planmodifier.String{tfx.KeepVisible()},
				MarkdownDescription: "The name. Script names are unique. Changing this forces a new script with the CORE API and is updated in place with API v1.",
			},
			"script_text": schema.StringAttribute{
				Optional: true, Validators: []validator.String{fits{}},
				MarkdownDescription: "The text of the script, at most 16 KB (16,384 bytes; a character that is not ASCII has several bytes). " +
					"Required to create a script. The provider keeps every byte, line endings included. " +
					"Changing this forces a new script with the CORE API; with API v1 it is updated in place. " +
					"The CORE API returns the text, so a text that was changed outside of Terraform appears in the plan. " +
					"API v1 does not return it: for an imported script, omit it to keep the text of the script. " +
					"The text is in the state, so it must not contain secrets.",
			},
			"description": schema.StringAttribute{
				Optional: true, PlanModifiers: []planmodifier.String{tfx.KeepVisible()},
				MarkdownDescription: "The purpose of the script (CORE API only). Changing this forces a new script.",
			},
			"is_enabled": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(true),
				MarkdownDescription: "If `true`, machines run the script. Defaults to `true`. Changing this forces a new script with the CORE API and is updated in place with API v1.",
			},
			"run_once": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(false),
				MarkdownDescription: "If `true`, a machine runs the script at its first boot only (on Windows, its first full boot). Defaults to `false`. Changing this forces a new script with the CORE API and is updated in place with API v1.",
			},
			"machine_id": schema.StringAttribute{
				Optional: true, Validators: tfx.NotEmpty(),
				MarkdownDescription: "The ID of a machine that runs the script. It takes effect at the next boot. " +
					"**The machine's former script is detached from it.** Use either this or `script_id` of the machine, not both. " +
					"If omitted, the provider does not manage where the script is attached. " +
					"If the machine has another script, or none, the plan shows a change. Changing or removing this forces a new script with the CORE API and is updated in place with API v1. " +
					"For an imported script, setting the machine that it is already attached to updates only the state.",
			},
			"owner_type": schema.StringAttribute{
				Computed: true, PlanModifiers: keep,
				MarkdownDescription: "The kind of owner: `user` or `team` (CORE API only).",
			},
			"owner_id": schema.StringAttribute{
				Computed: true, PlanModifiers: keep,
				MarkdownDescription: "The ID of the owner (CORE API only).",
			},
			"dt_created": schema.StringAttribute{
				Computed: true, PlanModifiers: keep,
				MarkdownDescription: "When the script was created.",
			},
		},
	}
}

// fits limits a script's text, in bytes as Paperspace counts them.
type fits struct{}

// Description implements validator.String.
func (fits) Description(context.Context) string {
	return fmt.Sprintf("must have 1 to %d bytes", paperspace.MaxScriptBytes)
}

// MarkdownDescription implements validator.String.
func (v fits) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements validator.String. Its message does not quote the text, which can contain secrets.
func (fits) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	switch n := len(req.ConfigValue.ValueString()); {
	case !tfx.Known(req.ConfigValue):
	case n == 0:
		resp.Diagnostics.AddAttributeError(req.Path, "Empty script", "A script needs a text. To attach no script, remove the resource from the configuration.")
	case n > paperspace.MaxScriptBytes:
		resp.Diagnostics.AddAttributeError(req.Path, "Script too long",
			fmt.Sprintf("The script has %d bytes, and Paperspace accepts at most %d (16 KB). Remove comments, or download a part of the script at boot.",
				n, paperspace.MaxScriptBytes))
	}
}
