package machine

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// noun is what this package is about, in the words of [paperspace.Traits].
const noun = "machine"

// properties are what data sources tell about a machine. What is read-only in
// the resource has the resource's words.
func properties() tfx.Properties {
	all := tfx.Properties{
		"name":                      tfx.Text("The name of the machine. Names are not unique."),
		"machine_type":              tfx.Text("The machine type, such as `C5` or `P4000`."),
		"size":                      tfx.Number("How many GB the disk holds."),
		"region":                    tfx.Text("Where the machine stands: `East Coast (NY2)`, `West Coast (CA1)` or `Europe (AMS1)`. The codes `ny2`, `ca1` and `ams1` mean the same."),
		"billing_type":              tfx.Text("How the machine is billed: `hourly` or `monthly`."),
		"assign_public_ip":          tfx.Flag("Whether a public IP address was claimed for the machine. Where the API generation does not tell, it is true if the machine has an address that is not dynamic."),
		"dynamic_public_ip":         tfx.Flag("Whether the machine gets a new public IP address at every start."),
		"network_id":                tfx.Text("The ID of the network that the machine is in."),
		"team_id":                   tfx.Text("The id of the team that the machine belongs to. `core` only."),
		"user_id":                   tfx.Text("The id of the user who owns the machine. `core` only."),
		"script_id":                 tfx.Text("The id of the startup script that runs at every boot."),
		"shutdown_timeout_in_hours": tfx.Number("The number of hours after which the machine shuts down automatically. `0` means never. " + shutdownRule),
		"shutdown_timeout_forces":   tfx.Flag(forceText),
		"perform_auto_snapshot":     tfx.Flag("Whether snapshots of the disk are taken by themselves."),
		"auto_snapshot_frequency":   tfx.OneOf(paperspace.Frequencies, "How often a snapshot is taken: every `hour`, `day`, `week` or `month`."),
		"auto_snapshot_save_count":  tfx.Number("How many of these snapshots are kept."),
	}
	for name, a := range readOnlyAttributes() {
		switch a.(type) {
		case schema.Int64Attribute:
			all[name] = tfx.Number(a.GetMarkdownDescription())
		case schema.BoolAttribute:
			all[name] = tfx.Flag(a.GetMarkdownDescription())
		default:
			all[name] = tfx.Text(a.GetMarkdownDescription())
		}
	}
	all["state"] = tfx.OneOf(paperspace.States, readOnlyAttributes()["state"].GetMarkdownDescription())
	return all
}

// eventProperties are what data sources tell about an event.
var eventProperties = tfx.Properties{
	"name":        tfx.Text("What happened, for instance `create`, `start`, `stop` or `restart`."),
	"state":       tfx.Text("How far it got: `new`, `in progress`, `done` or `error`."),
	"error_msg":   tfx.Text("The service's reason when `state` is `error`."),
	"handle":      tfx.Text("The id of the event."),
	"dt_created":  tfx.Text("When the event began, in RFC 3339."),
	"dt_modified": tfx.Text("When the event last changed, in RFC 3339."),
	"dt_finished": tfx.Text("When the event ended, in RFC 3339. Null while it is under way, and also for many old events that are `done`."),
}

// filters are the properties that machines are looked for by: those that the service
// has filters for.
func filters() tfx.Properties {
	return properties().Only(
		"id", "name", "os", "ram", "cpus", "gpu", "storage_total", "storage_used", "usage_rate", "shutdown_timeout_in_hours",
		"perform_auto_snapshot", "auto_snapshot_frequency", "auto_snapshot_save_count", "agent_type", "dt_created", "state", "updates_pending",
		"network_id", "private_ip_address", "public_ip_address", "region", "user_id", "team_id", "script_id", "dt_last_run",
	)
}

// filterOf returns the filter of a configuration.
func filterOf(config tfsdk.Config) paperspace.Filter { return sought(filters().FilterOf(config)) }

// sought returns a filter as the API has it: a timeout of 0, never, is null there.
func sought(f paperspace.Filter) paperspace.Filter {
	const timeout = "shutdown_timeout_in_hours"
	if f[timeout] == "0" {
		f[timeout] = paperspace.Null
	}
	return f
}

// shownOf returns what data sources show of a machine: what the resource would after an
// import.
func shownOf(got paperspace.Machine) map[string]attr.Value {
	var m model
	m.refresh(got)
	all := map[string]attr.Value{}
	tfx.EachAttribute(&m, func(name string, v attr.Value) {
		if _, told := properties()[name]; told {
			all[name] = tfx.Plain(v)
		}
	})
	return all
}
