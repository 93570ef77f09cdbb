package customtemplate

import (
	"github.com/hashicorp/terraform-plugin-framework/list"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// NewListResource returns paperspace_custom_template for terraform query.
func NewListResource() list.ListResource {
	return newManaged().ListResource(tfx.Listing[paperspace.Template]{
		Filters: tfx.Properties{
			"name":       tfx.Text("The name of the template. Names are not unique."),
			"machine_id": tfx.Text("The ID of the machine that the template was made from, `ps…`."),
			"region":     tfx.Text("The region of the template, by name or code."),
		},
		Text: "the custom templates of the team (API v1 only).",
	})
}
