package tfx

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
)

var (
	_ datasource.DataSourceWithConfigure = (*One[paperspace.User])(nil)
	_ datasource.DataSourceWithConfigure = (*List[paperspace.User])(nil)
)

// Lister is the part of the API that lists objects of one kind.
type Lister[T any] interface {
	List(ctx context.Context, f paperspace.Filter) ([]T, error)
}

// ListerFunc is a function as a [Lister].
type ListerFunc[T any] func(ctx context.Context, f paperspace.Filter) ([]T, error)

// List implements Lister.
func (list ListerFunc[T]) List(ctx context.Context, f paperspace.Filter) ([]T, error) {
	return list(ctx, f)
}

// PartOf returns k as the part of the API that lists it. If k is nil, it returns a nil
// interface.
func PartOf[T paperspace.Gettable, In paperspace.Creation[T]](k *ops.Kind[T, In]) Lister[T] {
	if k == nil {
		return nil
	}
	return k
}

// DataSourceEdge implements what all data sources have in common. Embed it.
type DataSourceEdge struct{ Configured *Configured }

// Configure implements datasource.DataSourceWithConfigure.
func (e *DataSourceEdge) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	e.Configured = From(req.ProviderData, &resp.Diagnostics)
}

// One is a data source of exactly one object. Each of its properties is a filter if the
// configuration sets it, and a result.
type One[T paperspace.Gettable] struct {
	DataSourceEdge
	Lookup[T]   // its List comes from Part
	Description string
	Properties  Properties
	// Part returns nil for an API version that lacks it.
	Part func(c *ops.Client) Lister[T]
	// MostRecent describes the argument most_recent, which takes the newest of several
	// objects. If it is "", there is no such argument.
	MostRecent string
	// More are results other than the properties. Complete returns their values, together
	// with the object itself, because a list might not contain all of it. Both can be
	// nil.
	More     map[string]schema.Attribute
	Complete func(ctx context.Context, c *ops.Client, found T) (T, map[string]attr.Value, error)
}

const mostRecent = "most_recent"

// Metadata implements datasource.DataSource.
func (d *One[T]) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.Noun
}

// Schema implements datasource.DataSource.
func (d *One[T]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	all := d.Properties.Sought(d.Noun + "s")
	maps.Copy(all, d.More)
	if d.MostRecent != "" {
		all[mostRecent] = schema.BoolAttribute{Optional: true, MarkdownDescription: d.MostRecent}
	}
	resp.Schema = schema.Schema{MarkdownDescription: d.Description, Attributes: all}
}

// Read implements datasource.DataSource.
func (d *One[T]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	defer AddWayOut(&resp.Diagnostics)
	ctx, cancel := ForRead(ctx)
	defer cancel()
	what := "look up a " + d.Noun
	client, ok := d.Configured.Ready(what, &resp.Diagnostics)
	if !ok {
		return
	}
	checkFilters(d.Properties, d.Noun, client, req.Config, &resp.Diagnostics)
	lister := d.Part(client)
	if resp.Diagnostics.HasError() || !Offered(lister, what, client, &resp.Diagnostics) {
		return
	}
	lookup := d.Lookup
	lookup.List = lister.List
	if d.MostRecent != "" {
		var newestOnly types.Bool
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(mostRecent), &newestOnly)...)
		if newestOnly.ValueBool() {
			lookup.Choose = newest[T]
		}
	}
	found, ok := lookup.One(ctx, d.Properties.FilterOf(req.Config), client, &resp.Diagnostics)
	if !ok {
		return
	}
	more := map[string]attr.Value{}
	if d.Complete != nil {
		var err error
		if found, more, err = d.Complete(ctx, client, found); err != nil {
			NotFetched("Failed to read "+d.Noun, err, client, &resp.Diagnostics)
			return
		}
	}
	maps.Copy(more, d.Properties.values(found))
	SetResults(ctx, req, resp, more)
}

// newest returns the object that was created last. An object without a valid date counts
// as the oldest.
func newest[T paperspace.Gettable](all []T) []T {
	created := func(t T) time.Time {
		text, _ := t.Get(paperspace.FieldCreated)
		at, _ := time.Parse(time.RFC3339, text)
		return at
	}
	return []T{slices.MaxFunc(all, func(a, b T) int { return created(a).Compare(created(b)) })}
}

// SetResults sets the state to the configuration and the results.
func SetResults(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse, results map[string]attr.Value) {
	resp.State.Raw = req.Config.Raw
	for name, value := range results {
		// Convert it through Terraform's own type, because a filter and a result can have
		// different types in the framework.
		raw, err := value.ToTerraformValue(ctx)
		if err == nil {
			var typed attr.Value
			if typed, err = resp.State.Schema.GetAttributes()[name].GetType().ValueFromTerraform(ctx, raw); err == nil {
				resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), typed)...)
			}
		}
		if err != nil {
			resp.Diagnostics.AddAttributeError(path.Root(name), "Result not stored", err.Error()+"\n\nThis is a bug in the provider. Report it at https://github.com/paperspace-community/terraform-provider-paperspace/issues.")
		}
	}
}

// List is a data source of all objects that match its filters. The results are in an
// attribute that has the plural of the kind as its name.
type List[T paperspace.Gettable] struct {
	DataSourceEdge
	Noun        string // "template"; an s makes the plural
	Description string
	Properties  Properties
	// FilterBy contains the properties that are filters; nil means all.
	FilterBy []string
	// Order describes the order of the objects, such as "sorted by name". The default is
	// the order of Paperspace's response.
	Order string
	Sort  func(all []T)
	// Values returns the properties of an object. The default is what its Get returns.
	Values func(T) map[string]attr.Value
	// Part returns nil for an API version that lacks it.
	Part func(c *ops.Client) Lister[T]
}

// Metadata implements datasource.DataSource.
func (d *List[T]) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.Noun + "s"
}

// filters returns the properties that are filters.
func (d *List[T]) filters() Properties {
	if d.FilterBy == nil {
		return d.Properties
	}
	return d.Properties.Only(d.FilterBy...)
}

// Schema implements datasource.DataSource.
func (d *List[T]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	plural := d.Noun + "s"
	all := d.filters().Filters(paperspace.Plural(words(d.Noun)))
	all[plural] = schema.ListNestedAttribute{
		Computed:            true,
		MarkdownDescription: "The " + paperspace.Plural(words(d.Noun)) + " that match, " + cmp.Or(d.Order, "in the order of Paperspace's response") + ".",
		NestedObject:        schema.NestedAttributeObject{Attributes: d.Properties.Shown()},
	}
	resp.Schema = schema.Schema{MarkdownDescription: d.Description, Attributes: all}
}

// words returns a part of a type name as words.
func words(name string) string {
	return strings.ReplaceAll(strings.ReplaceAll(name, "_", " "), "public ip", "public IP address")
}

// Read implements datasource.DataSource.
func (d *List[T]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	defer AddWayOut(&resp.Diagnostics)
	ctx, cancel := ForRead(ctx)
	defer cancel()
	what := "list " + paperspace.Plural(words(d.Noun))
	client, ok := d.Configured.Ready(what, &resp.Diagnostics)
	if !ok {
		return
	}
	checkFilters(d.filters(), d.Noun, client, req.Config, &resp.Diagnostics)
	lister := d.Part(client)
	if resp.Diagnostics.HasError() || !Offered(lister, what, client, &resp.Diagnostics) {
		return
	}
	filter := d.filters().FilterOf(req.Config)
	found, err := lister.List(ctx, filter)
	if err != nil {
		NotFetched("Failed to read "+paperspace.Plural(words(d.Noun)), err, client, &resp.Diagnostics)
		return
	}
	if len(found) == 0 {
		FoundNothing(filter, &resp.Diagnostics)
	}
	if d.Sort != nil {
		d.Sort(found)
	}
	results := ListOf(d.Properties, found)
	if d.Values != nil {
		results = ListValue(d.Properties, found, d.Values)
	}
	SetResults(ctx, req, resp, map[string]attr.Value{d.Noun + "s": results})
}

// checkFilters rejects filters that the API version cannot match, and unknown regions.
func checkFilters(filters Properties, noun string, c *ops.Client, config tfsdk.Config, diags *diag.Diagnostics) {
	RejectLacking(config, c.Traits.NotShown[noun], c.Name, diags)
	CheckRegion(filters.FilterOf(config), c, diags)
}

// Each converts all objects with item. Without objects, the result is empty and not nil,
// because Terraform distinguishes an empty list from null.
func Each[T, I any](all []T, item func(T) I) []I {
	items := make([]I, 0, len(all))
	for _, t := range all {
		items = append(items, item(t))
	}
	return items
}
