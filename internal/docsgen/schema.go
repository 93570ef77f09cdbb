package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// The types below describe the JSON of `terraform providers schema -json`, format version 1.0.
// terraform-json has the same types, but with go-cty types for attributes, which this package would
// otherwise not need.
type (
	document struct {
		FormatVersion string                    `json:"format_version"`
		Schemas       map[string]providerSchema `json:"provider_schemas"`
	}

	providerSchema struct {
		Provider           *schema                   `json:"provider,omitempty"`
		Resources          map[string]schema         `json:"resource_schemas,omitempty"`
		DataSources        map[string]schema         `json:"data_source_schemas,omitempty"`
		EphemeralResources map[string]schema         `json:"ephemeral_resource_schemas,omitempty"`
		ListResources      map[string]schema         `json:"list_resource_schemas,omitempty"`
		Actions            map[string]actionSchema   `json:"action_schemas,omitempty"`
		Identities         map[string]identitySchema `json:"resource_identity_schemas,omitempty"`
	}

	schema struct {
		Version int64  `json:"version"`
		Block   *block `json:"block,omitempty"`
	}

	// actionSchema is a schema without a version: actions keep no state.
	actionSchema struct {
		Block *block `json:"block,omitempty"`
	}

	block struct {
		Attributes      map[string]attribute   `json:"attributes,omitempty"`
		Blocks          map[string]nestedBlock `json:"block_types,omitempty"`
		Description     string                 `json:"description,omitempty"`
		DescriptionKind string                 `json:"description_kind,omitempty"`
		Deprecated      bool                   `json:"deprecated,omitempty"`
	}

	nestedBlock struct {
		Nesting  string `json:"nesting_mode,omitempty"`
		Block    *block `json:"block,omitempty"`
		MinItems int64  `json:"min_items,omitempty"`
		MaxItems int64  `json:"max_items,omitempty"`
	}

	attribute struct {
		Type            tftypes.Type      `json:"type,omitempty"`
		Nested          *nestedAttributes `json:"nested_type,omitempty"`
		Description     string            `json:"description,omitempty"`
		DescriptionKind string            `json:"description_kind,omitempty"`
		Deprecated      bool              `json:"deprecated,omitempty"`
		Required        bool              `json:"required,omitempty"`
		Optional        bool              `json:"optional,omitempty"`
		Computed        bool              `json:"computed,omitempty"`
		Sensitive       bool              `json:"sensitive,omitempty"`
		WriteOnly       bool              `json:"write_only,omitempty"`
	}

	nestedAttributes struct {
		Attributes map[string]attribute `json:"attributes,omitempty"`
		Nesting    string               `json:"nesting_mode,omitempty"`
	}

	identitySchema struct {
		Version    int64                        `json:"version"`
		Attributes map[string]identityAttribute `json:"attributes,omitempty"`
	}

	identityAttribute struct {
		Type              tftypes.Type `json:"type,omitempty"`
		Description       string       `json:"description,omitempty"`
		RequiredForImport bool         `json:"required_for_import,omitempty"`
		OptionalForImport bool         `json:"optional_for_import,omitempty"`
	}
)

// describe returns all schemas of server, under the address source.
func describe(ctx context.Context, server tfprotov6.ProviderServer, source string) (document, error) {
	all, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return document{}, fmt.Errorf("get provider schema: %w", err)
	}
	if err := firstError(all.Diagnostics); err != nil {
		return document{}, fmt.Errorf("get provider schema: %w", err)
	}
	// Functions and state stores have other schemas. Without this error, their pages would be missing silently.
	if len(all.Functions) > 0 || len(all.StateStoreSchemas) > 0 {
		return document{}, errors.New("the provider has functions or state stores, which docsgen cannot describe yet")
	}

	ids, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return document{}, fmt.Errorf("get identity schemas: %w", err)
	}
	if err := firstError(ids.Diagnostics); err != nil {
		return document{}, fmt.Errorf("get identity schemas: %w", err)
	}

	provider := fromSchema(all.Provider)
	return document{
		FormatVersion: "1.0",
		Schemas: map[string]providerSchema{source: {
			Provider:           &provider,
			Resources:          each(all.ResourceSchemas, fromSchema),
			DataSources:        each(all.DataSourceSchemas, fromSchema),
			EphemeralResources: each(all.EphemeralResourceSchemas, fromSchema),
			ListResources:      each(all.ListResourceSchemas, fromSchema),
			Actions:            each(all.ActionSchemas, fromAction),
			Identities:         each(ids.IdentitySchemas, fromIdentity),
		}},
	}, nil
}

func firstError(diags []*tfprotov6.Diagnostic) error {
	for _, d := range diags {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			return fmt.Errorf("%s: %s", d.Summary, d.Detail)
		}
	}
	return nil
}

func each[In, Out any](in map[string]In, convert func(In) Out) map[string]Out {
	out := make(map[string]Out, len(in))
	for name, v := range in {
		out[name] = convert(v)
	}
	return out
}

func fromSchema(s *tfprotov6.Schema) schema {
	if s == nil {
		return schema{}
	}
	return schema{Version: s.Version, Block: fromBlock(s.Block)}
}

func fromAction(a *tfprotov6.ActionSchema) actionSchema {
	return actionSchema{Block: fromSchema(a.Schema).Block}
}

func fromBlock(b *tfprotov6.SchemaBlock) *block {
	if b == nil {
		return &block{}
	}
	out := &block{
		Attributes:      fromAttributes(b.Attributes),
		Blocks:          make(map[string]nestedBlock, len(b.BlockTypes)),
		Description:     b.Description,
		DescriptionKind: markup(b.DescriptionKind),
		Deprecated:      b.Deprecated,
	}
	for _, n := range b.BlockTypes {
		out.Blocks[n.TypeName] = nestedBlock{
			Nesting:  blockNesting(n.Nesting),
			Block:    fromBlock(n.Block),
			MinItems: n.MinItems,
			MaxItems: n.MaxItems,
		}
	}
	return out
}

func fromAttributes(in []*tfprotov6.SchemaAttribute) map[string]attribute {
	out := make(map[string]attribute, len(in))
	for _, a := range in {
		v := attribute{
			Type:            a.Type,
			Description:     a.Description,
			DescriptionKind: markup(a.DescriptionKind),
			Deprecated:      a.Deprecated,
			Required:        a.Required,
			Optional:        a.Optional,
			Computed:        a.Computed,
			Sensitive:       a.Sensitive,
			WriteOnly:       a.WriteOnly,
		}
		if a.NestedType != nil {
			v.Nested = &nestedAttributes{
				Attributes: fromAttributes(a.NestedType.Attributes),
				Nesting:    attributeNesting(a.NestedType.Nesting),
			}
		}
		out[a.Name] = v
	}
	return out
}

func fromIdentity(s *tfprotov6.ResourceIdentitySchema) identitySchema {
	out := identitySchema{
		Version:    s.Version,
		Attributes: make(map[string]identityAttribute, len(s.IdentityAttributes)),
	}
	for _, a := range s.IdentityAttributes {
		out.Attributes[a.Name] = identityAttribute{
			Type:              a.Type,
			Description:       a.Description,
			RequiredForImport: a.RequiredForImport,
			OptionalForImport: a.OptionalForImport,
		}
	}
	return out
}

func markup(k tfprotov6.StringKind) string {
	if k == tfprotov6.StringKindMarkdown {
		return "markdown"
	}
	return "plain"
}

func blockNesting(n tfprotov6.SchemaNestedBlockNestingMode) string {
	switch n {
	case tfprotov6.SchemaNestedBlockNestingModeSingle:
		return "single"
	case tfprotov6.SchemaNestedBlockNestingModeList:
		return "list"
	case tfprotov6.SchemaNestedBlockNestingModeSet:
		return "set"
	case tfprotov6.SchemaNestedBlockNestingModeMap:
		return "map"
	case tfprotov6.SchemaNestedBlockNestingModeGroup:
		return "group"
	default:
		return "invalid"
	}
}

func attributeNesting(n tfprotov6.SchemaObjectNestingMode) string {
	switch n {
	case tfprotov6.SchemaObjectNestingModeSingle:
		return "single"
	case tfprotov6.SchemaObjectNestingModeList:
		return "list"
	case tfprotov6.SchemaObjectNestingModeSet:
		return "set"
	case tfprotov6.SchemaObjectNestingModeMap:
		return "map"
	default:
		return "invalid"
	}
}
