package template

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

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

var itemTypes = map[string]attr.Type{
	"id": types.StringType, "name": types.StringType, "label": types.StringType, "os": types.StringType,
	"dt_created": types.StringType, "team_id": types.StringType, "user_id": types.StringType, "region": types.StringType,
}

// one and list are the models of the two data sources.
type one struct {
	item
	MostRecent types.Bool `tfsdk:"most_recent"`
}

type list struct {
	item
	Templates types.List `tfsdk:"templates"`
}

// filter is what the configured fields ask for.
func (i item) filter() paperspace.Filter {
	f := paperspace.Filter{}
	for field, value := range map[paperspace.Field]types.String{
		paperspace.FieldID: i.ID, paperspace.FieldName: i.Name, paperspace.FieldLabel: i.Label, paperspace.FieldOS: i.OS,
		paperspace.FieldCreated: i.CreatedAt, paperspace.FieldTeamID: i.TeamID, paperspace.FieldUserID: i.UserID, paperspace.FieldRegion: i.Region,
	} {
		if tfx.Known(value) {
			f[field] = value.ValueString()
		}
	}
	return f
}

func fromDomain(t paperspace.Template) item {
	return item{
		ID: tfx.StringOrNull(t.ID), Name: tfx.StringOrNull(t.Name), Label: tfx.StringOrNull(t.Label), OS: tfx.StringOrNull(t.OS),
		CreatedAt: tfx.StringOrNull(t.CreatedAt), TeamID: tfx.StringOrNull(t.TeamID), UserID: tfx.StringOrNull(t.UserID), Region: tfx.StringOrNull(t.Region),
	}
}
