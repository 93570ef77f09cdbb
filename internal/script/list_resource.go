package script

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// NewListResource returns paperspace_script for terraform query.
func NewListResource() list.ListResource {
	return &tfx.ListResource[paperspace.Script]{
		Noun: imports.Noun, Type: imports.Type,
		Listing: tfx.Listing[paperspace.Script]{
			Filters: properties,
			Text: "the startup scripts that the API key has access to. API v1 does not return the text of a script, so a configuration that is generated with it has no `script_text`: " +
				"until you add it, the text stays as it is.",
		},
		Stream: func(c *paperspace.Client) tfx.Stream[paperspace.Script] {
			return tfx.StreamOf[paperspace.Script](c.Scripts)
		},
		Fill: func(ctx context.Context, c *paperspace.Client, s paperspace.Script, into *tfsdk.Resource) diag.Diagnostics {
			state := resourceModel{ID: types.StringValue(s.ID)}
			state.refresh(s, c.Traits.ScriptLacks)
			if err := readRest(ctx, c, s, &state); err != nil {
				return diag.Diagnostics{tfx.Error("Script not read", err, c)}
			}
			return into.Set(ctx, &state)
		},
	}
}
