package machine

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// Every computed attribute keeps the state's value in a plan or has a default;
// only ModifyPlan makes values unknown, each for a cause. Otherwise a rename
// would show a dozen attributes as "(known after apply)".
var (
	keepString = stringplanmodifier.UseStateForUnknown
	keepInt64  = int64planmodifier.UseStateForUnknown
	keepBool   = boolplanmodifier.UseStateForUnknown
)

func resourceSchema(ctx context.Context) schema.Schema {
	return schema.Schema{
		Version: 1,
		MarkdownDescription: "A Paperspace machine: a virtual machine with its disk, and with a GPU if its type has one. " +
			"Creating one buys it, and destroying one deletes its disk and all its snapshots. " +
			"The guide [Machine life cycle](../guides/machine-life-cycle.md) tells what happens when.",
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

const atLeastARequest = " A value below `request_timeout` of the provider counts as that."

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
			MarkdownDescription: "A memorable name. Names need not be unique at Paperspace, but the provider warns before it creates a second machine of one name. Changed in place.",
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
				"Decreasing it below the last applied size always forces a new machine, which deletes the disk. A disk that grew outside of Terraform does not: the apply fails until you set `size` to what the disk has.",
		},
		"template_id": schema.StringAttribute{
			Optional: true, Validators: tfx.NotEmpty(),
			MarkdownDescription: "The id of the template (disk image) to create the machine from; see the data source `paperspace_template`. " +
				"Needed to create a machine. The service never tells which template a machine was made from, so an imported machine has none and setting it later only records it. " +
				"Changing it from one known id to another replaces the machine: where the id is looked up and newer images must not rebuild the machine, add `lifecycle { ignore_changes = [template_id] }`.",
		},
	}
}

func placeAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"region": schema.StringAttribute{
			Optional: true, Computed: true, CustomType: tfx.SpelledType[tfx.Regions]{}, Validators: tfx.NotEmpty(),
			PlanModifiers: []planmodifier.String{keepString(), tfx.KeepSpelling[tfx.Regions]()},
			MarkdownDescription: "Where the machine stands: `East Coast (NY2)`, `West Coast (CA1)` or `Europe (AMS1)`, or their codes `ny2`, `ca1`, `ams1`; both spellings mean the same. " +
				"Defaults to the provider's `region` when a machine is created; a changed provider region moves no existing machine. Changing it replaces the machine.",
		},
		"billing_type": schema.StringAttribute{
			Optional: true, Computed: true, CustomType: tfx.SpelledType[tfx.Words]{},
			Validators:          []validator.String{stringvalidator.OneOfCaseInsensitive("hourly", "monthly")},
			PlanModifiers:       []planmodifier.String{keepString(), tfx.KeepSpelling[tfx.Words]()},
			MarkdownDescription: "`hourly` or `monthly`. A machine created without it is billed hourly; an existing machine keeps its own. Changing it replaces the machine. `v1` bills by the hour and refuses `monthly`.",
		},
		"network_id": schema.StringAttribute{
			Optional: true, Computed: true, Validators: tfx.NotEmpty(),
			PlanModifiers:       []planmodifier.String{keepString()},
			MarkdownDescription: "The id of the network to stand in. Defaults to the team's own network. Changing it replaces the machine with `core`; with `v1` the machine moves in place, into private networks only and never back into the team's own, and is stopped for it if the service insists.",
		},
		"assign_public_ip": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(false),
			MarkdownDescription: "If `true`, assign a static public IP address to the machine. Defaults to `false`. Conflicts with `dynamic_public_ip`. " +
				"Changing this forces a new machine with the CORE API and is updated in place with API v1. Removing the argument changes nothing. " +
				"The address stays in the account and is billed after the machine is destroyed, unless `release_public_ip_on_destroy` is `true`.",
		},
		"dynamic_public_ip": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(false),
			MarkdownDescription: "Whether the machine gets a new public IP address at every start and gives it back at every stop. Cannot be true together with `assign_public_ip`. Changed in place.",
		},
	}
}

func ownerAttributes() map[string]schema.Attribute {
	const newUser = " Needs the other three of `email`, `password`, `first_name` and `last_name`. Used when the machine is created; a later change sends nothing. `core` only."
	return map[string]schema.Attribute{
		"team_id": schema.StringAttribute{
			Optional: true, Computed: true, Validators: tfx.NotEmpty(),
			PlanModifiers:       []planmodifier.String{keepString()},
			MarkdownDescription: "The id of the team that the machine is for. Defaults to the provider's `team_id` when a machine is created, else to the key's own. Changing it replaces the machine. `core` only: a key of `v1` belongs to one team.",
		},
		"user_id": schema.StringAttribute{
			Optional: true, Computed: true, Validators: tfx.NotEmpty(),
			PlanModifiers:       []planmodifier.String{keepString()},
			MarkdownDescription: "The ID of the team member who owns the machine (CORE API only). Required for team administrators, unless the machine is created with a new user. Conflicts with `email`, `password`, `first_name`, and `last_name`. Changing this forces a new machine. With API v1, use the `paperspace_machine_access` resource.",
		},
		"email": schema.StringAttribute{
			Optional: true, Validators: tfx.NotEmpty(),
			MarkdownDescription: "The e-mail address of a new team member who shall own the machine. The service creates the member before the machine. The address must not belong to any Paperspace account yet." + newUser,
		},
		"password": schema.StringAttribute{
			Optional: true, WriteOnly: true, Validators: tfx.NotEmpty(),
			MarkdownDescription: "The password of the new team member. It is never stored in the state; feed it from an `ephemeral` variable and it is not in a saved plan either." + newUser,
		},
		"first_name": schema.StringAttribute{
			Optional: true, Validators: tfx.NotEmpty(),
			MarkdownDescription: "The first name of the new team member." + newUser,
		},
		"last_name": schema.StringAttribute{
			Optional: true, Validators: tfx.NotEmpty(),
			MarkdownDescription: "The last name of the new team member." + newUser,
		},
		"notification_email": schema.StringAttribute{
			Optional: true, Validators: tfx.NotEmpty(),
			MarkdownDescription: "The address that Paperspace sends an email to when the machine has been created (CORE API only). Changing this updates only the state. With API v1, Paperspace sends an email with a password to the owner of the API key instead.",
		},
		"script_id": schema.StringAttribute{
			Optional: true, Computed: true, Validators: tfx.NotEmpty(),
			PlanModifiers:       []planmodifier.String{keepString()},
			MarkdownDescription: "The id of a startup script that runs at every boot. Removing the argument leaves the script attached. Changing it replaces the machine with `core`; with `v1` the machine gets the other script in place, from its next boot on.",
		},
	}
}
