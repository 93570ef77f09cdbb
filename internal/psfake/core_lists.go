package psfake

import (
	"net/http"
	"net/url"
)

// list renders things and keeps those that match every filter in the query.
func list[T any](c *core, query url.Values, all []T, render func(T) object, filters ...string) answer {
	out := []object{}
	for _, v := range all {
		if o := render(v); pass(query, o, filters...) {
			out = append(out, o)
		}
	}
	return c.json(http.StatusOK, out)
}

func (c *core) listTemplates(r coreRequest, _ outcome) answer {
	query := r.URL.Query()
	return list(c, query, r.templates.allAt(r.at), c.template,
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

func (c *core) listNetworks(r coreRequest, _ outcome) answer {
	return list(c, r.URL.Query(), r.networks.allAt(r.at), func(n Network) object {
		return object{{"id", n.ID}, {"name", n.Name}, {"region", n.Region}, {"dtCreated", isoDate(n.Created)},
			{"network", n.Network}, {"netmask", n.Netmask}, {"teamId", n.TeamID}}
	}, "id", "name", "region", "dtCreated", "network", "netmask", "teamId")
}

func (c *core) listUsers(r coreRequest, _ outcome) answer {
	return list(c, r.URL.Query(), r.users.allAt(r.at), func(u User) object {
		o := object{{"id", u.ID}, {"email", u.Email}, {"firstname", u.FirstName}, {"lastname", u.LastName},
			{"dtCreated", isoDate(u.Created)}, {"teamId", u.TeamID}}
		if c.world.dialect.LateKeys {
			o.add("isAdmin", u.Admin)
			o.add("isOwner", u.Owner)
		}
		return o
	}, "id", "email", "firstname", "lastname", "dtCreated", "teamId")
}
