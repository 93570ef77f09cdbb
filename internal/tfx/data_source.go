package tfx

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

var (
	_ datasource.DataSourceWithConfigure = (*One[any, paperspace.User])(nil)
	_ datasource.DataSourceWithConfigure = (*List[any, paperspace.User])(nil)
)

// Lister is the part of the API that lists objects of one kind.
type Lister[T any] interface {
	List(ctx context.Context, f paperspace.Filter) ([]T, error)
}

// DataSourceEdge is what every data source has to do with Terraform, whatever
// its noun: embed it.
type DataSourceEdge struct{ Configured *Configured }

// Configure implements datasource.DataSourceWithConfigure.
func (e *DataSourceEdge) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	e.Configured = From(req.ProviderData, &resp.Diagnostics)
}

// One is a data source of exactly one object T, with the model M: a field for
// each property, which is a filter if it is set, and a result afterwards.
type One[M any, T paperspace.Gettable] struct {
	DataSourceEdge
	Lookup[T]   // its List comes from Part
	Description string
	Properties  Properties
	// More are attributes beside the properties. It may be nil.
	More map[string]schema.Attribute
	// Part is nil of a generation that lacks it.
	Part func(c *paperspace.Client) Lister[T]
	// Filters are the fields of the model that are filters.
	Filters func(m M) any
	// ChooseFor returns [Lookup.Choose]. It may be nil.
	ChooseFor func(m M) func([]T) []T
	// Fill makes the model what was found, and may read what a list lacks.
	Fill func(ctx context.Context, c *paperspace.Client, m *M, found T) error
}

// Metadata implements datasource.DataSource.
func (d *One[M, T]) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.Noun
}

// Schema implements datasource.DataSource.
func (d *One[M, T]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	all := d.Properties.Sought(d.Noun + "s")
	for name, a := range d.More {
		all[name] = a
	}
	resp.Schema = schema.Schema{MarkdownDescription: d.Description, Attributes: all}
}

// Read implements datasource.DataSource.
func (d *One[M, T]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	defer AddWayOut(&resp.Diagnostics)
	ctx, cancel := ForRead(ctx)
	defer cancel()
	var m M
	client, lister := ask(ctx, d.Configured, d.Noun, "look up a "+d.Noun, d.Part, d.Filters, req, &m, &resp.Diagnostics)
	if lister == nil {
		return
	}
	lookup := d.Lookup
	lookup.List = lister.List
	if d.ChooseFor != nil {
		lookup.Choose = d.ChooseFor(m)
	}
	found, ok := lookup.One(ctx, Filter(d.Filters(m)), client, &resp.Diagnostics)
	if !ok {
		return
	}
	if err := d.Fill(ctx, client, &m, found); err != nil {
		NotFetched(capital(d.Noun)+" not read", err, client, &resp.Diagnostics)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// List is a data source of all objects T that match, with the model M: a field
// for each filter, and the results under the name of their plural.
type List[M any, T paperspace.Gettable] struct {
	DataSourceEdge
	Noun        string // "template"; an s makes the plural
	Description string
	Properties  Properties
	// Part is nil of a generation that lacks it.
	Part func(c *paperspace.Client) Lister[T]
	// Filters are the fields of the model that are filters.
	Filters func(m M) any
	Fill    func(m *M, found []T)
}

// Metadata implements datasource.DataSource.
func (d *List[M, T]) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.Noun + "s"
}

// Schema implements datasource.DataSource.
func (d *List[M, T]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	plural := d.Noun + "s"
	all := d.Properties.Filters(plural)
	all[plural] = schema.ListNestedAttribute{
		Computed:            true,
		MarkdownDescription: "The " + plural + " that match, in the service's order.",
		NestedObject:        schema.NestedAttributeObject{Attributes: d.Properties.Shown()},
	}
	resp.Schema = schema.Schema{MarkdownDescription: d.Description, Attributes: all}
}

// Read implements datasource.DataSource.
func (d *List[M, T]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	defer AddWayOut(&resp.Diagnostics)
	ctx, cancel := ForRead(ctx)
	defer cancel()
	var m M
	client, lister := ask(ctx, d.Configured, d.Noun, "list "+d.Noun+"s", d.Part, d.Filters, req, &m, &resp.Diagnostics)
	if lister == nil {
		return
	}
	filter := Filter(d.Filters(m))
	found, err := lister.List(ctx, filter)
	if err != nil {
		NotFetched(capital(d.Noun)+"s not read", err, client, &resp.Diagnostics)
		return
	}
	if len(found) == 0 {
		FoundNothing(filter, &resp.Diagnostics)
	}
	d.Fill(&m, found)
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

// ask reads the configuration and returns the client and its part, or says why
// there is none.
func ask[M, T any](ctx context.Context, configured *Configured, noun, what string, part func(*paperspace.Client) Lister[T], filters func(M) any,
	req datasource.ReadRequest, m *M, diags *diag.Diagnostics,
) (*paperspace.Client, Lister[T]) {
	client, ok := configured.Ready(what, diags)
	if !ok {
		return nil, nil
	}
	diags.Append(req.Config.Get(ctx, m)...)
	RefuseLacking(req.Config, client.Traits.Untold[noun], client.Name, diags)
	CheckRegion(Filter(filters(*m)), client, diags)
	lister := part(client)
	if diags.HasError() || !Offered(lister, capital(noun)+"s", what, client, diags) {
		return nil, nil
	}
	return client, lister
}

// Each turns all objects into items of a model; none is an empty list, not null.
func Each[T, I any](all []T, item func(T) I) []I {
	items := make([]I, 0, len(all))
	for _, t := range all {
		items = append(items, item(t))
	}
	return items
}
