package psfake

import (
	"net/http"
	"slices"
)

// list renders things and keeps those that match every filter.
func list[T any](c *core, r coreRequest, all []T, render func(T) object, filters ...string) answer {
	out, asked := []object{}, r.filters()
	for _, v := range all {
		if o := render(v); pass(asked, o, filters...) {
			out = append(out, o)
		}
	}
	return c.json(http.StatusOK, out)
}

func (c *core) listTemplates(r coreRequest, _ outcome) answer {
	all := slices.DeleteFunc(r.templates.allAt(r.at), func(t Template) bool { return !r.offers(t) })
	return list(c, r, all, c.template,
		"id", "name", "label", "os", "dtCreated", "teamId", "userId", "region")
}

// template renders a template. A public one has no team, user and region.
func (c *core) template(t Template) object {
	name := t.ID
	if t.TeamID == "" {
		name = "paperspace/" + t.ID
	}
	o := object{{"id", t.ID}, {"name", name}, {"label", orNull(t.Label)}, {"os", t.OS}}
	if t.TeamID != "" {
		o.add("teamId", t.TeamID)
		o.add("userId", orNull(t.UserID))
		o.add("region", t.Region)
	}
	o.add("dtCreated", isoDate(t.Created))
	return o
}

func (c *core) listUsers(r coreRequest, _ outcome) answer {
	return list(c, r, r.users.allAt(r.at), func(u User) object {
		o := object{{"id", u.ID}, {"email", u.Email}, {"firstname", u.FirstName}, {"lastname", u.LastName},
			{"dtCreated", isoDate(u.Created)}, {"teamId", u.TeamID}}
		if c.world.dialect.LateKeys {
			o.add("isAdmin", u.Admin)
			o.add("isOwner", u.Owner)
		}
		return o
	}, "id", "email", "firstname", "lastname", "dtCreated", "teamId")
}
