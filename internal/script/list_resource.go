package script

import (
	"github.com/hashicorp/terraform-plugin-framework/list"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// NewListResource returns paperspace_script for terraform query.
func NewListResource() list.ListResource {
	resource := newManaged()
	return resource.ListResource(tfx.Listing[paperspace.Script]{
		Filters: properties,
		Text: "the startup scripts that the API key has access to. API v1 does not return the text of a script, so a configuration that is generated with it has no `script_text`: " +
			"until you add it, the text stays as it is.",
	})
}
