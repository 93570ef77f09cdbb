package network

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

var (
	_ resource.ResourceWithConfigure   = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan  = (*Resource)(nil)
	_ resource.ResourceWithIdentity    = (*Resource)(nil)
	_ resource.ResourceWithImportState = (*Resource)(nil)
)

// How long an operation may take. None of them waits for anything but answers,
// except that a network is not empty before its last machine is gone.
const (
	writeTimeout = 10 * time.Minute
	readTimeout  = 2 * time.Minute
)

// Resource is paperspace_network: a private network.
type Resource struct{ tfx.ResourceEdge }

// imports is how a network is imported.
var imports = tfx.Imported{Noun: "network", Prefix: "n"}

// NewResource returns an unconfigured resource.
func NewResource() resource.Resource { return &Resource{tfx.ResourceEdge{Lacking: lacking}} }

// lacking is the error for a generation without private networks that can be made.
func lacking(c *paperspace.Client) error {
	if c.PrivateNetworks != nil {
		return nil
	}
	return paperspace.Unsupported("use the resource paperspace_network", c.Name, "v1")
}

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_network"
}

// Schema implements resource.Resource.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = resourceSchema()
}

// IdentitySchema implements resource.ResourceWithIdentity.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = tfx.IDSchema("network")
}

// ImportState takes an id or an identity; Read does the rest.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.ImportByID(ctx, imports, req, resp)
}

// ModifyPlan refuses what the generation cannot do, fills in the region of a
// new network, and replaces one whose region changes.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	defer tfx.AddWayOut(&resp.Diagnostics)
	tfx.CheckPlan[resourceModel](ctx, "network", []string{"name", "region"}, req, &resp.Diagnostics)
	client := r.Client()
	if req.Plan.Raw.IsNull() || client == nil || !r.Offered(client, &resp.Diagnostics) || req.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	var plan resourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	var configured tfx.Region
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("region"), &configured)...)
	var state resourceModel
	if req.State.Raw.IsNull() {
		if region, ok := r.Configured.DefaultRegion("network", configured, &resp.Diagnostics); ok {
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("region"), region)...)
		}
	} else {
		resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
		// A region that is not known yet might be another one, and then the apply
		// would end in "inconsistent final plan".
		if configured.IsNull() || !tfx.Known(state.Region) || !plan.Region.IsUnknown() && plan.Region.Means(state.Region) {
			return
		}
		resp.RequiresReplace.Append(path.Root("region"))
		resp.Diagnostics.AddAttributeWarning(path.Root("region"), fmt.Sprintf("Network %q will be destroyed and recreated", state.Name.ValueString()),
			"Paperspace destroys a network only when no machine is in it, and a machine stays in its region. If machines are in the network, replace or destroy them in the same change, or first.")
	}
	if tfx.Known(configured) {
		tfx.CheckNewRegion(configured.ValueString(), client, &resp.Diagnostics)
	}
}

// Create implements resource.Resource.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	client, ok := r.Ready("create a network", &resp.Diagnostics)
	if !ok {
		return
	}
	var plan resourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := paperspace.WithTimeout(ctx, writeTimeout)
	defer cancel()
	made, err := client.CreateNetwork(ctx, plan.create())
	if err != nil {
		resp.Diagnostics.Append(tfx.Error(fmt.Sprintf("Failed to create network %q", plan.Name.ValueString()), err, client))
		return
	}
	got := made.Object
	resp.Diagnostics.Append(tfx.LostCreate{
		Noun: "network", Name: plan.Name.ValueString(), ID: got.ID, Adopted: made.Adopted, Others: made.Others, Resent: made.Resent,
	}.Warnings()...)
	name := plan.Name
	plan.refresh(got)
	plan.Name = name // the result of an apply is what was planned
	tfx.SetID(ctx, resp.Identity, got.ID, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// Read implements resource.Resource.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state resourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	id := state.ID.ValueString()
	// First of all: a vanished network without a stored identity would fail the
	// plan instead of being created anew.
	tfx.SetID(ctx, resp.Identity, id, &resp.Diagnostics)
	imported := state.Name.IsNull()
	client, ok := r.ForRead(tfx.Reading{Noun: "Network", What: "network " + id, Import: "import a network", Imported: imported}, &resp.Diagnostics)
	if !ok {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	found, err := client.FindNetwork(ctx, id)
	switch {
	case err != nil:
		imports.ReadFailed(id, imported, err, client, &resp.Diagnostics)
	case found.Found:
		state.refresh(found.Object)
		resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	default:
		resp.State.RemoveResource(ctx)
		if imported {
			imports.NotFound(id, &resp.Diagnostics)
		} else {
			resp.Diagnostics.Append(tfx.Gone{Noun: "network", Name: state.Name.ValueString(), ID: id, Empty: found.Empty}.Warning(client))
		}
	}
}

// Update implements resource.Resource. Only the name changes.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	client, ok := r.Ready("change a network", &resp.Diagnostics)
	if !ok {
		return
	}
	var plan, state resourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	// Terraform before 1.12 sends no identity along.
	tfx.SetID(ctx, resp.Identity, state.ID.ValueString(), &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	if tfx.Changed(state.Name, plan.Name) {
		if err := client.PrivateNetworks.Rename(ctx, state.ID.ValueString(), plan.Name.ValueString()); err != nil {
			resp.Diagnostics.Append(tfx.Error("Network not renamed", err, client))
			return
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// Delete implements resource.Resource.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	client, ok := r.Ready("destroy a network", &resp.Diagnostics)
	if !ok {
		return
	}
	var id types.String
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("id"), &id)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	if err := client.DestroyNetwork(ctx, id.ValueString()); err != nil {
		resp.Diagnostics.Append(tfx.Error("Network not destroyed", fmt.Errorf("network %s stays in the state: %w", id.ValueString(), err), client))
	}
}
