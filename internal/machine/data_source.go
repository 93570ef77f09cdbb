package machine

import (
	"context"
	"errors"
	"time"

	datatimeouts "github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wait"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

var (
	_ datasource.DataSourceWithConfigure      = (*DataSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*DataSource)(nil)
)

// readTimeout is the default timeout of the data source, including the wait.
const readTimeout = 30 * time.Minute

// DataSource implements the data source paperspace_machine: one machine with its
// latest events. With wait_for, it waits until the machine is in a certain state.
type DataSource struct{ tfx.DataSourceEdge }

// NewDataSource returns an unconfigured data source.
func NewDataSource() datasource.DataSource { return &DataSource{} }

// Metadata implements datasource.DataSource.
func (d *DataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_machine"
}

// Schema implements datasource.DataSource.
func (d *DataSource) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	all := properties().Shown()
	all["id"] = schema.StringAttribute{
		Optional: true, Computed: true, Validators: append(tfx.NotEmpty(), tfx.ID()),
		MarkdownDescription: "The ID of the machine, `ps…`. Set either this or `name`.",
	}
	all["name"] = schema.StringAttribute{
		Optional: true, Computed: true, Validators: tfx.NotEmpty(),
		MarkdownDescription: "The name of the machine. Set either this or `id`. If several machines have the name, the error lists them.",
	}
	all["wait_for"] = schema.StringAttribute{
		Optional: true, Validators: []validator.String{tfx.Choice{Values: []string{desiredOff, waitServiceReady, waitReady}}},
		MarkdownDescription: "The state to wait for. Valid values: `off`, `serviceready` (the operating system is running, but the Paperspace agent might not be), and `ready`. " +
			"The data source does not start or stop the machine. Terraform reads data sources while planning, so the plan waits. If omitted, the data source does not wait.",
	}
	all["events"] = schema.ListNestedAttribute{
		Computed:            true,
		MarkdownDescription: "The latest events of the machine, newest first, at most ten.",
		NestedObject:        schema.NestedAttributeObject{Attributes: eventProperties.Shown()},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads one machine by its ID or by a unique name, such as a machine that another configuration manages. " +
			"With `wait_for`, it waits until the machine is in a certain state.",
		Attributes: all,
		Blocks: map[string]schema.Block{
			"timeouts": tfx.DataSourceTimeouts(ctx, datatimeouts.Opts{
				ReadDescription: tfx.TimeoutText("read the machine and wait for it", readTimeout),
			}),
		},
	}
}

// ValidateConfig implements datasource.DataSourceWithValidateConfig.
func (d *DataSource) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	var id, name types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("id"), &id)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("name"), &name)...)
	switch {
	case resp.Diagnostics.HasError():
	case id.IsNull() && name.IsNull():
		resp.Diagnostics.AddError("Missing id or name", "Set id or name. The data source paperspace_machines lists all machines.")
	case tfx.Known(id) && tfx.Known(name):
		resp.Diagnostics.AddAttributeError(path.Root("name"), "Both id and name",
			"Both arguments select a machine. Remove one of them.")
	}
}

// Read implements datasource.DataSource.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	defer tfx.AddWayOut(&resp.Diagnostics)
	client, ok := d.Configured.Ready("look up a machine", &resp.Diagnostics)
	if !ok {
		return
	}
	var waitFor types.String
	var timeouts datatimeouts.Value
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("wait_for"), &waitFor)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("timeouts"), &timeouts)...)
	timeout, diags := timeouts.Read(ctx, readTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	lookup := tfx.Lookup[paperspace.Machine]{
		Noun: "machine", Verb: "see", List: machinesOf(client),
		Describe: []paperspace.Field{paperspace.FieldName, "state", paperspace.FieldRegion, paperspace.FieldCreated},
		Advice:   "Set id, to the ID of one of these machines, instead of name.",
	}
	found, ok := lookup.One(ctx, properties().Only("id", "name").FilterOf(req.Config), client, &resp.Diagnostics)
	if !ok {
		return
	}
	found, err := whole(ctx, client, found)
	if err != nil {
		tfx.NotFetched("Failed to read machine", err, client, &resp.Diagnostics)
		return
	}
	if found, err = awaited(ctx, client, found, waitFor.ValueString()); err != nil {
		tfx.NotFetched("Machine did not become "+waitFor.ValueString(), err, client, &resp.Diagnostics)
		return
	}
	results := shownOf(found)
	results["events"] = tfx.ListOf(eventProperties, found.Events)
	tfx.SetResults(ctx, req, resp, results)
}

// machinesOf returns a function that finds machines by any filter. With an ID, it
// reads that machine and its events.
func machinesOf(c *ops.Client) func(context.Context, paperspace.Filter) ([]paperspace.Machine, error) {
	return func(ctx context.Context, f paperspace.Filter) ([]paperspace.Machine, error) {
		if id, given := f[paperspace.FieldID]; given && len(f) == 1 {
			m, err := c.Machines.Show(ctx, id)
			if errors.Is(err, paperspace.ErrNotFound) {
				return nil, nil
			}
			if err == nil {
				m, err = withEvents(ctx, c, m)
			}
			return []paperspace.Machine{m}, err
		}
		return c.ListMachines(ctx, f)
	}
}

// whole returns a machine with its events. It first reads a machine that comes from
// a list, so that the machine is not older than its events.
func whole(ctx context.Context, c *ops.Client, m paperspace.Machine) (_ paperspace.Machine, err error) {
	if m.Events == nil {
		if m, err = c.Machines.Show(ctx, m.ID); err != nil {
			return m, err
		}
	}
	return withEvents(ctx, c, m)
}

func withEvents(ctx context.Context, c *ops.Client, m paperspace.Machine) (_ paperspace.Machine, err error) {
	if m.Events == nil {
		m.Events, err = c.Machines.Events(ctx, m.ID)
	}
	return m, err
}

// awaited waits until the machine is in a state. It ignores events that have
// already ended; an event that is in progress can fail the wait.
func awaited(ctx context.Context, c *ops.Client, m paperspace.Machine, state string) (paperspace.Machine, error) {
	targets := map[string]wait.Target{
		desiredOff: wait.UntilOff, waitServiceReady: wait.UntilServiceReady, waitReady: wait.UntilReady,
	}
	target, wanted := targets[state]
	if !wanted || target.Reached(m) {
		return m, nil
	}
	if !isChangingTo(m.State, state) {
		// Another client has yet to start or stop the machine. With the original
		// target, the wait would fail, as after a power call that has no effect.
		target = wait.UntilShows(state, target.Reached)
	}
	past := map[string]bool{}
	for _, e := range m.Events {
		past[e.Handle] = !e.Running()
	}
	m, err := c.Watcher.Wait(ctx, wait.Wait{ID: m.ID, Name: m.Name, Target: target, Known: past})
	if err != nil {
		return m, err
	}
	if wantsAddress(m) && state != desiredOff {
		m = c.AwaitAddresses(ctx, m, func(m paperspace.Machine) bool { return m.PublicIPAddress != "" })
	}
	return withEvents(ctx, c, m)
}

// wantsAddress reports whether a machine that is on should get a public IP address, as
// far as the API shows.
func wantsAddress(m paperspace.Machine) bool {
	return m.DynamicPublicIP || m.AssignPublicIP != nil && *m.AssignPublicIP
}

// isChangingTo reports whether a machine is changing to a state. It returns false for an
// upgrade, because that ends in the state in which it began, which is not known.
func isChangingTo(now paperspace.State, state string) bool {
	end := paperspace.Ready
	if state == desiredOff {
		end = paperspace.Off
	}
	return now != paperspace.Upgrading && !now.Settled() && now.HeadsFor(end)
}
