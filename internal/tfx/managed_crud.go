package tfx

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
)

// named returns the name of the object, or "" if it has none.
func (r *Managed[M, P, T, In]) named(m P) string {
	if r.Name == nil {
		return ""
	}
	return r.Name(m).ValueString()
}

// Create implements resource.Resource. It stores the object as soon as it has an ID, so
// that no failure can lose it.
func (r *Managed[M, P, T, In]) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	client, ok := r.Ready("create a "+r.Noun, &resp.Diagnostics)
	if !ok {
		return
	}
	var value M
	plan := P(&value)
	r.get(ctx, req.Plan, plan, &resp.Diagnostics)
	limits := plan.limits()
	ctx, cancel := Within(ctx, client, limits.Create, limits.create, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	made, tried := "", false
	create := func(ctx context.Context) error {
		tried = true
		created, err := r.Kind(client).Create(ctx, r.Creation(plan))
		if err != nil {
			return err
		}
		made = paperspace.IDOf(created.Object)
		r.store(ctx, plan, created.Object, resp)
		resp.Diagnostics.Append(LostCreate{
			Noun: r.Noun, Name: r.named(plan), ID: made, Adopted: created.Adopted, Others: created.Others, Resent: created.Resent,
		}.Warnings()...)
		if r.Finish == nil {
			return nil
		}
		object, notice, err := r.Finish(ctx, client, plan, created.Object)
		notice.warn(&resp.Diagnostics)
		if err == nil {
			r.store(ctx, plan, object, resp)
		}
		return err
	}
	var err error
	if r.Around != nil {
		var notice *Notice
		notice, err = r.Around(ctx, client, plan, create)
		notice.warn(&resp.Diagnostics)
	} else {
		err = create(ctx)
	}
	if err != nil && !tried {
		err = fmt.Errorf("no %s was created: %w", r.Noun, err)
	}
	switch {
	case err == nil:
	case made == "":
		resp.Diagnostics.Append(At(references(plan), err, func(err error) diag.Diagnostic {
			return Error("Failed to create "+titled(r.Noun, r.named(plan)), err, client)
		}))
	default:
		r.unfinished(ctx, plan, made, err, resp)
	}
}

// store sets the state to the plan and the values that Paperspace sets, because the
// result of an apply must not differ from its plan. It does not change the plan: a value
// that Paperspace does not show yet remains unknown there, and a later call sets it.
func (r *Managed[M, P, T, In]) store(ctx context.Context, plan P, object T, resp *resource.CreateResponse) {
	state, shown := *plan, *plan
	r.Refresh(&shown, object)
	P(&shown).setID(paperspace.IDOf(object))
	fillUnknown(P(&state), P(&shown))
	SetID(ctx, resp.Identity, paperspace.IDOf(object), &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

// unfinished reports the failure of a create that has created an object. An error taints
// the object, and the next apply replaces it. That is right only if Paperspace reports a
// failure, the create timed out, or the object is gone. In all other cases, unfinished
// adds a warning.
func (r *Managed[M, P, T, In]) unfinished(ctx context.Context, plan P, id string, err error, resp *resource.CreateResponse) {
	c := r.Client()
	name := label(r.Noun, r.named(plan), id)
	warn := func(text string) {
		resp.Diagnostics.Append(At(references(plan), err, func(err error) diag.Diagnostic {
			return Warning(capital(name)+" is not finished", Note(err, fmt.Sprintf("The %s was created and is in the state. %s.", r.Noun, text)), c)
		}))
	}
	missing := errors.Is(err, paperspace.ErrNotFound)
	var off *ops.StillOff
	switch {
	case errors.As(err, &off):
		resp.Diagnostics.Append(Warning("The machine of "+name+" is off", Note(err, fmt.Sprintf("The %s was created.", r.Noun)), c))
		return
	case len(r.FollowUps) > 0:
		PendingOf(plan, r.FollowUps...).Write(ctx, resp.Private, &resp.Diagnostics)
		warn("Some settings could not be applied, and the next apply sets them")
		return
	case ctx.Err() != nil && !errors.Is(ctx.Err(), context.DeadlineExceeded):
		warn("The run was interrupted while Paperspace was working on it, and the next plan shows whether it exists")
		return
	case !missing && !errors.Is(err, paperspace.ErrFailed) && !errors.Is(err, paperspace.ErrTimeout):
		warn("The provider could not read whether Paperspace has finished it, and the next plan shows whether it exists")
		return
	}
	own := context.WithoutCancel(ctx)
	found, readErr := r.Kind(c).Read(own, id)
	switch {
	case readErr == nil && !found.Found && !r.Kind(c).Making(own, r.Creation(plan)):
		resp.State.RemoveResource(ctx)
		err = Note(err, fmt.Sprintf("The %s does not exist, and the next apply creates another one.", r.Noun))
	case missing:
		warn("The provider could not read whether Paperspace has finished it")
		return
	}
	resp.Diagnostics.Append(Error("Failed to create "+name, err, c))
}

// Read implements resource.Resource.
func (r *Managed[M, P, T, In]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var value M
	state := P(&value)
	r.get(ctx, req.State, state, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	id, imported := state.getID(), onlyID(state)
	reading := Reading{Kind: r.Imported, ID: id, Import: imported}
	client, ok := r.BeginRead(ctx, reading, resp)
	if !ok {
		return
	}
	limits := state.limits()
	ctx, cancel := Within(ctx, client, limits.Read, limits.read, &resp.Diagnostics)
	defer cancel()
	if r.Name != nil { // only an address has none, and a released one can be claimed again
		r.Kind(client).Manages(id, r.named(state))
	}
	found, err := r.Kind(client).Read(ctx, id)
	switch {
	case err != nil:
		reading.Failed(err, client, &resp.Diagnostics)
		return
	case !found.Found && imported:
		resp.State.RemoveResource(ctx)
		what := ""
		if r.Absent != nil {
			what = r.Absent(ctx, client, id)
		}
		r.NotFound(id, what, &resp.Diagnostics)
		return
	case !found.Found && r.Kind(client).Making(ctx, r.Creation(state)):
		resp.Diagnostics.Append(Gone{Noun: r.Noun, Name: r.named(state), ID: id}.BeingMade())
		return
	case !found.Found:
		resp.State.RemoveResource(ctx)
		resp.Diagnostics.Append(Gone{Noun: r.Noun, Name: r.named(state), ID: id, Empty: found.Empty}.Warning(client))
		return
	}
	if imported && r.RejectImport != nil {
		if why := r.RejectImport(found.Object); why != "" {
			resp.Diagnostics.AddError(fmt.Sprintf("%s %s cannot be managed", capital(r.Noun), id), why)
			return
		}
	}
	before := value
	r.Refresh(state, found.Object)
	ReadPending(ctx, req.Private, &resp.Diagnostics).Unshown(state).Write(ctx, resp.Private, &resp.Diagnostics)
	if r.Complete != nil {
		err := r.Complete(ctx, &Found[M, T]{
			Client: client, Object: found.Object, Before: before, State: state, Private: resp.Private, Diagnostics: &resp.Diagnostics,
		})
		if err != nil {
			reading.Failed(err, client, &resp.Diagnostics)
			return
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// Update implements resource.Resource.
func (r *Managed[M, P, T, In]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	client, ok := r.Ready("change a "+r.Noun, &resp.Diagnostics)
	if !ok {
		return
	}
	var planned, before, configured M
	plan, state, config := P(&planned), P(&before), P(&configured)
	r.get(ctx, req.Plan, plan, &resp.Diagnostics)
	r.get(ctx, req.State, state, &resp.Diagnostics)
	r.get(ctx, req.Config, config, &resp.Diagnostics)
	id := state.getID()
	// Terraform before 1.12 sends no identity.
	SetID(ctx, resp.Identity, id, &resp.Diagnostics)
	limits := plan.limits()
	ctx, cancel := Within(ctx, client, limits.Update, limits.update, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	fillUnknown(plan, state)
	if r.Name != nil && Changed(*r.Name(state), *r.Name(plan)) && r.keepsName(client) { // planned while the API version was not known
		resp.Diagnostics.AddAttributeError(path.Root("name"), "Failed to rename "+label(r.Noun, r.named(state), id),
			fmt.Sprintf("A %s cannot be renamed with api_version = %q, only replaced. Nothing was changed.\n\nRun terraform apply again: its plan replaces it.", r.Noun, client.Name))
		return
	}
	if r.Name != nil && r.Kind(client).Renames() && Changed(*r.Name(state), *r.Name(plan)) {
		if err := r.Kind(client).Rename(ctx, id, r.named(plan)); err != nil {
			resp.Diagnostics.Append(Error("Failed to rename "+r.Noun, err, client))
			return
		}
		*r.Name(state) = *r.Name(plan)
		resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	}
	if r.Change != nil {
		ReadPending(ctx, req.Private, &resp.Diagnostics).Wanted(config).Forget(state)
		notice, err := r.Change(ctx, client, plan, state)
		notice.warn(&resp.Diagnostics)
		if err != nil {
			resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
			resp.Diagnostics.Append(At(references(plan), err, func(err error) diag.Diagnostic {
				return Error(cmp.Or(r.NotChanged, "Failed to change "+label(r.Noun, r.named(plan), id)), err, client)
			}))
			return
		}
	}
	Pending(nil).Write(ctx, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
}

// Delete implements resource.Resource.
func (r *Managed[M, P, T, In]) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	client, ok := r.Ready("destroy a "+r.Noun, &resp.Diagnostics)
	if !ok {
		return
	}
	var value M
	state := P(&value)
	r.get(ctx, req.State, state, &resp.Diagnostics)
	limits := state.limits()
	ctx, cancel := Within(ctx, client, limits.Delete, limits.delete, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	id := state.getID()
	err := r.Kind(client).Settle(ctx, id, r.Creation(state))
	if err == nil {
		err = r.Kind(client).Destroy(ctx, id)
	}
	switch {
	case errors.Is(err, paperspace.ErrUnsupported):
		name := label(r.Noun, r.named(state), id)
		resp.Diagnostics.AddWarning(capital(name)+" still exists",
			fmt.Sprintf("Terraform removes %s from the state only: %s. It might be billed. Destroy it in the Paperspace console.", name, Cause(err)))
	case err != nil:
		resp.Diagnostics.Append(Error("Failed to destroy "+r.Noun, Note(err, fmt.Sprintf("%s %s stays in the state.", capital(r.Noun), id)), client))
	}
}
