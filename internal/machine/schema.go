package machine

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// In a plan, every computed attribute keeps the value in the state or has a default.
// ModifyPlan marks values as unknown only if the change affects them. Otherwise, a
// rename would show a dozen attributes as "(known after apply)".
var (
	keepString = stringplanmodifier.UseStateForUnknown
	keepInt64  = int64planmodifier.UseStateForUnknown
	keepBool   = boolplanmodifier.UseStateForUnknown
)

func resourceSchema(ctx context.Context) schema.Schema {
	return schema.Schema{
		Version: 1,
		MarkdownDescription: "A Paperspace machine: a virtual machine with its disk, and with a GPU if its type has one. " +
			"A machine is billed from its creation, and destroying it deletes its disk and all its snapshots. " +
			"The guide [Machine life cycle](../guides/machine-life-cycle.md) describes each request and its effects.",
		Attributes: merge(requiredAttributes(), placeAttributes(), ownerAttributes(), createAttributes(), settingAttributes(), localAttributes(), readOnlyAttributes()),
		Blocks: map[string]schema.Block{
			"timeouts": tfx.ResourceTimeouts(ctx, timeouts.Opts{
				Create: true, Read: true, Update: true, Delete: true,
				CreateDescription: tfx.TimeoutText("create the machine and wait for it", tfx.CreateTimeout) + " It must be longer than `request_timeout` of the provider.",
				ReadDescription:   tfx.TimeoutText("read the machine", tfx.ReadTimeout) + atLeastARequest,
				UpdateDescription: tfx.TimeoutText("change the machine, and start or stop it, and wait for it", tfx.UpdateTimeout),
				DeleteDescription: tfx.TimeoutText("destroy the machine and wait until it is gone", tfx.DeleteTimeout) + atLeastARequest,
			}),
		},
	}
}

const atLeastARequest = " The provider uses at least its `request_timeout`."

func merge(parts ...map[string]schema.Attribute) map[string]schema.Attribute {
	all := map[string]schema.Attribute{}
	for _, p := range parts {
		for name, a := range p {
			all[name] = a
		}
	}
	return all
}

func requiredAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"name": schema.StringAttribute{
			Required: true, Validators: tfx.Filled(), PlanModifiers: []planmodifier.String{tfx.KeepVisible()},
			MarkdownDescription: "The name of the machine. Paperspace allows several machines with the same name, but the provider warns before it creates a second one. Updated in place.",
		},
		"machine_type": schema.StringAttribute{
			Required: true, CustomType: tfx.SpelledType[tfx.Words]{}, Validators: tfx.Filled(),
			PlanModifiers: []planmodifier.String{tfx.KeepSpelling[tfx.Words]()},
			MarkdownDescription: "The machine type, such as `C5` or `P4000`. The guide [GPU machines](../guides/gpu-machines.md) lists the types by region. Not case-sensitive. " +
				"Changing this forces a new machine with the CORE API; with API v1 the machine is stopped and resized in place, within a group of types.",
		},
		"size": schema.Int64Attribute{
			Required: true, CustomType: tfx.WholeType{}, Validators: []validator.Int64{tfx.Bounds{Least: 1, Unit: " GB"}},
			MarkdownDescription: "The size of the disk in GB. Paperspace offers fixed sizes, such as `50`, `100`, and `250`. " +
				"Increasing the size forces a new machine with the CORE API; with API v1 the machine is stopped and resized in place. " +
				"Decreasing it below the last applied size always forces a new machine, which deletes the disk. If the disk grew outside of Terraform, no new machine is planned, and the apply fails until you set `size` to the size of the disk.",
		},
		"template_id": schema.StringAttribute{
			Optional: true, Validators: tfx.NotEmpty(),
			MarkdownDescription: "The ID of the template (disk image) to create the machine from; see the data source `paperspace_template`. Required to create a machine. Changing this from one ID to another forces a new machine. " +
				"If you look up the ID, add `lifecycle { ignore_changes = [template_id] }` so that a newer image does not replace the machine. " +
				"Paperspace does not return this value, so it is null after an import, and setting it then updates only the state.",
		},
	}
}

func placeAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"region": schema.StringAttribute{
			Optional: true, Computed: true, CustomType: tfx.SpelledType[tfx.Regions]{}, Validators: tfx.NotEmpty(),
			PlanModifiers: []planmodifier.String{keepString(), tfx.KeepSpelling[tfx.Regions]()},
			MarkdownDescription: "The region of the machine. Valid values: `East Coast (NY2)`, `West Coast (CA1)`, and `Europe (AMS1)`, or their codes `ny2`, `ca1`, and `ams1`. Not case-sensitive. " +
				"Defaults to the provider's `region` when a machine is created. A change of the provider's region does not affect existing machines. Changing this forces a new machine.",
		},
		"billing_type": schema.StringAttribute{
			Optional: true, Computed: true, CustomType: tfx.SpelledType[tfx.Words]{},
			Validators:          []validator.String{tfx.Choice{Values: []string{"hourly", "monthly"}, AnyCase: true}},
			PlanModifiers:       []planmodifier.String{keepString(), tfx.KeepSpelling[tfx.Words]()},
			MarkdownDescription: "How the machine is billed. Valid values: `hourly` and, with the CORE API, `monthly`. Defaults to `hourly` for a new machine. Removing the argument changes nothing. Changing this forces a new machine.",
		},
		"network_id": schema.StringAttribute{
			Optional: true, Computed: true, Validators: tfx.NotEmpty(),
			PlanModifiers:       []planmodifier.String{keepString()},
			MarkdownDescription: "The ID of the network to attach the machine to. Defaults to the team's default network. Changing this forces a new machine with the CORE API. With API v1 it is updated in place, and the machine is stopped if Paperspace requires it. A machine can move to a private network, but not back to the default network.",
		},
		"assign_public_ip": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(false),
			MarkdownDescription: "If `true`, assign a static public IP address to the machine. Defaults to `false`. Conflicts with `dynamic_public_ip`. " +
				"Changing this forces a new machine with the CORE API and is updated in place with API v1. Removing the argument changes nothing. " +
				"The address stays in the account and is billed after the machine is destroyed, unless `release_public_ip_on_destroy` is `true`.",
		},
		"dynamic_public_ip": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(false),
			MarkdownDescription: "If `true`, assign a new public IP address at every start of the machine, and release it at every stop. Defaults to `false`. Conflicts with `assign_public_ip`. Updated in place.",
		},
	}
}

func ownerAttributes() map[string]schema.Attribute {
	const newUser = " (CORE API only). Requires all of `email`, `password`, `first_name`, and `last_name`. Changing this updates only the state."
	return map[string]schema.Attribute{
		"team_id": schema.StringAttribute{
			Optional: true, Computed: true, Validators: tfx.NotEmpty(),
			PlanModifiers:       []planmodifier.String{keepString()},
			MarkdownDescription: "The ID of the team that the machine belongs to (CORE API only). Defaults to the provider's `team_id`, or else to the team of the API key. Changing this forces a new machine.",
		},
		"user_id": schema.StringAttribute{
			Optional: true, Computed: true, Validators: tfx.NotEmpty(),
			PlanModifiers:       []planmodifier.String{keepString()},
			MarkdownDescription: "The ID of the team member who owns the machine (CORE API only). Required for team administrators, unless the machine is created with a new user. Conflicts with `email`, `password`, `first_name`, and `last_name`. Changing this forces a new machine. With API v1, use the `paperspace_machine_access` resource.",
		},
		"email": schema.StringAttribute{
			Optional: true, Validators: tfx.NotEmpty(),
			MarkdownDescription: "The email address of a new team member who owns the machine" + newUser + " Paperspace creates the member before the machine. The address must not belong to a Paperspace account.",
		},
		"password": schema.StringAttribute{
			Optional: true, WriteOnly: true, Validators: tfx.NotEmpty(),
			MarkdownDescription: "The password of the new team member" + newUser + " It is not stored in the state. To keep it out of saved plans, use an `ephemeral` variable.",
		},
		"first_name": schema.StringAttribute{
			Optional: true, Validators: tfx.NotEmpty(),
			MarkdownDescription: "The first name of the new team member" + newUser,
		},
		"last_name": schema.StringAttribute{
			Optional: true, Validators: tfx.NotEmpty(),
			MarkdownDescription: "The last name of the new team member" + newUser,
		},
		"notification_email": schema.StringAttribute{
			Optional: true, Validators: tfx.NotEmpty(),
			MarkdownDescription: "The address that Paperspace sends an email to when the machine has been created (CORE API only). Changing this updates only the state. With API v1, Paperspace sends an email with a password to the owner of the API key instead.",
		},
		"script_id": schema.StringAttribute{
			Optional: true, Computed: true, Validators: tfx.NotEmpty(),
			PlanModifiers:       []planmodifier.String{keepString()},
			MarkdownDescription: "The ID of the startup script to run at every boot. Changing this forces a new machine with the CORE API. With API v1 it is updated in place and takes effect at the next boot. Removing the argument leaves the script attached.",
		},
	}
}
