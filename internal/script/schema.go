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
		MarkdownDescription: "A startup script, which machines run when they boot: Linux with bash as root, Windows with PowerShell as the local system. " +
			"The generation `core` of the API cannot change a script, so every change makes a new one; with `v1` a script is changed in place. " +
			"The guide [Startup scripts](../guides/startup-scripts.md) tells how to change the script of a machine without rebuilding the machine.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				Computed: true, PlanModifiers: keep,
				MarkdownDescription: "The id of the script, such as `scf64o4`.",
			},
			"name": schema.StringAttribute{
				Required: true, Validators: tfx.Filled(), PlanModifiers: []planmodifier.String{tfx.KeepVisible()},
				MarkdownDescription: "The name. Paperspace declares script names unique. Changing it replaces the script with `core`.",
			},
			"script_text": schema.StringAttribute{
				Optional: true, Validators: []validator.String{fits{}},
				MarkdownDescription: "The text of the script, at most 16 KB (16384 bytes, which are fewer than 16384 characters if some are not ASCII). " +
					"Required to create a script. The provider keeps every byte, line endings included. " +
					"Changing it replaces the script with the CORE API; with API v1 it is updated in place. " +
					"The CORE API returns the text, so a text that was changed outside of Terraform shows as a difference. " +
					"API v1 does not return it: leave it out of an imported script to keep the text that the script has. " +
					"The text is in the state, so it must not contain secrets.",
			},
			"description": schema.StringAttribute{
				Optional: true, PlanModifiers: []planmodifier.String{tfx.KeepVisible()},
				MarkdownDescription: "What the script is for. Changing it replaces the script. `core` only.",
			},
			"is_enabled": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(true),
				MarkdownDescription: "Whether machines run it. Default `true`. Changing it replaces the script with `core`.",
			},
			"run_once": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(false),
				MarkdownDescription: "Whether a machine runs it at its first boot only (on Windows: its first full boot) instead of at every boot. Default `false`. Changing it replaces the script with `core`.",
			},
			"machine_id": schema.StringAttribute{
				Optional: true, Validators: tfx.NotEmpty(),
				MarkdownDescription: "The id of a machine that runs the script from its next boot on. " +
					"**The machine's former script is detached from it.** Use either this or `script_id` of the machine, not both. " +
					"Left out, the provider does not care where the script is attached. " +
					"If the machine is found with another script, or with none, that is a difference. Changing it, or removing it, replaces the script with `core`; " +
					"naming the machine that an imported script is attached to only records it.",
			},
			"owner_type": schema.StringAttribute{
				Computed: true, PlanModifiers: keep,
				MarkdownDescription: "What owns the script: `user` or `team`. `core` only.",
			},
			"owner_id": schema.StringAttribute{
				Computed: true, PlanModifiers: keep,
				MarkdownDescription: "The id of the owner. `core` only.",
			},
			"dt_created": schema.StringAttribute{
				Computed: true, PlanModifiers: keep,
				MarkdownDescription: "When the script was created.",
			},
		},
	}
}

// fits is the limit of a script's text, in bytes as the service counts it.
type fits struct{}

// Description implements validator.String.
func (fits) Description(context.Context) string {
	return fmt.Sprintf("must have 1 to %d bytes", paperspace.MaxScriptBytes)
}

// MarkdownDescription implements validator.String.
func (v fits) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString implements validator.String. It says nothing of the text,
// which may hold secrets.
func (fits) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	switch n := len(req.ConfigValue.ValueString()); {
	case !tfx.Known(req.ConfigValue):
	case n == 0:
		resp.Diagnostics.AddAttributeError(req.Path, "Empty script", "A script needs a text. To attach no script, leave the resource out.")
	case n > paperspace.MaxScriptBytes:
		resp.Diagnostics.AddAttributeError(req.Path, "Script too long",
			fmt.Sprintf("The script has %d bytes, and Paperspace takes at most %d (16 KB). Let it fetch the rest from elsewhere, or leave comments out.",
				n, paperspace.MaxScriptBytes))
	}
}
