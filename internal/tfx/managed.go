package tfx

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// Common are the attributes that every managed object has: embed it in the model.
type Common struct {
	ID       types.String   `tfsdk:"id"`
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

func (c *Common) common() *Common { return c }

// NewCommon returns the attributes of an object with this ID, and without timeouts.
func NewCommon(id string) Common {
	none := map[string]attr.Type{}
	for _, name := range []string{"create", "read", "update", "delete"} {
		none[name] = types.StringType
	}
	return Common{ID: types.StringValue(id), Timeouts: timeouts.Value{Object: types.ObjectNull(none)}}
}

// model is a pointer to a model M that embeds [Common].
type model[M any] interface {
	*M
	common() *Common
}

// Managed is a resource of one kind of object T that In creates, with the model M. A
// kind supplies its schema, its conversions, and what is special about it; the rest is
// the same for all.
type Managed[M any, P model[M], T paperspace.Gettable, In paperspace.Creation[T]] struct {
	ResourceEdge
	Imported
	// Describe returns the schema, without the attributes of [Common].
	Describe func() schema.Schema
	// Kind is nil of an API version that does not have it.
	Kind func(c *paperspace.Client) *paperspace.Kind[T, In]
	// Texts are the arguments that have to fit on a line.
	Texts []string

	// Creation converts a plan into what is to be created.
	Creation func(m P) In
	// Refresh makes the model what the service shows. Null or absent must not erase what
	// distinguishes one object from another.
	Refresh func(m P, t T)
	// Name returns the attribute that is the name, nil if objects of the kind have none.
	Name func(m P) *types.String

	// What follows may be nil.

	// Check checks and completes the plan of a create or a change.
	Check func(ctx context.Context, p *Planned[M])
	// Leaving returns a warning for the plan of a destroy, nil for none.
	Leaving func(ctx context.Context, c *paperspace.Client, m P) *Notice
	// Around does the work of a create within what has to be true for it. It may return a
	// warning.
	Around func(ctx context.Context, c *paperspace.Client, m P, create func(ctx context.Context) error) (*Notice, error)
	// Finish completes a new object, which is in the state already, and returns it as it
	// is then.
	Finish func(ctx context.Context, c *paperspace.Client, m P, t T) (T, *Notice, error)
	// FollowUps are the arguments that Finish sets. If it fails, the next apply sets
	// them, and the object is not replaced. If there are none, a Finish that fails means
	// that the object is useless.
	FollowUps []string
	// Change makes the changes beyond the name, and may return a warning. What it has
	// done before an error, it records in state.
	Change func(ctx context.Context, c *paperspace.Client, plan, state P) (warning *Notice, err error)
	// Absent returns what an ID is that is imported and that no object of the kind has, in
	// sentences, "" if that is not known.
	Absent func(ctx context.Context, c *paperspace.Client, id string) string
	// RefuseImport returns why an object cannot be managed, "" if it can.
	RefuseImport func(t T) string
}

// A Notice is a warning.
type Notice struct{ Summary, Detail string }

func (n *Notice) warn(diags *diag.Diagnostics) {
	if n != nil {
		diags.AddWarning(n.Summary, n.Detail)
	}
}

// anyManaged is one of them, for the assertions below.
type anyManaged = Managed[struct{ Common }, *struct{ Common }, paperspace.Snapshot, paperspace.SnapshotCreate]

var (
	_ resource.ResourceWithConfigure   = (*anyManaged)(nil)
	_ resource.ResourceWithModifyPlan  = (*anyManaged)(nil)
	_ resource.ResourceWithIdentity    = (*anyManaged)(nil)
	_ resource.ResourceWithImportState = (*anyManaged)(nil)
)

// Configure implements resource.ResourceWithConfigure.
func (r *Managed[M, P, T, In]) Configure(ctx context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.Lacking = func(c *paperspace.Client) error {
		if r.Kind(c) != nil {
			return nil
		}
		return c.Unsupported("use the resource paperspace_" + r.Type)
	}
	r.ResourceEdge.Configure(ctx, req, resp)
}

// Metadata implements resource.Resource.
func (r *Managed[M, P, T, In]) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + r.Type
}

// Schema implements resource.Resource.
func (r *Managed[M, P, T, In]) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	s := r.Describe()
	if _, described := s.Attributes["id"]; !described {
		s.Attributes["id"] = Shown("The ID of the " + r.Noun + ".")
	}
	s.Blocks = map[string]schema.Block{"timeouts": ResourceTimeouts(ctx, timeouts.Opts{
		Create: true, Read: true, Update: true, Delete: true,
		CreateDescription: TimeoutText("create the "+r.Noun, createTimeout), ReadDescription: TimeoutText("read the "+r.Noun, showTimeout),
		UpdateDescription: TimeoutText("change the "+r.Noun, updateTimeout), DeleteDescription: TimeoutText("destroy the "+r.Noun, deleteTimeout),
	})}
	resp.Schema = s
}

// Shown returns an attribute that the service fills and that does not change.
func Shown(description string) schema.StringAttribute {
	return schema.StringAttribute{
		Computed: true, MarkdownDescription: description,
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// Replacing returns a required argument whose change replaces the object.
func Replacing(description string) schema.StringAttribute {
	return schema.StringAttribute{
		Required: true, Validators: Filled(), MarkdownDescription: description,
		PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
	}
}

// IdentitySchema implements resource.ResourceWithIdentity.
func (r *Managed[M, P, T, In]) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = IDSchema(r.Noun)
}

// ImportState takes an ID or an identity; Read does the rest.
func (r *Managed[M, P, T, In]) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	r.ImportByID(ctx, r.Imported, req, resp)
}

// Planned is the plan of a create or a change, for [Managed.Check].
type Planned[M any] struct {
	Client       *paperspace.Client
	Plan, Config *M
	State        *M // nil for a create
	*resource.ModifyPlanResponse
	Unchecked Unchecked // checks that were not possible
}

// Checks reports whether lookups that check the plan make sense: they are not switched
// off, and this run has not written anything that they might miss.
func (p *Planned[M]) Checks() bool { return p.Client.Preflight && !p.Client.Wrote() }

// ModifyPlan rejects what the API version does not have, checks the plan, and warns of
// what a destroy leaves.
func (r *Managed[M, P, T, In]) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	defer AddWayOut(&resp.Diagnostics)
	CheckPlan[M](ctx, r.Noun, r.Texts, req, &resp.Diagnostics)
	client := r.Client()
	if client == nil || !r.Offered(client, &resp.Diagnostics) {
		return
	}
	var plan, config M
	var state *M
	if !req.State.Raw.IsNull() {
		state = new(M)
		resp.Diagnostics.Append(req.State.Get(ctx, state)...)
	}
	if req.Plan.Raw.IsNull() {
		r.warnBeforeDestroy(ctx, client, state, resp)
		return
	}
	pending := ReadPending(ctx, req.Private, &resp.Diagnostics)
	if req.Plan.Raw.Equal(req.State.Raw) && pending == nil {
		return
	}
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if len(pending.Wanted(&config)) > 0 {
		// What is shown as unknown makes an update of a plan that equals the state.
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("dt_created"), types.StringUnknown())...)
	}
	r.planName(ctx, client, req, resp)
	r.planRegion(ctx, req, resp)
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	checks, cancel := ForChecks(ctx)
	defer cancel()
	p := &Planned[M]{Client: client, Plan: &plan, Config: &config, State: state, ModifyPlanResponse: resp}
	if state == nil && req.Config.Raw.IsFullyKnown() {
		r.warnOfAlike(checks, p)
	}
	if r.Check != nil {
		r.Check(checks, p)
	}
	p.Unchecked.Report("Some checks of the "+r.Noun+" were not possible", client, &resp.Diagnostics)
}

// planName replaces an object whose name is not, or might not be, that of the state, if
// the API version cannot rename it.
func (r *Managed[M, P, T, In]) planName(ctx context.Context, c *paperspace.Client, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.Name == nil || r.Kind(c).Renames() || req.State.Raw.IsNull() {
		return
	}
	var planned, state types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("name"), &planned)...)
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("name"), &state)...)
	if !planned.Equal(state) {
		resp.RequiresReplace.Append(path.Root("name"))
	}
}

// warnOfAlike warns of objects like the one that a plan creates: a run that was killed
// might have created one that is in no state, and a second one would be billed, too.
func (r *Managed[M, P, T, In]) warnOfAlike(ctx context.Context, p *Planned[M]) {
	if r.Name == nil || !p.Checks() {
		return
	}
	same := Namesakes{Noun: r.Noun, Type: r.Type, Name: r.named(p.Plan)}
	all, err := r.Kind(p.Client).Alike(ctx, r.Creation(p.Plan))
	if err != nil {
		p.Unchecked.Add(same.Question(), err)
		return
	}
	for _, t := range all {
		created, _ := t.Get(paperspace.FieldCreated)
		same.Add(idOf(t), strings.TrimSpace("created "+created))
	}
	same.Warn(&p.Diagnostics)
}

func (r *Managed[M, P, T, In]) warnBeforeDestroy(ctx context.Context, c *paperspace.Client, state *M, resp *resource.ModifyPlanResponse) {
	if r.Leaving == nil || state == nil || resp.Diagnostics.HasError() {
		return
	}
	r.Leaving(ctx, c, state).warn(&resp.Diagnostics)
}
