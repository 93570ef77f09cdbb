// Package access implements the resource paperspace_machine_access.
package access

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/timing"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

var (
	_ resource.ResourceWithConfigure   = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan  = (*Resource)(nil)
	_ resource.ResourceWithIdentity    = (*Resource)(nil)
	_ resource.ResourceWithImportState = (*Resource)(nil)
)

// writeTimeout limits a create or a delete, which waits only for responses.
const writeTimeout = 5 * time.Minute

// Resource is paperspace_machine_access.
type Resource struct{ tfx.ResourceEdge }

// NewResource returns an unconfigured resource.
func NewResource() resource.Resource { return &Resource{tfx.ResourceEdge{Lacking: lacking}} }

// lacking returns the error for an API version without access.
func lacking(c *ops.Client) error {
	if c.Access != nil {
		return nil
	}
	return c.Unsupported("manage paperspace_machine_access")
}

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_machine_access"
}

// Schema implements resource.Resource.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = resourceSchema()
}

// IdentitySchema implements resource.ResourceWithIdentity.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"machine_id": identityschema.StringAttribute{RequiredForImport: true, Description: "The ID of the machine."},
		"user_id":    identityschema.StringAttribute{RequiredForImport: true, Description: "The ID of the user who has access."},
	}}
}

// ImportState accepts "machine_id/user_id" or an identity. If the API version does not return who has access, the
// access is imported without a check.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	client, ok := r.Ready("import the access to a machine", &resp.Diagnostics)
	if !ok {
		return
	}
	who := imported(ctx, req, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if client.AccessList == nil {
		resp.Diagnostics.AddWarning("Access not verified",
			fmt.Sprintf("The CORE API does not return who has access to a machine, so the provider did not check whether user %s has access to machine %s. "+
				"To make sure, grant the access again with terraform apply -replace.", who.UserID.ValueString(), who.MachineID.ValueString()))
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("machine_id"), who.MachineID)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("user_id"), who.UserID)...)
	setIdentity(ctx, resp.Identity, &model{MachineID: who.MachineID, UserID: who.UserID}, &resp.Diagnostics)
}

// ModifyPlan rejects what the API version does not support, and plans the ID, which is known when its parts are.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	defer tfx.AddWayOut(&resp.Diagnostics)
	if req.Plan.Raw.IsNull() {
		return
	}
	if client := r.Client(); client != nil && !r.Offered(client, &resp.Diagnostics) {
		return
	}
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if req.State.Raw.IsNull() {
		tfx.CheckTexts(&plan, nil, []string{"machine_id", "user_id"}, tfx.Errors(&resp.Diagnostics))
	}
	if resp.Diagnostics.HasError() || !plan.ID.IsUnknown() || !tfx.Known(plan.MachineID) || !tfx.Known(plan.UserID) {
		return
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("id"), plan.compound())...)
}

// Create implements resource.Resource.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	client, ok := r.Ready("grant access to a machine", &resp.Diagnostics)
	if !ok {
		return
	}
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := timing.WithTimeout(ctx, writeTimeout)
	defer cancel()
	err := client.Access.Grant(ctx, plan.MachineID.ValueString(), plan.UserID.ValueString())
	if err != nil && !paperspace.HadEffect(err) {
		both := tfx.References(map[string]types.String{"machine_id": plan.MachineID, "user_id": plan.UserID})
		resp.Diagnostics.Append(tfx.At(both, err, func(err error) diag.Diagnostic { return tfx.Error("Failed to grant access", err, client) }))
		return
	}
	plan.ID = plan.compound()
	setIdentity(ctx, resp.Identity, &plan, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	if err != nil {
		resp.Diagnostics.Append(perhapsGranted(err, &plan, client))
	}
}

// perhapsGranted reports a request without a response. The access stays in the state, because it would otherwise
// remain without a record. With API v1, the next refresh detects whether it exists. CORE has no request that shows
// it, so an error taints it. Revoking and granting it again loses nothing.
func perhapsGranted(err error, m *model, c *ops.Client) diag.Diagnostic {
	title := fmt.Sprintf("Access of user %q to machine %q might be missing", m.UserID.ValueString(), m.MachineID.ValueString())
	const lost = "the request was sent, and its response was lost. The access is in the state"
	if c.AccessList == nil {
		return tfx.Error(title, fmt.Errorf("%s, marked as tainted: the next apply revokes and grants it: %w", lost, err), c)
	}
	return tfx.Warning(title, fmt.Errorf("%s. The next plan checks whether it exists, and if not, plans to grant it: %w", lost, err), c)
}

// Read implements resource.Resource.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	isNew := state.ID.IsNull()
	// This must come first: an object that has vanished without a stored identity would fail the plan instead of
	// being recreated.
	setIdentity(ctx, resp.Identity, &state, &resp.Diagnostics)
	client, ok := r.ForRead(tfx.Refresh{
		Noun: "Access", What: state.ID.ValueString(), Import: "import the access to a machine", Imported: isNew,
	}, &resp.Diagnostics)
	if !ok {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, tfx.ReadTimeout)
	defer cancel()

	gone, err := lost(ctx, client, &state)
	switch {
	case err != nil:
		tfx.NotRead("Failed to read access", err, client, &resp.Diagnostics)
	case gone != "":
		resp.State.RemoveResource(ctx)
		if isNew {
			notImported(&state, gone, &resp.Diagnostics)
		} else {
			resp.Diagnostics.AddWarning(fmt.Sprintf("Access of user %s to machine %s no longer exists", state.UserID.ValueString(), state.MachineID.ValueString()),
				gone+" Terraform removes the access from the state and plans to grant it again.")
		}
	default:
		state.ID = state.compound()
		resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
	}
}

// notImported returns the error for an imported access that does not exist, with the reason.
func notImported(m *model, gone string, diags *diag.Diagnostics) {
	id := m.MachineID.ValueString()
	if machines := (tfx.Imported{Noun: "machine", Prefix: "ps", Type: "machine"}); !machines.LooksLikeID(id) {
		machines.NotFound(id, "", diags)
		return
	}
	diags.AddError(fmt.Sprintf("User %s has no access to machine %s", m.UserID.ValueString(), id),
		"Nothing was imported. "+gone+" To grant the access, remove the import and apply the resource.")
}

// lost returns the reason why the access no longer exists, or "" if it exists or the API does not show that.
func lost(ctx context.Context, c *ops.Client, m *model) (why string, err error) {
	machine, user := m.MachineID.ValueString(), m.UserID.ValueString()
	found, err := c.BulkReader.Read(ctx, machine)
	switch {
	case err != nil:
		return "", err
	case !found.Found && found.Empty:
		return fmt.Sprintf("Two checks at least 5 seconds apart did not find machine %s, and Paperspace lists no machine at all for this API key. "+
			"Unless you expect that, do not apply. Check that %s is the right endpoint and that the API key from %s belongs to the right team.",
			machine, c.Endpoint, c.KeySource), nil
	case !found.Found:
		return fmt.Sprintf("Two checks at least 5 seconds apart did not find machine %s.", machine), nil
	case found.Object.BeingDestroyed():
		return fmt.Sprintf("Machine %s is being destroyed.", machine), nil
	case c.AccessList == nil:
		return "", nil
	}
	has, err := c.HasAccess(ctx, machine, user)
	switch {
	case err == nil && !has:
		why = fmt.Sprintf("Two checks at least 5 seconds apart did not find user %s among the users with access to machine %s.", user, machine)
	case err != nil && errors.Is(c.RejectDestroyed(ctx, "read the access to machine "+machine, machine), paperspace.ErrBeingDestroyed):
		// A machine that is being destroyed has no list of accessors, even without a deletion date.
		return fmt.Sprintf("Machine %s is being destroyed.", machine), nil
	}
	return why, err
}

// Update implements resource.Resource. No argument can be updated.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	setIdentity(ctx, resp.Identity, &plan, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// Delete implements resource.Resource.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	client, ok := r.Ready("revoke the access to a machine", &resp.Diagnostics)
	if !ok {
		return
	}
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	if err := client.RevokeAccess(ctx, state.MachineID.ValueString(), state.UserID.ValueString()); err != nil {
		resp.Diagnostics.Append(tfx.Error("Failed to revoke access", fmt.Errorf("access %s stays in the state: %w", state.ID.ValueString(), err), client))
	}
}

// setIdentity sets the identity, which Terraform before 1.12 ignores.
func setIdentity(ctx context.Context, identity *tfsdk.ResourceIdentity, m *model, diags *diag.Diagnostics) {
	if identity != nil && tfx.Known(m.MachineID) && tfx.Known(m.UserID) {
		diags.Append(identity.Set(ctx, identityModel{MachineID: m.MachineID, UserID: m.UserID})...)
	}
}
