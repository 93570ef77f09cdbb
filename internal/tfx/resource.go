package tfx

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
)

// ResourceEdge implements what all resources have in common. Embed it.
type ResourceEdge struct {
	Configured *Configured
	// Lacking returns an error for an API version that does not offer the resource. It is
	// nil if every API version does.
	Lacking func(c *ops.Client) error
}

// Configure implements resource.ResourceWithConfigure.
func (e *ResourceEdge) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	e.Configured = From(req.ProviderData, &resp.Diagnostics)
}

// Client returns the client. It is nil while the provider configuration is not known.
func (e *ResourceEdge) Client() *ops.Client {
	if e.Configured == nil {
		return nil
	}
	return e.Configured.Client
}

// Ready returns the client for an operation that needs it. If there is none, or if its
// API version does not offer the resource, Ready adds an error and reports false.
func (e *ResourceEdge) Ready(what string, diags *diag.Diagnostics) (*ops.Client, bool) {
	client, ok := e.Configured.Ready(what, diags)
	return client, ok && e.Offered(client, diags)
}

// Offered reports whether the configured API version offers the resource. If it does not,
// Offered adds an error that names the one that does.
func (e *ResourceEdge) Offered(c *ops.Client, diags *diag.Diagnostics) bool {
	return offers(e.Lacking, c, diags)
}

// offers reports whether lacking, which can be nil, returns no error for the client. It
// adds the error, which also blocks a destroy without a refresh.
func offers(lacking func(c *ops.Client) error, c *ops.Client, diags *diag.Diagnostics) bool {
	if lacking == nil {
		return true
	}
	err := lacking(c)
	if err != nil {
		diags.Append(blocking{Error("Not supported by this API version", err, c)})
	}
	return err == nil
}

// Refresh describes a read for messages.
type Refresh struct {
	Noun     string // "Script"
	What     string // "script scf64o4"
	Import   string // "import a script"
	Imported bool   // nothing but the identity is known yet
}

// ForRead returns the client for a read. Without a client, the state is kept with a
// warning, and an import is an error.
func (e *ResourceEdge) ForRead(r Refresh, diags *diag.Diagnostics) (*ops.Client, bool) {
	client := e.Client()
	switch {
	case client != nil:
		return client, e.Offered(client, diags)
	case r.Imported:
		e.Configured.Ready(r.Import, diags)
	default:
		diags.AddWarning("Failed to refresh "+strings.ToLower(r.Noun), "The state of "+r.What+" is taken as it is. "+e.Configured.Why())
	}
	return nil, false
}

// BeginRead records the identity of an object and returns the client for a read of it;
// see [ResourceEdge.ForRead]. It records the identity first: if the object is gone and
// has no stored identity (imported by ID, or from an older state), the plan would
// otherwise fail instead of recreating the object.
func (e *ResourceEdge) BeginRead(ctx context.Context, r Reading, resp *resource.ReadResponse) (*ops.Client, bool) {
	SetID(ctx, resp.Identity, r.ID, &resp.Diagnostics)
	noun := r.Kind.Noun
	return e.ForRead(Refresh{Noun: capital(noun), What: noun + " " + r.ID, Import: "import a " + noun, Imported: r.Import}, &resp.Diagnostics)
}

// SetID records the ID as the identity. Terraform before 1.12 ignores it.
func SetID(ctx context.Context, identity *tfsdk.ResourceIdentity, id string, diags *diag.Diagnostics) {
	if identity != nil && id != "" {
		diags.Append(identity.SetAttribute(ctx, path.Root("id"), id)...)
	}
}
