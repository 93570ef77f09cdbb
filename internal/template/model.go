package template

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// properties are filters and results in one.
var properties = tfx.Properties{
	"id":         tfx.Text("The id of the template, `t…`."),
	"name":       tfx.Text("The name that Paperspace gives it. With the CORE API, `paperspace/t…` for a public template; with API v1, the same as `label`."),
	"label":      tfx.Text("The name that people read, such as `Ubuntu 20.04`. Labels are not unique."),
	"os":         tfx.Text("The operating system, as the service words it."),
	"dt_created": tfx.Text("When the template was created, in RFC 3339."),
	"team_id":    tfx.Text("The id of the team that owns it; public templates have none. `core` only."),
	"user_id":    tfx.Text("The id of the user who owns it; public templates have none. `core` only."),
	"region":     tfx.Text("The region that it can be used in, by name or code; public templates have none."),
}

// item is a template as Terraform holds it; as filters, the same fields.
type item struct {
	ID        types.String `tfsdk:"id"`
	Name      types.String `tfsdk:"name"`
	Label     types.String `tfsdk:"label"`
	OS        types.String `tfsdk:"os"`
	CreatedAt types.String `tfsdk:"dt_created"`
	TeamID    types.String `tfsdk:"team_id"`
	UserID    types.String `tfsdk:"user_id"`
	Region    types.String `tfsdk:"region"`
}

// one and list are the models of the two data sources.
type one struct {
	item
	MostRecent types.Bool `tfsdk:"most_recent"`
}

type list struct {
	item
	Templates []item `tfsdk:"templates"`
}

func fromDomain(t paperspace.Template) item {
	return item{
		ID: tfx.StringOrNull(t.ID), Name: tfx.StringOrNull(t.Name), Label: tfx.StringOrNull(t.Label), OS: tfx.StringOrNull(t.OS),
		CreatedAt: tfx.StringOrNull(t.CreatedAt), TeamID: tfx.StringOrNull(t.TeamID), UserID: tfx.StringOrNull(t.UserID), Region: tfx.StringOrNull(t.Region),
	}
}
