package psfake_test

import (
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

func TestV1Accessors(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		u := c.AddUser(psfake.User{Email: "arya@example.com", FirstName: "Arya"})
		m := c.AddMachine(psfake.Machine{})
		path := "/machines/" + m.ID + "/accessors"
		a := c.v1OK("POST", path, `{"userId":"`+u.ID+`"}`)
		wantKeys(t, part(a, "user"), map[string]any{"id": u.ID, "email": "arya@example.com", "firstName": "Arya", "lastName": nil})
		want(t, "there", a["dtDeleted"], nil)
		want(t, "get", part(c.v1OK("GET", path+"/"+u.ID, ""), "user")["id"], any(u.ID))
		want(t, "list", len(items(c.v1OK("GET", path, ""))), 1)
		wantRejection(t, c.v1("POST", path, `{"userId":"unone"}`), 404, "User")
		wantRejection(t, c.v1("POST", path, `{}`), 400, "userId")
		for _, none := range []string{path + "/u123abc", "/machines/psnone/accessors", "/machines/psnone/accessors/" + u.ID} {
			want(t, none, c.v1("GET", none, "").status, 404)
		}
		want(t, "removed", c.v1OK("DELETE", path+"/"+u.ID, "")["dtDeleted"], any("2017-02-16T20:26:54.880Z"))
		wantRejection(t, c.v1("DELETE", path+"/"+u.ID, ""), 404, "Accessor")
		now, _ := c.Machine(m.ID)
		want(t, "locked out", len(now.Access), 0)
		want(t, "calls", c.Journal().Count("machines.setAccess"), 5)
		want(t, "named machines", len(c.Journal().Of("machines.setAccess", "accessors.*")) > 0 &&
			c.Journal()[0].MachineID == m.ID, true)
	})
}

func TestV1AccessorsByBehavior(t *testing.T) {
	for name, tc := range map[string]struct {
		caller      func(*testing.T) *caller
		again, list int // the status of a second grant, and the length of the list after the revocation
	}{
		"documented": {documentedCaller, 200, 0},
		"observed":   {observedCaller, 412, 1},
	} {
		t.Run(name, func(t *testing.T) {
			c := tc.caller(t)
			m := c.AddMachine(psfake.Machine{Access: []string{"u123abc"}})
			path := "/machines/" + m.ID + "/accessors"
			want(t, "again", c.v1("POST", path, `{"userId":"u123abc"}`).status, tc.again)
			c.v1OK("DELETE", path+"/u123abc", "")
			all := items(c.v1OK("GET", path, ""))
			want(t, "revoked shown", len(all), tc.list)
			want(t, "get", c.v1("GET", path+"/u123abc", "").status == 200, tc.list == 1)
			if tc.list == 1 {
				want(t, "date", all[0]["dtDeleted"] != nil, true)
			}
			c.v1OK("POST", path, `{"userId":"u123abc"}`)
			all = items(c.v1OK("GET", path, ""))
			want(t, "granted again", len(all) == 1 && all[0]["dtDeleted"] == nil, true)
		})
	}
}
