package fakecore

import (
	"net/http"
	"slices"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// list renders objects and returns those that match every filter.
func list[T any](r request, all []T, render func(T) wire.Object, filters ...string) psfake.Response {
	out, query := []wire.Object{}, r.filters()
	for _, v := range all {
		if o := render(v); pass(query, o, filters...) {
			out = append(out, o)
		}
	}
	return respond(http.StatusOK, out)
}

func (r request) listTemplates() psfake.Response {
	all := slices.DeleteFunc(r.Templates().All(), func(t psfake.Template) bool { return !r.Offers(t) })
	return list(r, all, template,
		"id", "name", "label", "os", "dtCreated", "teamId", "userId", "region")
}

// template renders a template. Public templates have no team, user, or region.
func template(t psfake.Template) wire.Object {
	name := t.ID
	if t.TeamID == "" {
		name = "paperspace/" + t.ID
	}
	o := wire.Object{{"id", t.ID}, {"name", name}, {"label", wire.OrNull(t.Label)}, {"os", t.OS}}
	if t.TeamID != "" {
		o.Add("teamId", t.TeamID)
		o.Add("userId", wire.OrNull(t.UserID))
		o.Add("region", t.Region)
	}
	o.Add("dtCreated", wire.Date(t.Created))
	return o
}

func (r request) listUsers() psfake.Response {
	return list(r, r.Users().All(), func(u psfake.User) wire.Object {
		o := wire.Object{{"id", u.ID}, {"email", u.Email}, {"firstname", u.FirstName}, {"lastname", u.LastName},
			{"dtCreated", wire.Date(u.Created)}, {"teamId", u.TeamID}}
		if r.Behavior().LateKeys {
			o.Add("isAdmin", u.Admin)
			o.Add("isOwner", u.Owner)
		}
		return o
	}, "id", "email", "firstname", "lastname", "dtCreated", "teamId")
}
