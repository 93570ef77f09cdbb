package machine

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// What the shutdown timeout does, according to Paperspace's page on auto-shutdown (2025).
const (
	shutdownRule = "Linux machines shut down even if a user is connected or a job is running; Windows machines shut down only when no user is connected, unless `shutdown_timeout_forces` is `true`."
	forceText    = "If `true`, a machine shuts down at the shutdown timeout even while a user is connected. Linux machines always do."
)

// settingAttributes returns the settings that can change on an existing machine. A
// create of the CORE API does not accept them, so an update follows it.
func settingAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"shutdown_timeout_in_hours": schema.Int64Attribute{
			Optional: true, Computed: true, CustomType: tfx.WholeType{}, Validators: []validator.Int64{tfx.Bounds{}},
			PlanModifiers:       []planmodifier.Int64{keepInt64()},
			MarkdownDescription: "The number of hours after which the machine shuts down automatically. Paperspace documents 1 hour to 1 week (`1` to `168`, as of 2025). `0` disables the shutdown timeout. Defaults to a value set by Paperspace. Updated in place. " + shutdownRule,
		},
		"shutdown_timeout_forces": schema.BoolAttribute{
			Optional: true, Computed: true,
			PlanModifiers:       []planmodifier.Bool{keepBool()},
			MarkdownDescription: forceText + " Updated in place.",
		},
		"perform_auto_snapshot": schema.BoolAttribute{
			Optional: true, Computed: true,
			PlanModifiers:       []planmodifier.Bool{keepBool()},
			MarkdownDescription: "If `true`, take snapshots of the disk automatically. With API v1, also requires `auto_snapshot_frequency` and `auto_snapshot_save_count`. Updated in place. Snapshots are billed; see the guide [Costs](../guides/costs.md).",
		},
		"auto_snapshot_frequency": schema.StringAttribute{
			Optional: true, Computed: true, CustomType: tfx.SpelledType[tfx.Words]{},
			Validators:          []validator.String{tfx.Choice{Values: paperspace.Frequencies, AnyCase: true}},
			PlanModifiers:       []planmodifier.String{keepString(), tfx.KeepSpelling[tfx.Words]()},
			MarkdownDescription: "The interval between automatic snapshots. Valid values: `hour`, `day`, `week`, and `month`. Not case-sensitive. Updated in place.",
		},
		"auto_snapshot_save_count": schema.Int64Attribute{
			Optional: true, Computed: true, CustomType: tfx.WholeType{}, Validators: []validator.Int64{tfx.Bounds{}},
			PlanModifiers:       []planmodifier.Int64{keepInt64()},
			MarkdownDescription: "The number of automatic snapshots to keep, at least 1 if `perform_auto_snapshot` is `true`. Updated in place.",
		},
	}
}

// settingProperties returns the settings as data sources describe them.
func settingProperties() tfx.Properties {
	return tfx.Properties{
		"shutdown_timeout_in_hours": tfx.Number("The number of hours after which the machine shuts down automatically. `0` means never. " + shutdownRule),
		"shutdown_timeout_forces":   tfx.Flag(forceText),
		"perform_auto_snapshot":     tfx.Flag("If `true`, snapshots of the disk are taken automatically."),
		"auto_snapshot_frequency":   tfx.OneOf(paperspace.Frequencies, "The interval between automatic snapshots: `hour`, `day`, `week`, or `month`."),
		"auto_snapshot_save_count":  tfx.Number("The number of automatic snapshots that are kept."),
	}
}

// localAttributes returns the arguments that control the provider and that Paperspace
// does not store.
func localAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"release_public_ip_on_destroy": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(false),
			MarkdownDescription: "If `true`, release the address from `assign_public_ip` when the machine is destroyed. Defaults to `false`, which keeps the address in the account, where it is billed. Changing this updates only the state, so apply the change before you destroy the machine.",
		},
		"desired_state": schema.StringAttribute{
			Optional:   true,
			Validators: []validator.String{tfx.Choice{Values: []string{desiredReady, desiredOff}}},
			MarkdownDescription: "The power state to keep the machine in. Valid values: `ready` and `off`. If the machine is in the other state, the plan shows a change, and applying it starts or stops the machine. Stopping a machine disconnects logged-in users. " +
				"If omitted, the power state is not managed, and a machine that shuts down automatically does not produce a diff.",
		},
		"wait_for": schema.StringAttribute{
			Optional: true, Computed: true, Default: stringdefault.StaticString(waitReady),
			Validators: []validator.String{tfx.Choice{Values: []string{waitReady, waitServiceReady, waitNone}}},
			MarkdownDescription: "The condition to wait for after a create or a start. Valid values: `ready` (the Paperspace agent is running), `serviceready` (the operating system is running, but the agent might not be), " +
				"and `none` (Paperspace accepted the request). With `none`, later failures appear in the next plan, and IP addresses are not known yet. Defaults to `ready`. Changing this updates only the state.",
		},
		"wait_for_capacity": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(false),
			MarkdownDescription: "If `true`, and Paperspace has no capacity for a dedicated GPU type, wait until the timeout instead of failing immediately. Defaults to `false`. Changing this updates only the state.",
		},
	}
}

func readOnlyAttributes() map[string]schema.Attribute {
	text := func(description string) schema.Attribute {
		return schema.StringAttribute{Computed: true, PlanModifiers: []planmodifier.String{keepString()}, MarkdownDescription: description}
	}
	number := func(description string) schema.Attribute {
		return schema.Int64Attribute{Computed: true, PlanModifiers: []planmodifier.Int64{keepInt64()}, MarkdownDescription: description}
	}
	return map[string]schema.Attribute{
		"id":                 text("The ID of the machine, `ps…`."),
		"state":              text("The last known state of the machine: `off`, `ready`, or a transitional state (`provisioning`, `starting`, `serviceready`, `stopping`, `restarting`, or `upgrading`)."),
		"os":                 text("The operating system, in Paperspace's words."),
		"ram":                number("The memory in bytes."),
		"cpus":               number("The number of CPUs."),
		"gpu":                text("The GPU, in Paperspace's words."),
		"storage_total":      number("The size of the disk in bytes."),
		"storage_used":       number("The used part of the disk in bytes."),
		"usage_rate":         text("The rate of the machine, in Paperspace's words: with the CORE API the machine type and billing type, such as `C5 hourly`, and with API v1 the hourly price."),
		"agent_type":         text("The kind of Paperspace agent: `WindowsDesktop`, `LinuxHeadless`, or `LinuxDesktop`."),
		"dt_created":         text("When the machine was created, in RFC 3339."),
		"dt_last_run":        text("When the startup script last ran, in RFC 3339 (CORE API only)."),
		"private_ip_address": text("The private IP address of the machine."),
		"public_ip_address":  text("The public IP address, if there is one. With `dynamic_public_ip`, it is set only while the machine is running."),
		"updates_pending": schema.BoolAttribute{
			Computed: true, PlanModifiers: []planmodifier.Bool{keepBool()},
			MarkdownDescription: "If `true`, the operating system has updates scheduled for the next change of state. Not always accurate.",
		},
	}
}
