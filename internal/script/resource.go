// Package script is the resource paperspace_script, and the data sources for
// scripts.
package script

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

var (
	_ resource.ResourceWithConfigure    = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan   = (*Resource)(nil)
	_ resource.ResourceWithIdentity     = (*Resource)(nil)
	_ resource.ResourceWithImportState  = (*Resource)(nil)
	_ resource.ResourceWithUpgradeState = (*Resource)(nil)
)

// How long an operation may take. None of them waits for anything but answers.
const (
	createTimeout = 10 * time.Minute
	readTimeout   = 2 * time.Minute
	updateTimeout = 10 * time.Minute
	deleteTimeout = 5 * time.Minute
)

// Resource is paperspace_script.
type Resource struct{ tfx.ResourceEdge }

// imports is how a script is imported.
var imports = tfx.Imported{Noun: "script", Type: "script", Prefix: "sc"}

// NewResource returns an unconfigured resource.
func NewResource() resource.Resource { return &Resource{tfx.ResourceEdge{Lacking: lacking}} }

// lacking is the error for a generation without scripts.
func lacking(c *paperspace.Client) error {
	if c.Scripts != nil {
		return nil
	}
	return c.Unsupported("use paperspace_script")
}

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_script"
}

// Schema implements resource.Resource.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = resourceSchema()
}

// IdentitySchema implements resource.ResourceWithIdentity.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = tfx.IDSchema("script")
}

// ImportState takes an id or an identity; Read does the rest.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.ImportByID(ctx, imports, req, resp)
}

// ModifyPlan refuses what the generation cannot do, checks what is to be
// created and decides what replaces the script.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	defer tfx.AddWayOut(&resp.Diagnostics)
	tfx.CheckPlan[resourceModel](ctx, "script", []string{"name", "machine_id"}, req, &resp.Diagnostics)
	checkRunnable(ctx, req, &resp.Diagnostics)
	client := r.Client()
	pending := tfx.ReadPending(ctx, req.Private, &resp.Diagnostics)
	if req.Plan.Raw.IsNull() || client == nil || !r.Offered(client, &resp.Diagnostics) || req.Plan.Raw.Equal(req.State.Raw) && pending == nil {
		return
	}
	tfx.RefuseLacking(req.Config, client.Traits.ScriptLacks, client.Name, &resp.Diagnostics)
	var plan, state resourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return // without warnings about what is rejected
	}
	tfx.HideText(ctx, plan.Text)
	if req.State.Raw.IsNull() {
		checkText(plan, &resp.Diagnostics)
		checkName(ctx, client, plan.Name, &resp.Diagnostics)
		return
	}
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	tfx.HideText(ctx, state.Text)
	if resp.Diagnostics.HasError() {
		return
	}
	for _, field := range replacing(client, &plan, &state, machinesSeen(ctx, req.Private, &resp.Diagnostics)) {
		resp.RequiresReplace.Append(path.Root(string(field)))
	}
	var config resourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if len(pending.Wanted(&config)) > 0 {
		// What is shown as unknown makes an update of a plan that equals the state.
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("dt_created"), types.StringUnknown())...)
	}
}

// Create implements resource.Resource.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	client, ok := r.Ready("create a script", &resp.Diagnostics)
	if !ok {
		return
	}
	var plan resourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	tfx.HideText(ctx, plan.Text)
	ctx, cancel := paperspace.WithTimeout(ctx, createTimeout)
	defer cancel()
	in := plan.create()
	made, err := client.CreateScript(ctx, in)
	if err != nil {
		resp.Diagnostics.Append(tfx.At(plan.references(), err, func(err error) diag.Diagnostic {
			return tfx.Error(fmt.Sprintf("Failed to create script %q", in.Name), err, client)
		}))
		return
	}
	got := made.Object
	resp.Diagnostics.Append(tfx.LostCreate{Noun: "script", Name: in.Name, ID: got.ID, Adopted: made.Adopted, Others: made.Others, Resent: made.Resent}.Warnings()...)
	plan.fill(got)
	tfx.SetID(ctx, resp.Identity, got.ID, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	if err := client.FinishScript(ctx, got, in); err != nil {
		// An error would taint the script, and the next apply would replace it.
		tfx.PendingOf(&plan, "is_enabled", "machine_id").Write(ctx, resp.Private, &resp.Diagnostics)
		resp.Diagnostics.Append(tfx.At(plan.references(), err, func(err error) diag.Diagnostic {
			return tfx.Warning(fmt.Sprintf("Script %q (%s) is not finished", in.Name, got.ID),
				fmt.Errorf("the script was created and is in the state, but not everything could be set. The next apply finishes it: %w", err), client)
		}))
	}
}

// Read implements resource.Resource.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state resourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	tfx.HideText(ctx, state.Text)
	id := state.ID.ValueString()
	// First of all: a vanished script without a stored identity (import by id, an
	// older state) would fail the plan instead of being created anew.
	tfx.SetID(ctx, resp.Identity, id, &resp.Diagnostics)
	imported := state.Name.IsNull()
	client, ok := r.ForRead(tfx.Reading{Noun: "Script", What: "script " + id, Import: "import a script", Imported: imported}, &resp.Diagnostics)
	if !ok {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()

	found, err := client.FindScript(ctx, id)
	switch {
	case err != nil:
		imports.ReadFailed(id, imported, err, client, &resp.Diagnostics)
		return
	case !found.Found:
		resp.State.RemoveResource(ctx)
		if imported {
			imports.NotFound(id, "", &resp.Diagnostics)
		} else {
			resp.Diagnostics.Append(tfx.Gone{Noun: "script", Name: state.Name.ValueString(), ID: id, Empty: found.Empty}.Warning(client))
		}
		return
	}
	state.refresh(found.Object, client.Traits.ScriptLacks)
	if err := readRest(ctx, client, found.Object, &state); err != nil {
		imports.ReadFailed(id, imported, err, client, &resp.Diagnostics)
		return
	}
	shown := state
	if !slices.Contains(found.Object.MachineIDs, state.MachineID.ValueString()) {
		shown.MachineID = types.StringNull() // whatever the state keeps
	}
	tfx.ReadPending(ctx, req.Private, &resp.Diagnostics).Unshown(&shown).Write(ctx, resp.Private, &resp.Diagnostics)
	if found.Object.MachineIDs != nil {
		tfx.WriteKey(ctx, resp.Private, keyMachines, found.Object.MachineIDs, &resp.Diagnostics)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

// Update implements resource.Resource. Where a script cannot be changed, all
// that comes here is recorded: a description that is "" instead of null, and the
// machine of an imported script.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	client, ok := r.Ready("change a script", &resp.Diagnostics)
	if !ok {
		return
	}
	var plan, state resourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	tfx.HideText(ctx, plan.Text, state.Text)
	// Terraform before 1.12 sends no identity along.
	tfx.SetID(ctx, resp.Identity, state.ID.ValueString(), &resp.Diagnostics)
	if fields := replacing(client, &plan, &state, machinesSeen(ctx, req.Private, &resp.Diagnostics)); len(fields) > 0 {
		// Planned while the generation was not known.
		resp.Diagnostics.AddAttributeError(path.Root(string(fields[0])), "Script cannot be changed",
			fmt.Sprintf("Script %s is as it was: a script cannot be changed with api_version = %q, only replaced. Plan and apply again, and it is replaced.",
				state.ID.ValueString(), client.Name))
	}
	if resp.Diagnostics.HasError() {
		return
	}
	if client.ScriptEdits != nil {
		var config resourceModel
		resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
		tfx.ReadPending(ctx, req.Private, &resp.Diagnostics).Wanted(&config).Forget(&state)
		ctx, cancel := paperspace.WithTimeout(ctx, updateTimeout)
		defer cancel()
		if _, err := client.ChangeScript(ctx, plan.change(&state)); err != nil {
			resp.Diagnostics.Append(tfx.At(plan.references(), err, func(err error) diag.Diagnostic {
				return tfx.Error("Script not changed as planned", err, client)
			}))
			return // the state stays as it was, and the next plan shows what is left
		}
	}
	if plan.CreatedAt.IsUnknown() {
		plan.CreatedAt = state.CreatedAt
	}
	tfx.Pending(nil).Write(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// Delete implements resource.Resource.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	client, ok := r.Ready("destroy a script", &resp.Diagnostics)
	if !ok {
		return
	}
	var id, text types.String
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("id"), &id)...)
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("script_text"), &text)...)
	tfx.HideText(ctx, text)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, deleteTimeout)
	defer cancel()
	if err := client.DestroyScript(ctx, id.ValueString()); err != nil {
		resp.Diagnostics.Append(tfx.Error("Script not destroyed", fmt.Errorf("script %s stays in the state: %w", id.ValueString(), err), client))
	}
}
