package v1api

import (
	"context"
	"net/http"
	"net/url"
	"sync/atomic"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

// users implements [paperspace.Users].
type users struct {
	*client
	team *team
}

// team caches the ID of the team that the key belongs to, which does not change. It is not
// locked during the request, so that a caller that is canceled does not wait for another one.
type team struct{ id atomic.Value }

type memberResponse struct {
	User struct {
		ID        wire.ID   `json:"id"`
		Email     wire.Name `json:"email"`
		FirstName wire.Name `json:"firstName"`
		LastName  wire.Name `json:"lastName"`
	} `json:"user"`
	DTConfirmed wire.Line `json:"dtConfirmed"`
	DTDeleted   wire.Line `json:"dtDeleted"`
}

func (a memberResponse) key() string { return string(a.User.ID) }
func (a memberResponse) gone() bool  { return a.DTDeleted != "" }

// domain uses the date on which the member joined the team as the creation date, which CORE
// returns.
func (a memberResponse) domain() paperspace.User {
	return paperspace.User{
		ID: string(a.User.ID), Email: string(a.User.Email),
		FirstName: string(a.User.FirstName), LastName: string(a.User.LastName), CreatedAt: string(a.DTConfirmed),
	}
}

// List implements [paperspace.Users]. API reference: Teams, teamMemberships-listByTeamId;
// Authentication, auth-session.
func (c users) List(ctx context.Context, f paperspace.Filter) ([]paperspace.User, error) {
	team, err := c.teamID(ctx)
	if err != nil {
		return nil, err
	}
	var all []paperspace.User
	query := url.Values{"orderBy": {"dtConfirmed"}, "order": {"asc"}}
	for u, err := range pages[memberResponse, paperspace.User](ctx, c.client, listing{"list users", path(teamsPath, team, "users"), query}) {
		if err != nil {
			return nil, err
		}
		if u.TeamID = team; f.Match(u.Get) {
			all = append(all, u)
		}
	}
	return all, nil
}

// teamID returns the ID of the team that the key belongs to, from the session. For an unknown key,
// the response is null with status 200.
func (c users) teamID(ctx context.Context) (string, error) {
	if id, known := c.team.id.Load().(string); known {
		return id, nil
	}
	var session *struct {
		Team struct {
			ID wire.ID `json:"id"`
		} `json:"team"`
	}
	op, at := "read the team of the key", path("auth", "session")
	if err := c.get(ctx, op, at, nil, &session); err != nil {
		return "", err
	}
	switch {
	case session == nil:
		return "", &paperspace.Error{
			Op: op, Kind: paperspace.ErrDenied, Method: http.MethodGet, Path: at, Status: http.StatusOK,
			Message: "Paperspace does not recognize the key: the session is null",
		}
	case session.Team.ID == "":
		return "", noService(op, at, "the session names no team")
	}
	c.team.id.Store(string(session.Team.ID))
	return string(session.Team.ID), nil
}
