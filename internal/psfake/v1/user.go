package psfake

import "net/http"

// sessionCall answers null to whoever has no valid key.
const sessionCall = "session.show"

func (d *v1) user(u User) object {
	return object{{"id", u.ID}, {"email", u.Email}, {"firstName", orNull(u.FirstName)}, {"lastName", orNull(u.LastName)},
		{"publicProfileImageUrl", nil}}
}

func (d *v1) listUsers(r v1Request, _ outcome) answer {
	if r.id != r.team {
		return d.refuse(notFound("Team"))
	}
	var all []User
	for _, u := range r.users.allAt(r.at) {
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
			return d.fail(http.StatusBadRequest, "role must be member, admin or owner")
		}
		all = append(all, u)
	}
	return listing[User]{
		id: func(u User) string { return u.ID }, by: "dtConfirmed",
		render: func(u User) object {
			user := d.user(u)
			user.add("lastActive", nil)
			return object{{"isAdmin", u.Admin}, {"isOwner", u.Owner}, {"dtConfirmed", isoDate(u.Created)}, {"user", user}}
		},
		orders: map[string]func(User) string{"dtConfirmed": func(u User) string { return isoDate(u.Created) }},
	}.answer(d, r, all)
}

// mostMachines is a quota that the fake tells and does not enforce.
const mostMachines = 100_000

func (d *v1) session(r v1Request, _ outcome) answer {
	u, _ := r.users.getAt(r.caller, r.at)
	user := d.user(u)
	user.add("dtCreated", isoDate(u.Created))
	user.add("dtConfirmed", isoDate(u.Created))
	user.add("analyticsId", 1)
	for _, key := range []string{"isPhoneVerified", "isPasswordAuthEnabled", "isQrCodeBasedMfaEnabled", "isQrCodeBasedMfaConfirmed"} {
		user.add(key, false)
	}
	user.add("preferences", nil)
	user.add("metadata", object{})
	user.add("teamMemberships", []object{{{"isOwner", u.Owner}, {"isAdmin", u.Admin}, {"team", object{
		{"id", r.team}, {"name", "Team"}, {"namespace", r.team}, {"isUserTeam", false}, {"dtCreated", isoDate(u.Created)},
		{"publicProfileImageUrl", nil}}}}})
	return d.json(object{{"user", user}, {"team", object{{"id", r.team}, {"namespace", r.team}, {"isPrivate", true},
		{"maxMachines", mostMachines}, {"analyticsId", 2}}}})
}

// standing is not documented, but the official CLI requests it before every
// command that creates, changes, or starts something.
func (d *v1) standing(v1Request, outcome) answer {
	return d.json(object{{"hasPaymentMethod", true}, {"isAdminLocked", false}, {"isInGoodStanding", true}, {"messages", []object{}}})
}
