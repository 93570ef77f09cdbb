package psfake_test

import (
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

func TestV1SessionAndTeam(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		c.AddUser(psfake.User{Email: "arya@example.com"})
		s := c.v1OK("GET", "/auth/session", "")
		want(t, "user", part(s, "user")["email"], any("jon@example.com"))
		membership := part(s, "user")["teamMemberships"].([]any)[0].(map[string]any)
		want(t, "membership", part(membership, "team")["id"], part(s, "team")["id"])
		team := part(s, "team")["id"].(string)
		for role, n := range map[string]int{"": 2, "?role=member": 1, "?role=owner": 1, "?role=admin": 1} {
			want(t, "role "+role, len(items(c.v1OK("GET", "/teams/"+team+"/users"+role, ""))), n)
		}
		all := items(c.v1OK("GET", "/teams/"+team+"/users?order=asc", ""))
		wantKeys(t, all[0], map[string]any{"isAdmin": true, "isOwner": true, "dtConfirmed": "2016-10-01T09:00:00.000Z"})
		wantKeys(t, part(all[0], "user"), map[string]any{"email": "jon@example.com", "firstName": "Jon"})
		wantKeys(t, part(all[1], "user"), map[string]any{"email": "arya@example.com", "lastName": nil})
		wantRejection(t, c.v1("GET", "/teams/tenone/users", ""), 404, "Team")
		want(t, "role", c.v1("GET", "/teams/"+team+"/users?role=king", "").status, 400)
	})
}
