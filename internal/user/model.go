package user

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// properties are filters and results in one.
var properties = tfx.Properties{
	"id":         tfx.Text("The id of the user, `u…`."),
	"email":      tfx.Text("The e-mail address of the user."),
	"first_name": tfx.Text("The first name of the user."),
	"last_name":  tfx.Text("The last name of the user."),
	"dt_created": tfx.Text("When the account was created, in RFC 3339."),
	"team_id":    tfx.Text("The id of the team that the user belongs to."),
}

// item is a user as Terraform holds it; as filters, the same fields.
type item struct {
	ID        types.String `tfsdk:"id"`
	Email     types.String `tfsdk:"email"`
	FirstName types.String `tfsdk:"first_name"`
	LastName  types.String `tfsdk:"last_name"`
	CreatedAt types.String `tfsdk:"dt_created"`
	TeamID    types.String `tfsdk:"team_id"`
}

// list is the model of the data source of many.
type list struct {
	item
	Users []item `tfsdk:"users"`
}

func fromDomain(u paperspace.User) item {
	return item{
		ID: tfx.StringOrNull(u.ID), Email: tfx.StringOrNull(u.Email), FirstName: tfx.StringOrNull(u.FirstName),
		LastName: tfx.StringOrNull(u.LastName), CreatedAt: tfx.StringOrNull(u.CreatedAt), TeamID: tfx.StringOrNull(u.TeamID),
	}
}
