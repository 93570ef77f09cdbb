package machine

import (
	"maps"

	datatimeouts "github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

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
		"assign_public_ip":          tfx.Flag("Whether a public address was claimed for the machine. Where the API generation does not tell, it is true if the machine has an address that is not dynamic."),
		"dynamic_public_ip":         tfx.Flag("Whether the machine gets a new public address at every start."),
		"network_id":                tfx.Text("The id of the network that the machine stands in."),
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

// facts are a machine as data sources hold it.
type facts struct {
	ID          types.String `tfsdk:"id"`
	Name        types.String `tfsdk:"name"`
	MachineType types.String `tfsdk:"machine_type"`
	Size        types.Int64  `tfsdk:"size"`
	Region      types.String `tfsdk:"region"`
	BillingType types.String `tfsdk:"billing_type"`

	AssignPublicIP  types.Bool   `tfsdk:"assign_public_ip"`
	DynamicPublicIP types.Bool   `tfsdk:"dynamic_public_ip"`
	NetworkID       types.String `tfsdk:"network_id"`
	TeamID          types.String `tfsdk:"team_id"`
	UserID          types.String `tfsdk:"user_id"`
	ScriptID        types.String `tfsdk:"script_id"`

	ShutdownTimeoutInHours types.Int64  `tfsdk:"shutdown_timeout_in_hours"`
	ShutdownTimeoutForces  types.Bool   `tfsdk:"shutdown_timeout_forces"`
	PerformAutoSnapshot    types.Bool   `tfsdk:"perform_auto_snapshot"`
	AutoSnapshotFrequency  types.String `tfsdk:"auto_snapshot_frequency"`
	AutoSnapshotSaveCount  types.Int64  `tfsdk:"auto_snapshot_save_count"`

	State            types.String `tfsdk:"state"`
	OS               types.String `tfsdk:"os"`
	RAM              types.Int64  `tfsdk:"ram"`
	CPUs             types.Int64  `tfsdk:"cpus"`
	GPU              types.String `tfsdk:"gpu"`
	StorageTotal     types.Int64  `tfsdk:"storage_total"`
	StorageUsed      types.Int64  `tfsdk:"storage_used"`
	UsageRate        types.String `tfsdk:"usage_rate"`
	AgentType        types.String `tfsdk:"agent_type"`
	CreatedAt        types.String `tfsdk:"dt_created"`
	LastRunAt        types.String `tfsdk:"dt_last_run"`
	UpdatesPending   types.Bool   `tfsdk:"updates_pending"`
	PrivateIPAddress types.String `tfsdk:"private_ip_address"`
	PublicIPAddress  types.String `tfsdk:"public_ip_address"`
}

// factsOf tells what the resource would after an import.
func factsOf(got paperspace.Machine) facts {
	var m model
	m.refresh(got)
	return facts{
		ID: m.ID, Name: m.Name, MachineType: m.MachineType.StringValue, Size: m.Size.Int64Value,
		Region: m.Region.StringValue, BillingType: m.BillingType.StringValue,
		AssignPublicIP: m.AssignPublicIP, DynamicPublicIP: m.DynamicPublicIP, NetworkID: m.NetworkID,
		TeamID: m.TeamID, UserID: m.UserID, ScriptID: m.ScriptID,
		ShutdownTimeoutInHours: m.ShutdownTimeoutInHours.Int64Value, ShutdownTimeoutForces: m.ShutdownTimeoutForces,
		PerformAutoSnapshot: m.PerformAutoSnapshot, AutoSnapshotFrequency: m.AutoSnapshotFrequency.StringValue,
		AutoSnapshotSaveCount: m.AutoSnapshotSaveCount.Int64Value,
		State:                 m.State, OS: m.OS, RAM: m.RAM, CPUs: m.CPUs, GPU: m.GPU,
		StorageTotal: m.StorageTotal, StorageUsed: m.StorageUsed, UsageRate: m.UsageRate, AgentType: m.AgentType,
		CreatedAt: m.CreatedAt, LastRunAt: m.LastRunAt, UpdatesPending: m.UpdatesPending,
		PrivateIPAddress: m.PrivateIPAddress, PublicIPAddress: m.PublicIPAddress,
	}
}

// event is an event as data sources hold it.
type event struct {
	Name       types.String `tfsdk:"name"`
	State      types.String `tfsdk:"state"`
	ErrorMsg   types.String `tfsdk:"error_msg"`
	Handle     types.String `tfsdk:"handle"`
	CreatedAt  types.String `tfsdk:"dt_created"`
	ModifiedAt types.String `tfsdk:"dt_modified"`
	FinishedAt types.String `tfsdk:"dt_finished"`
}

func eventsOf(all []paperspace.Event) []event {
	events := make([]event, 0, len(all))
	for _, e := range all {
		events = append(events, event{
			Name: tfx.StringOrNull(e.Name), State: tfx.StringOrNull(e.State), ErrorMsg: tfx.StringOrNull(e.Error), Handle: tfx.StringOrNull(e.Handle),
			CreatedAt: tfx.StringOrNull(e.CreatedAt), ModifiedAt: tfx.StringOrNull(e.ModifiedAt), FinishedAt: tfx.StringOrNull(e.FinishedAt),
		})
	}
	return events
}

// one is the model of paperspace_machine, the data source.
type one struct {
	facts
	Events   []event            `tfsdk:"events"`
	WaitFor  types.String       `tfsdk:"wait_for"`
	Timeouts datatimeouts.Value `tfsdk:"timeouts"`
}

// many is the model of paperspace_machines.
type many struct {
	wanted
	Machines []facts `tfsdk:"machines"`
}

// wanted are the filters that the service has for machines: not all that it
// tells about them.
type wanted struct {
	ID                     types.String `tfsdk:"id"`
	Name                   types.String `tfsdk:"name"`
	OS                     types.String `tfsdk:"os"`
	RAM                    tfx.Whole    `tfsdk:"ram"`
	CPUs                   tfx.Whole    `tfsdk:"cpus"`
	GPU                    types.String `tfsdk:"gpu"`
	StorageTotal           tfx.Whole    `tfsdk:"storage_total"`
	StorageUsed            tfx.Whole    `tfsdk:"storage_used"`
	UsageRate              types.String `tfsdk:"usage_rate"`
	ShutdownTimeoutInHours tfx.Whole    `tfsdk:"shutdown_timeout_in_hours"`
	PerformAutoSnapshot    types.Bool   `tfsdk:"perform_auto_snapshot"`
	AutoSnapshotFrequency  types.String `tfsdk:"auto_snapshot_frequency"`
	AutoSnapshotSaveCount  tfx.Whole    `tfsdk:"auto_snapshot_save_count"`
	AgentType              types.String `tfsdk:"agent_type"`
	CreatedAt              types.String `tfsdk:"dt_created"`
	State                  types.String `tfsdk:"state"`
	UpdatesPending         types.Bool   `tfsdk:"updates_pending"`
	NetworkID              types.String `tfsdk:"network_id"`
	PrivateIPAddress       types.String `tfsdk:"private_ip_address"`
	PublicIPAddress        types.String `tfsdk:"public_ip_address"`
	Region                 types.String `tfsdk:"region"`
	UserID                 types.String `tfsdk:"user_id"`
	TeamID                 types.String `tfsdk:"team_id"`
	ScriptID               types.String `tfsdk:"script_id"`
	LastRunAt              types.String `tfsdk:"dt_last_run"`
}

// filter is what the set fields ask for. A timeout of never is null over there.
func (w wanted) filter() paperspace.Filter {
	f := tfx.Filter(w)
	const timeout = "shutdown_timeout_in_hours"
	if f[timeout] == "0" {
		f[timeout] = paperspace.Null
	}
	return f
}

// oneAttributes are the attributes of paperspace_machine that are results only.
func oneAttributes() tfx.Properties {
	all := properties()
	maps.DeleteFunc(all, func(name string, _ tfx.Property) bool { return name == "id" || name == "name" })
	return all
}
