package machine

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// kindName is the name of a machine's kind in [paperspace.Traits] and in messages.
const kindName = "machine"

// properties returns the attributes of a machine in data sources. Read-only attributes
// have the same descriptions as in the resource.
func properties() tfx.Properties {
	all := tfx.Properties{
		"name":              tfx.Text("The name of the machine. Names are not unique."),
		"machine_type":      tfx.Text("The machine type, such as `C5` or `P4000`."),
		"size":              tfx.Number("The size of the disk in GB."),
		"region":            tfx.Text("The region of the machine: `East Coast (NY2)`, `West Coast (CA1)`, or `Europe (AMS1)`. The codes `ny2`, `ca1`, and `ams1` are equivalent."),
		"billing_type":      tfx.Text("How the machine is billed: `hourly` or `monthly`."),
		"assign_public_ip":  tfx.Flag("If `true`, the machine has a static public IP address. With the CORE API, which does not return this value, it is `true` if the machine has an address that is not dynamic."),
		"dynamic_public_ip": tfx.Flag("If `true`, the machine gets a new public IP address at every start."),
		"network_id":        tfx.Text("The ID of the network that the machine is in."),
		"team_id":           tfx.Text("The ID of the team that the machine belongs to (CORE API only)."),
		"user_id":           tfx.Text("The ID of the user who owns the machine (CORE API only)."),
		"script_id":         tfx.Text("The ID of the startup script that runs at every boot."),
	}
	maps.Copy(all, settingProperties())
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

// eventProperties are the attributes of an event in data sources.
var eventProperties = tfx.Properties{
	"name":        tfx.Text("The name of the event, such as `create`, `start`, `stop`, or `restart`."),
	"state":       tfx.Text("The state of the event: `new`, `in progress`, `done`, or `error`."),
	"error_msg":   tfx.Text("Paperspace's reason if `state` is `error`."),
	"handle":      tfx.Text("The ID of the event."),
	"dt_created":  tfx.Text("When the event began, in RFC 3339."),
	"dt_modified": tfx.Text("When the event last changed, in RFC 3339."),
	"dt_finished": tfx.Text("When the event ended, in RFC 3339. Null while the event is in progress, and for many old events that are `done`."),
}

// filterBy contains the properties that machines can be looked up by: those for which the
// CORE API has filters.
var filterBy = []string{
	"id", "name", "os", "ram", "cpus", "gpu", "storage_total", "storage_used", "usage_rate", "shutdown_timeout_in_hours",
	"perform_auto_snapshot", "auto_snapshot_frequency", "auto_snapshot_save_count", "agent_type", "dt_created", "state", "updates_pending",
	"network_id", "private_ip_address", "public_ip_address", "region", "user_id", "team_id", "script_id", "dt_last_run",
}

// apiFilter converts a filter to the form of the API, where a shutdown timeout of 0 (never)
// is null.
func apiFilter(f paperspace.Filter) paperspace.Filter {
	const timeout = "shutdown_timeout_in_hours"
	if f[timeout] == "0" {
		f[timeout] = paperspace.Null
	}
	return f
}

// shownOf returns what data sources show of a machine, which is what the resource shows
// after an import.
func shownOf(got paperspace.Machine) map[string]attr.Value {
	var m model
	m.refresh(got)
	all, shown := map[string]attr.Value{}, properties()
	tfx.EachAttribute(&m, func(name string, v attr.Value) {
		if _, ok := shown[name]; ok {
			all[name] = tfx.Plain(v)
		}
	})
	return all
}
