package tfx

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
)

// Stream lists the objects that match every filter, as they arrive. The sequence ends
// after the first error.
type Stream[T any] func(ctx context.Context, f paperspace.Filter) iter.Seq2[T, error]

// StreamOf returns the objects of part as a stream, or nil if part is nil.
func StreamOf[T any](part Lister[T]) Stream[T] {
	if part == nil {
		return nil
	}
	return func(ctx context.Context, f paperspace.Filter) iter.Seq2[T, error] {
		return paperspace.Each(part.List(ctx, f))
	}
}

// Listing is the part of a list resource that is specific to one kind of object.
type Listing[T paperspace.Gettable] struct {
	// Filters are the arguments, all of which have to match.
	Filters Properties
	// Text begins the description, after "Lists".
	Text string
	// Keep returns an object as a read shows it. It reports false for an object that
	// cannot be managed, which is left out. Keep can be nil.
	Keep func(ctx context.Context, c *ops.Client, t T) (shown T, keep bool, err error)
}

// ListResource is a list resource. It lists existing objects for terraform query, whether
// or not they are managed.
type ListResource[T paperspace.Gettable] struct {
	Listing[T]
	Noun string // "private network"
	Type string // of the resource, without the provider: "network"
	// Stream returns nil for an API version that lacks the kind.
	Stream func(c *ops.Client) Stream[T]
	// Fill sets the state of an object to what an import and a read would return.
	Fill func(ctx context.Context, c *ops.Client, t T, into *tfsdk.Resource) diag.Diagnostics

	configured *Configured
}

var _ list.ListResourceWithConfigure = (*ListResource[paperspace.Snapshot])(nil)

// Metadata implements list.ListResource. The name is that of the managed resource.
func (l *ListResource[T]) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + l.Type
}

// ListResourceConfigSchema implements list.ListResource.
func (l *ListResource[T]) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	all := paperspace.Plural(l.Noun)
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists " + l.Text + " They are listed for `terraform query`, whether or not Terraform manages them. If several filters are set, all of them must match. " +
			"The guide [Adopting machines you already have](../guides/adopting-machines.md) shows how to import what is listed.\n\n" +
			"**Terraform stops after 100 " + all + " without a message.** Set `limit` in the `list` block to more than there are. " +
			"`terraform query` needs Terraform 1.14.2 or later, because 1.14.0 cannot generate configuration. OpenTofu does not have it.",
		Attributes: map[string]schema.Attribute{},
	}
	for name, a := range l.Filters.Filters(all) {
		resp.Schema.Attributes[name] = a
	}
}

// Configure implements list.ListResourceWithConfigure.
func (l *ListResource[T]) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	l.configured = From(req.ProviderData, &resp.Diagnostics)
}

// List implements list.ListResource. It reads no more of the stream than Terraform needs.
func (l *ListResource[T]) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var diags diag.Diagnostics
	client, ok := l.configured.Ready("list "+paperspace.Plural(l.Noun), &diags)
	if !ok {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	objects := l.Stream(client)
	if objects == nil {
		diags.Append(Error("Not supported by this API version", client.Unsupported("list "+paperspace.Plural(l.Noun)), client))
	} else {
		RejectLacking(req.Config, client.Traits.NotShown[l.Type], client.Name, &diags)
		CheckRegion(l.Filters.FilterOf(req.Config), client, &diags)
	}
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = func(push func(list.ListResult) bool) {
		ctx, cancel := ForRead(ctx)
		defer cancel()
		found := int64(0)
		for t, err := range objects(ctx, l.Filters.FilterOf(req.Config)) {
			keep := true
			if err == nil && l.Keep != nil {
				t, keep, err = l.Keep(ctx, client, t)
			}
			switch {
			case err != nil:
				var failed diag.Diagnostics
				NotFetched("Failed to list "+paperspace.Plural(l.Noun), err, client, &failed)
				push(list.ListResult{Diagnostics: failed})
				return
			case !keep:
				continue
			}
			found++
			if !push(l.result(ctx, client, req, t)) || found == req.Limit {
				return
			}
		}
		if found > 0 {
			return
		}
		var diags diag.Diagnostics
		if FoundNothing(l.Filters.FilterOf(req.Config), &diags); len(diags) > 0 {
			push(list.ListResult{Diagnostics: diags})
		}
	}
}

// result returns an object with its identity and, if Terraform needs it, its state.
func (l *ListResource[T]) result(ctx context.Context, c *ops.Client, req list.ListRequest, t T) list.ListResult {
	result := req.NewListResult(ctx)
	id := paperspace.IDOf(t)
	result.DisplayName = id
	if name, _ := t.Get(paperspace.FieldName); name != "" {
		result.DisplayName = fmt.Sprintf("%s (%s)", Line(name), id)
	}
	SetID(ctx, result.Identity, id, &result.Diagnostics)
	if req.IncludeResource {
		result.Diagnostics.Append(l.Fill(ctx, c, t, result.Resource)...)
	}
	return result
}

// ListResource returns the list resource of the kind. It omits objects that cannot be
// imported.
func (r *Managed[M, P, T, In]) ListResource(l Listing[T]) list.ListResource {
	keep := l.Keep
	l.Keep = func(ctx context.Context, c *ops.Client, t T) (T, bool, error) {
		if r.RejectImport != nil && r.RejectImport(t) != "" {
			return t, false, nil
		}
		if keep == nil {
			return t, true, nil
		}
		return keep(ctx, c, t)
	}
	return &ListResource[T]{
		Listing: l, Noun: r.Noun, Type: r.Type,
		Stream: func(c *ops.Client) Stream[T] { return StreamOf(PartOf(r.Kind(c))) },
		Fill: func(ctx context.Context, c *ops.Client, t T, into *tfsdk.Resource) (diags diag.Diagnostics) {
			var m M
			P(&m).setID(paperspace.IDOf(t))
			r.Refresh(&m, t)
			if r.Complete != nil {
				if err := r.Complete(ctx, &Found[M, T]{Client: c, Object: t, State: &m, Diagnostics: &diags}); err != nil {
					return diag.Diagnostics{Error("Failed to read "+r.Noun, err, c)}
				}
			}
			diags.Append(into.Set(ctx, &m)...)
			return diags
		},
	}
}
