// Package machine implements the resource paperspace_machine, with its data sources,
// list resource, and actions.
//
// schema.go and model.go define the attributes, convert.go converts a model to API
// types and back, validate.go and plan.go check and plan a configuration,
// lifecycle.go carries out the operations, and resource.go connects them to
// Terraform: it reads models, calls the operations, and stores the results.
package machine

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/timing"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

var (
	_ resource.ResourceWithConfigure      = (*Resource)(nil)
	_ resource.ResourceWithValidateConfig = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan     = (*Resource)(nil)
	_ resource.ResourceWithIdentity       = (*Resource)(nil)
	_ resource.ResourceWithImportState    = (*Resource)(nil)
)

// Resource implements paperspace_machine.
type Resource struct {
	tfx.ResourceEdge
	tfx.Imported
}

// NewResource returns an unconfigured resource.
func NewResource() resource.Resource {
	return &Resource{Imported: tfx.Imported{Noun: kindName, Type: kindName, Prefix: "ps"}}
}

// Schema implements resource.Resource.
func (r *Resource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = resourceSchema(ctx)
}

// ImportState sets the ID from an ID or an identity. Read does the rest.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.ImportByID(ctx, r.Imported, req, resp)
}

// Create implements resource.Resource.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	r.CreateNoting(ctx, req, resp, resp.Private)
}

// CreateNoting is Create with other private state than that of the response. With it, the
// plugin server can create a machine without the framework.
func (r *Resource) CreateNoting(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse, notes tfx.PrivateWriter) {
	client, ok := r.Ready("create a machine", &resp.Diagnostics)
	if !ok {
		return
	}
	plan := fromPlan(ctx, req.Plan, &resp.Diagnostics)
	// Only the configuration contains a write-only value. It must not get into the
	// model: Terraform drops a partial state that contains one, and loses the machine.
	password := fromConfig(ctx, req.Config, &resp.Diagnostics).Password
	tfx.HideSecret(ctx, password)
	timeout, diags := plan.Timeouts.Create(ctx, tfx.CreateTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := timing.WithTimeout(ctx, timeout)
	defer cancel()

	made, err := create(ctx, client, &plan, password.ValueString())
	if err != nil {
		resp.Diagnostics.Append(tfx.At(plan.references(), err, func(err error) diag.Diagnostic {
			return tfx.Error(fmt.Sprintf("Failed to create machine %q", plan.Name.ValueString()), err, client)
		}))
		return
	}
	got := made.Object
	resp.Diagnostics.Append(tfx.LostCreate{Noun: kindName, Name: plan.Name.ValueString(), ID: got.ID, Adopted: made.Adopted, Others: made.Others, Resent: made.Resent}.Warnings()...)
	// Identity, private state, and the whole plan are recorded before anything
	// else can go wrong, so that no failure can lose the machine.
	store := func(m paperspace.Machine) {
		result := plan
		result.fill(m)
		noteClaim(ctx, notes, &result, &resp.Diagnostics)
		intoState(ctx, &resp.State, &result, &resp.Diagnostics)
	}
	tfx.SetID(ctx, resp.Identity, got.ID, &resp.Diagnostics)
	tfx.WriteKey(ctx, notes, keyCreating, creating{}, &resp.Diagnostics)
	tfx.WriteKey(ctx, notes, keyApplied, appliedValues(&plan), &resp.Diagnostics)
	store(got)

	if made.Adopted || made.Resent { // the search might have taken all of the time
		var again context.CancelFunc
		ctx, again = timing.Renew(ctx, timeout)
		defer again()
	}
	got, failed, err := comeUp(ctx, client, made, &plan)
	failed = failed && !made.Adopted // an adopted machine might belong to another run
	markWithdrawn(ctx, notes, err, &resp.Diagnostics)
	switch {
	case failed:
		store(got)
		resp.Diagnostics.Append(tfx.Error(fmt.Sprintf("Machine %q (%s) did not come up", plan.Name.ValueString(), got.ID), failedNote(err), client))
		return
	case err == nil:
		if plan.WaitFor.ValueString() != waitNone {
			tfx.ClearKey(ctx, notes, keyCreating, &resp.Diagnostics)
		}
		var pending tfx.Pending
		got, pending, err = finish(ctx, client, got, &plan)
		pending.Write(ctx, notes, &resp.Diagnostics)
	default:
		tfx.PendingOf(&plan, followUps...).Write(ctx, notes, &resp.Diagnostics)
	}
	store(got)
	if err == nil {
		warnOfNoAddress(client, got, &plan, nil, &resp.Diagnostics)
	} else {
		// An error would taint the machine, and the next apply would destroy it.
		resp.Diagnostics.Append(tfx.Warning(fmt.Sprintf("Machine %q (%s) is not finished", plan.Name.ValueString(), got.ID), unfinishedNote(ctx, got, err), client))
	}
}

// Read implements resource.Resource.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	state := fromState(ctx, req.State, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	id, imported := state.ID.ValueString(), state.Name.IsNull()
	reading := tfx.Reading{Kind: r.Imported, ID: id, Import: imported}
	client, ok := r.BeginRead(ctx, reading, resp)
	if !ok {
		return
	}
	ctx, cancel := tfx.Within(ctx, client, state.Timeouts.Read, tfx.ReadTimeout, &resp.Diagnostics)
	defer cancel()

	client.Manages(id, state.Name.ValueString())
	unfinished := readBegun(ctx, req.Private, &resp.Diagnostics)
	destroying := tfx.ReadKey[bool](ctx, req.Private, keyDestroying, &resp.Diagnostics)
	found, err := readOnce(ctx, client, &state)
	if destroying != nil && err == nil && found.Found { // an earlier apply tried to destroy it
		found.Object = client.Examine(ctx, found.Object)
	}
	gone := tfx.Gone{Noun: kindName, Name: state.Name.ValueString(), ID: id, Empty: found.Empty, Loss: "If it was destroyed, the data on its disk is lost."}
	switch {
	case err != nil:
		reading.Failed(err, client, &resp.Diagnostics)
		return
	case !found.Found && unfinished.create.awaited():
		tfx.WriteKey(ctx, resp.Private, keyCreating, creating{Missing: true}, &resp.Diagnostics)
		resp.Diagnostics.Append(gone.NotShownYet())
		return
	case !found.Found:
		resp.State.RemoveResource(ctx)
		if imported {
			r.NotFound(id, "", &resp.Diagnostics)
		} else {
			gone.Loss += spaced(addressLeft(ctx, client, &state))
			resp.Diagnostics.Append(gone.Warning(client))
		}
		return
	case found.Object.BeingDestroyed() && imported:
		gone.Name = found.Object.Name
		resp.Diagnostics.Append(gone.NotImported())
		return
	case found.Object.BeingDestroyed():
		resp.State.RemoveResource(ctx)
		gone.Loss += spaced(addressLeft(ctx, client, &state))
		resp.Diagnostics.Append(gone.BeingDestroyed())
		return
	}
	if unfinished.create != nil {
		tfx.WriteKey(ctx, resp.Private, keyCreating, creating{}, &resp.Diagnostics)
		r.followUp(ctx, client, found.Object, &state, resp)
	}
	if unfinished.stopped != nil && found.Object.State == unfinished.power(&state) {
		tfx.ClearKey(ctx, resp.Private, keyStopped, &resp.Diagnostics)
	}
	state.refresh(found.Object)
	unfinished.pending.Unshown(&state).Write(ctx, resp.Private, &resp.Diagnostics)
	own := tfx.ReadKey[claimed](ctx, req.Private, keyClaimed, &resp.Diagnostics)
	if imported && state.AssignPublicIP.ValueBool() || own != nil && own.Address == "" {
		noteClaim(ctx, resp.Private, &state, &resp.Diagnostics)
	}
	intoState(ctx, &resp.State, &state, &resp.Diagnostics)
}

// followUp ends a create whose outcome is unknown if the machine is up, and warns if it
// failed.
func (r *Resource) followUp(ctx context.Context, client *ops.Client, got paperspace.Machine, state *model, resp *resource.ReadResponse) {
	switch {
	case target(state).Reached(got) || state.DesiredState.ValueString() == string(got.State):
		tfx.ClearKey(ctx, resp.Private, keyCreating, &resp.Diagnostics)
	case got.State == paperspace.Off && state.DesiredState.ValueString() != desiredReady: // otherwise the plan starts it
		resp.Diagnostics.Append(neverCameUp(ctx, client, got, state))
	}
}

// Update implements resource.Resource.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	client, ok := r.Ready("change a machine", &resp.Diagnostics)
	if !ok {
		return
	}
	plan := fromPlan(ctx, req.Plan, &resp.Diagnostics)
	state := fromState(ctx, req.State, &resp.Diagnostics)
	// Terraform before 1.12 does not send the identity.
	tfx.SetID(ctx, resp.Identity, state.ID.ValueString(), &resp.Diagnostics)
	config := fromConfig(ctx, req.Config, &resp.Diagnostics)
	tfx.HideSecret(ctx, config.Password) // an update might finish a create, whose events might quote it
	timeout, diags := plan.Timeouts.Update(ctx, tfx.UpdateTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	within, cancel := timing.WithTimeout(ctx, timeout)
	defer cancel()

	unfinished := readBegun(ctx, req.Private, &resp.Diagnostics)
	unfinished.pending = unfinished.pending.Wanted(&config)
	if unfinished.stopped == nil && plan.update(&state, client.Traits.InPlace).Rebuilds() {
		unfinished.stopped = &stopped{Was: restingState(&state)}
		tfx.WriteKey(ctx, resp.Private, keyStopped, unfinished.stopped, &resp.Diagnostics)
	}
	applied := readApplied(ctx, req.Private, &resp.Diagnostics)
	got, err := change(within, client, &plan, &state, unfinished)
	if err != nil {
		if unfinished.create != nil {
			markWithdrawn(ctx, resp.Private, err, &resp.Diagnostics)
		}
		after := unfinished.stopped.settle(ctx, client, &plan, &state, err)
		resp.Diagnostics.Append(tfx.At(plan.references(), err, func(err error) diag.Diagnostic {
			return after.diagnostic(client, &plan, &state, err)
		}))
		if after.back {
			tfx.ClearKey(ctx, resp.Private, keyStopped, &resp.Diagnostics)
		}
		intoState(ctx, &resp.State, halfway(ctx, client, &plan, &state), &resp.Diagnostics)
		return
	}
	record := appliedValues(&plan)
	if shrinks(&plan, &state) {
		applied.sizeError(&plan, &state, &resp.Diagnostics)
		record = record.withSize(applied)
		keepSize(&plan, &state, got)
	}
	if got != nil {
		warnOfNoAddress(client, *got, &plan, &state, &resp.Diagnostics)
		plan.fill(*got)
	} else {
		plan.fillFrom(&state)
	}
	tfx.ClearKey(ctx, resp.Private, keyCreating, &resp.Diagnostics)
	tfx.ClearKey(ctx, resp.Private, keyStopped, &resp.Diagnostics)
	tfx.Pending(nil).Write(ctx, resp.Private, &resp.Diagnostics)
	tfx.WriteKey(ctx, resp.Private, keyApplied, record, &resp.Diagnostics)
	if tfx.Changed(state.AssignPublicIP, plan.AssignPublicIP) {
		noteClaim(ctx, resp.Private, &plan, &resp.Diagnostics)
	}
	intoState(ctx, &resp.State, &plan, &resp.Diagnostics)
}

// Delete implements resource.Resource. It needs only the ID, because the state of a
// tainted machine might contain little else.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	client, ok := r.Ready("destroy a machine", &resp.Diagnostics)
	if !ok {
		return
	}
	state := fromState(ctx, req.State, &resp.Diagnostics)
	create := readCreating(ctx, req.Private, &resp.Diagnostics)
	ctx, cancel := tfx.Within(ctx, client, state.Timeouts.Delete, tfx.DeleteTimeout, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	own := tfx.ReadKey[claimed](ctx, req.Private, keyClaimed, &resp.Diagnostics)
	if err := remove(ctx, client, &state, create, own); err != nil {
		tfx.WriteKey(ctx, resp.Private, keyDestroying, true, &resp.Diagnostics)
		resp.Diagnostics.Append(notDestroyed(ctx, client, &state, err))
		return
	}
	warnAfterDestroy(ctx, client, &state, own, &resp.Diagnostics)
}
