package fakev1

import (
	"net/http"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// sessionCall is the call that responds with null instead of 401 if the key is wrong.
const sessionCall = "session.show"

func (r request) user(u psfake.User) wire.Object {
	return wire.Object{{"id", u.ID}, {"email", u.Email}, {"firstName", wire.OrNull(u.FirstName)}, {"lastName", wire.OrNull(u.LastName)},
		{"publicProfileImageUrl", nil}}
}

func (r request) listUsers() psfake.Response {
	if r.ID != r.Team() {
		return r.reject(notFound("Team"))
	}
	var all []psfake.User
	for _, u := range r.Users().All() {
		switch r.first("role") {
		case "":
		case "owner":
			if !u.Owner {
				continue
			}
		case "admin":
			if !u.Admin {
				continue
			}
		case "member":
			if u.Admin || u.Owner {
				continue
			}
		default:
			return r.fail(http.StatusBadRequest, "role must be member, admin or owner")
		}
		all = append(all, u)
	}
	return listing[psfake.User]{
		id: func(u psfake.User) string { return u.ID }, by: "dtConfirmed",
		render: func(u psfake.User) wire.Object {
			user := r.user(u)
			user.Add("lastActive", nil)
			return wire.Object{{"isAdmin", u.Admin}, {"isOwner", u.Owner}, {"dtConfirmed", wire.Date(u.Created)}, {"user", user}}
		},
		orders: map[string]func(psfake.User) string{"dtConfirmed": func(u psfake.User) string { return wire.Date(u.Created) }},
	}.page(r, all)
}

// mostMachines is a quota that the fake server returns but does not enforce.
const mostMachines = 100_000

func (r request) session() psfake.Response {
	u, _ := r.Users().Get(r.Caller())
	user := r.user(u)
	user.Add("dtCreated", wire.Date(u.Created))
	user.Add("dtConfirmed", wire.Date(u.Created))
	user.Add("analyticsId", 1)
	for _, key := range []string{"isPhoneVerified", "isPasswordAuthEnabled", "isQrCodeBasedMfaEnabled", "isQrCodeBasedMfaConfirmed"} {
		user.Add(key, false)
	}
	user.Add("preferences", nil)
	user.Add("metadata", wire.Object{})
	user.Add("teamMemberships", []wire.Object{{{"isOwner", u.Owner}, {"isAdmin", u.Admin}, {"team", wire.Object{
		{"id", r.Team()}, {"name", "Team"}, {"namespace", r.Team()}, {"isUserTeam", false}, {"dtCreated", wire.Date(u.Created)},
		{"publicProfileImageUrl", nil}}}}})
	return respond(wire.Object{{"user", user}, {"team", wire.Object{{"id", r.Team()}, {"namespace", r.Team()}, {"isPrivate", true},
		{"maxMachines", mostMachines}, {"analyticsId", 2}}}})
}

// standing is not documented, but the official CLI requests it before every command that creates, changes, or starts
// an object.
func (r request) standing() psfake.Response {
	return respond(wire.Object{{"hasPaymentMethod", true}, {"isAdminLocked", false}, {"isInGoodStanding", true}, {"messages", []wire.Object{}}})
}
