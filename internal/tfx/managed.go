package tfx

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
)

// model is a pointer to a model M that embeds [Common] or [Brief].
type model[M any] interface {
	*M
	setID(id string)
	getID() string
	limits() limits
}

// Managed is a resource for one kind of object T, which is created from In, with the
// model M. A kind supplies its schema, its conversions, and its own rules. Everything
// else is the same for all kinds.
type Managed[M any, P model[M], T paperspace.Gettable, In paperspace.Creation[T]] struct {
	ResourceEdge
	Imported
	// Describe returns the schema, without the attributes of [Common].
	Describe func() schema.Schema
	// Kind returns nil for an API version that does not have the kind.
	Kind func(c *ops.Client) *ops.Kind[T, In]
	// Texts are the names of the arguments that must fit on a line.
	Texts []string

	// Creation converts a plan into the request for a create.
	Creation func(m P) In
	// Refresh copies what Paperspace shows to the model. If a response omits a value that
	// distinguishes one object from another, Refresh must keep it.
	Refresh func(m P, t T)
	// Name returns the name attribute. It is nil if objects of the kind have no name.
	Name func(m P) *types.String

	// The following fields can be nil.

	// Hide hides the secrets of a model; see [HideText].
	Hide func(ctx context.Context, m P)
	// Check checks and completes the plan of a create or a change.
	Check func(ctx context.Context, p *Planned[M])
	// Leaving returns a warning for the plan of a destroy, or nil.
	Leaving func(ctx context.Context, c *ops.Client, m P) *Notice
	// Around calls create after it has established what create requires, and might undo
	// that afterward. It can return a warning.
	Around func(ctx context.Context, c *ops.Client, m P, create func(ctx context.Context) error) (*Notice, error)
	// Finish completes a new object, which is already in the state, and returns it with
	// the changes.
	Finish func(ctx context.Context, c *ops.Client, m P, t T) (T, *Notice, error)
	// FollowUps are the arguments that Finish sets. If it fails, the next apply sets
	// them, and the object is not replaced. Without follow-ups, a failed Finish can taint
	// the object; see unfinished.
	FollowUps []string
	// Change makes all changes except for a name that Kind can rename. It can return a
	// warning. Before it returns an error, it records in state what it has changed.
	Change func(ctx context.Context, c *ops.Client, plan, state P) (warning *Notice, err error)
	// Absent returns sentences on an imported ID that no object of the kind has: what the
	// ID belongs to, and what to do. It returns "" if that is not known.
	Absent func(ctx context.Context, c *ops.Client, id string) string
	// NotChanged is the summary of an error from Change. The default names the object.
	NotChanged string
	// Complete reads what a read of the object does not show.
	Complete func(ctx context.Context, f *Found[M, T]) error
	// RejectImport returns why an object cannot be managed, or "" if it can.
	RejectImport func(t T) string
}

// A Notice is a warning.
type Notice struct{ Summary, Detail string }

func (n *Notice) warn(diags *diag.Diagnostics) {
	if n != nil {
		diags.AddWarning(n.Summary, n.Detail)
	}
}

// Found is the result of a read, for [Managed.Complete].
type Found[M, T any] struct {
	Client *ops.Client
	Object T
	Before M  // the state before the read
	State  *M // the state as Refresh has made it
	// Private is nil in a list resource.
	Private     PrivateWriter
	Diagnostics *diag.Diagnostics
}

// anyManaged is an instance of Managed for the assertions below.
type anyManaged = Managed[Common, *Common, paperspace.Snapshot, paperspace.SnapshotCreate]

var (
	_ resource.ResourceWithConfigure   = (*anyManaged)(nil)
	_ resource.ResourceWithModifyPlan  = (*anyManaged)(nil)
	_ resource.ResourceWithIdentity    = (*anyManaged)(nil)
	_ resource.ResourceWithImportState = (*anyManaged)(nil)
)

// Configure implements resource.ResourceWithConfigure.
func (r *Managed[M, P, T, In]) Configure(ctx context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.Lacking = func(c *ops.Client) error {
		if r.Kind(c) != nil {
			return nil
		}
		return c.Unsupported("manage paperspace_" + r.Type)
	}
	r.ResourceEdge.Configure(ctx, req, resp)
}

// Schema implements resource.Resource.
func (r *Managed[M, P, T, In]) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	s := r.Describe()
	if _, described := s.Attributes["id"]; !described {
		s.Attributes["id"] = Shown("The ID of the " + r.Noun + ".")
	}
	s.Blocks = map[string]schema.Block{"timeouts": ResourceTimeouts(ctx, timeouts.Opts{
		Create: true, Read: true, Update: true, Delete: true,
		CreateDescription: TimeoutText("create the "+r.Noun, CreateTimeout), ReadDescription: TimeoutText("read the "+r.Noun, ReadTimeout),
		UpdateDescription: TimeoutText("change the "+r.Noun, UpdateTimeout), DeleteDescription: TimeoutText("destroy the "+r.Noun, DeleteTimeout),
	})}
	resp.Schema = s
}

// Shown returns an attribute that Paperspace sets and that does not change.
func Shown(description string) schema.StringAttribute {
	return schema.StringAttribute{
		Computed: true, MarkdownDescription: description,
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// Replacing returns a required argument that replaces the object if it changes.
func Replacing(description string) schema.StringAttribute {
	return schema.StringAttribute{
		Required: true, Validators: Filled(), MarkdownDescription: description,
		PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
	}
}

// ImportState implements resource.ResourceWithImportState. It accepts an ID or an
// identity.
func (r *Managed[M, P, T, In]) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.ImportByID(ctx, r.Imported, req, resp)
}

// Planned is the plan of a create or a change, for [Managed.Check].
type Planned[M any] struct {
	Client       *ops.Client
	Plan, Config *M
	State        *M // nil for a create
	Request      resource.ModifyPlanRequest
	*resource.ModifyPlanResponse
	Unchecked Unchecked // checks that were not possible
}

// Checks reports whether the plan can be checked with lookups: they are not disabled, and
// this run has not written anything that they might miss.
func (p *Planned[M]) Checks() bool { return p.Client.Preflight && !p.Client.Wrote() }

// ModifyPlan implements resource.ResourceWithModifyPlan. It rejects what the API version
// does not have, checks the plan, and warns about what a destroy leaves behind.
func (r *Managed[M, P, T, In]) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	defer AddWayOut(&resp.Diagnostics)
	CheckPlan[M](ctx, r.Texts, req, &resp.Diagnostics)
	client := r.Client()
	if client == nil || !r.Offered(client, &resp.Diagnostics) {
		return
	}
	var plan, config M
	var state *M
	if !req.State.Raw.IsNull() {
		state = new(M)
		r.get(ctx, req.State, state, &resp.Diagnostics)
	}
	if req.Plan.Raw.IsNull() {
		r.warnBeforeDestroy(ctx, client, state, resp)
		return
	}
	pending := ReadPending(ctx, req.Private, &resp.Diagnostics)
	if req.Plan.Raw.Equal(req.State.Raw) && pending == nil {
		return
	}
	r.get(ctx, req.Config, &config, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if len(pending.Wanted(&config)) > 0 {
		// An unknown value turns a plan that equals the state into an update.
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("dt_created"), types.StringUnknown())...)
	}
	r.planName(ctx, client, req, resp)
	r.planRegion(ctx, req, resp)
	r.get(ctx, resp.Plan, &plan, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	checks, cancel := ForChecks(ctx)
	defer cancel()
	p := &Planned[M]{Client: client, Plan: &plan, Config: &config, State: state, Request: req, ModifyPlanResponse: resp}
	if r.Check != nil {
		r.Check(checks, p)
	}
	what := "changed "
	if state == nil {
		what = "new "
		r.warnOfAlike(checks, p)
	}
	p.Unchecked.Report("Could not check "+what+paperspace.Plural(r.Noun), client, &resp.Diagnostics)
}

// keepsName reports whether the name of an object cannot change: the API version cannot
// rename it, and the kind has no Change.
func (r *Managed[M, P, T, In]) keepsName(c *ops.Client) bool {
	return r.Name != nil && r.Change == nil && !r.Kind(c).Renames()
}

// planName plans a replacement if the name differs, or might differ, from that of the
// state and the API version cannot rename the object.
func (r *Managed[M, P, T, In]) planName(ctx context.Context, c *ops.Client, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.State.Raw.IsNull() || !r.keepsName(c) {
		return
	}
	var planned, state types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("name"), &planned)...)
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("name"), &state)...)
	if !planned.Equal(state) {
		resp.RequiresReplace.Append(path.Root("name"))
	}
}

// warnOfAlike warns about existing objects like the one that a plan creates. A run that
// was killed might have created one that is in no state, and a second one would be
// billed, too.
func (r *Managed[M, P, T, In]) warnOfAlike(ctx context.Context, p *Planned[M]) {
	kind := r.Kind(p.Client)
	known := r.Name != nil && Known(*r.Name(p.Plan)) && (kind.Unique() || p.Request.Config.Raw.IsFullyKnown())
	if !known || p.Diagnostics.HasError() || !p.Checks() {
		return
	}
	same := Namesakes{Noun: r.Noun, Type: r.Type, Name: r.named(p.Plan)}
	all, err := kind.Alike(ctx, r.Creation(p.Plan))
	if err != nil {
		p.Unchecked.Add(same.Question(), err)
		return
	}
	for _, t := range all {
		created, _ := t.Get(paperspace.FieldCreated)
		if created != "" { // snapshots have no date
			created = "created " + created
		}
		same.Add(paperspace.IDOf(t), created)
	}
	same.Warn(&p.Diagnostics)
}

func (r *Managed[M, P, T, In]) warnBeforeDestroy(ctx context.Context, c *ops.Client, state *M, resp *resource.ModifyPlanResponse) {
	if r.Leaving == nil || state == nil || resp.Diagnostics.HasError() {
		return
	}
	r.Leaving(ctx, c, state).warn(&resp.Diagnostics)
}
