package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	actionschema "github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	dataschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/list"
	listschema "github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	provschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	resschema "github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// shapesProvider has every form of schema, so that the comparison with the CLI does not depend on
// those that our provider uses now.
type shapesProvider struct{}

var (
	_ provider.Provider                  = shapesProvider{}
	_ provider.ProviderWithListResources = shapesProvider{}
	_ provider.ProviderWithActions       = shapesProvider{}
	_ resource.ResourceWithIdentity      = shapesResource{}
)

func (shapesProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "shapes"
}

func (shapesProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = provschema.Schema{
		MarkdownDescription: "Shapes of *all* kinds.",
		Attributes: map[string]provschema.Attribute{
			"token": provschema.StringAttribute{Optional: true, Sensitive: true, Description: "Plain <text> & more."},
		},
	}
}

func (shapesProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

func (shapesProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return shapesResource{} }}
}

func (shapesProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{func() datasource.DataSource { return shapesData{} }}
}

func (shapesProvider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{func() list.ListResource { return shapesList{} }}
}

func (shapesProvider) Actions(context.Context) []func() action.Action {
	return []func() action.Action{func() action.Action { return shapesAction{} }}
}

type shapesResource struct{ resource.Resource }

func (shapesResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "shapes_thing"
}

func (shapesResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	inner := resschema.NestedAttributeObject{Attributes: map[string]resschema.Attribute{
		"name": resschema.StringAttribute{Required: true, MarkdownDescription: "A `name`."},
		"deep": resschema.SingleNestedAttribute{Optional: true, Attributes: map[string]resschema.Attribute{
			"size": resschema.Int64Attribute{Optional: true, Computed: true},
		}},
	}}
	block := resschema.NestedBlockObject{
		Attributes: map[string]resschema.Attribute{"on": resschema.BoolAttribute{Optional: true}},
		Blocks: map[string]resschema.Block{
			"below": resschema.SingleNestedBlock{Attributes: map[string]resschema.Attribute{
				"on": resschema.BoolAttribute{Optional: true},
			}},
		},
	}
	resp.Schema = resschema.Schema{
		Version:            3,
		Description:        "A thing.",
		DeprecationMessage: "Use another thing.",
		Attributes: map[string]resschema.Attribute{
			"id":     resschema.StringAttribute{Computed: true},
			"old":    resschema.NumberAttribute{Optional: true, DeprecationMessage: "Use ratio."},
			"ratio":  resschema.Float64Attribute{Optional: true},
			"any":    resschema.DynamicAttribute{Optional: true},
			"secret": resschema.StringAttribute{Optional: true, Sensitive: true, WriteOnly: true},
			"tags":   resschema.MapAttribute{Optional: true, ElementType: types.StringType},
			"order":  resschema.ListAttribute{Optional: true, ElementType: types.ListType{ElemType: types.Int64Type}},
			"bag":    resschema.SetAttribute{Optional: true, ElementType: types.BoolType},
			"object": resschema.ObjectAttribute{Computed: true, AttributeTypes: map[string]attr.Type{
				"host": types.StringType, "ports": types.SetType{ElemType: types.Int64Type},
			}},
			"in_list": resschema.ListNestedAttribute{Optional: true, NestedObject: inner},
			"in_set":  resschema.SetNestedAttribute{Optional: true, NestedObject: inner},
			"in_map":  resschema.MapNestedAttribute{Computed: true, NestedObject: inner, Description: "By name."},
		},
		Blocks: map[string]resschema.Block{
			"one":     resschema.SingleNestedBlock{Attributes: block.Attributes, Blocks: block.Blocks, Description: "Just one."},
			"several": resschema.ListNestedBlock{NestedObject: block, DeprecationMessage: "Use one."},
			"bunch":   resschema.SetNestedBlock{NestedObject: block},
		},
	}
}

func (shapesResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Version: 1,
		Attributes: map[string]identityschema.Attribute{
			"id":     identityschema.StringAttribute{RequiredForImport: true, Description: "The id."},
			"region": identityschema.StringAttribute{OptionalForImport: true},
		},
	}
}

type shapesData struct{ datasource.DataSource }

func (shapesData) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = "shapes_thing"
}

func (shapesData) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = dataschema.Schema{Attributes: map[string]dataschema.Attribute{
		"name": dataschema.StringAttribute{Required: true},
	}}
}

type shapesList struct{ list.ListResource }

func (shapesList) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "shapes_thing"
}

func (shapesList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = listschema.Schema{Attributes: map[string]listschema.Attribute{
		"region": listschema.StringAttribute{Optional: true},
	}}
}

type shapesAction struct{ action.Action }

func (shapesAction) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = "shapes_kick"
}

func (shapesAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = actionschema.Schema{Attributes: map[string]actionschema.Attribute{
		"hard": actionschema.BoolAttribute{Required: true},
	}}
}
