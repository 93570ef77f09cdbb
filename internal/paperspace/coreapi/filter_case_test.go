package coreapi

import (
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// CORE is case-sensitive, so the provider must handle a filter in another case.
func TestFilterInAnotherCaseFindsTheObject(t *testing.T) {
	t.Run("a known spelling is sent", func(t *testing.T) {
		for field, c := range map[paperspace.Field]struct{ value, query string }{
			"state": {"Ready", "state=ready"}, "auto_snapshot_frequency": {"WEEK", "autoSnapshotFrequency=week"},
			"agent_type": {"linuxheadless", "agentType=LinuxHeadless"}, "region": {"EAST COAST (ny2)", "region=East%20Coast%20%28NY2%29"},
		} {
			w, api := scripted(t, reply{body: `[]`})
			if _, err := all(api.Machines.List(t.Context(), paperspace.Filter{field: c.value})); err != nil {
				t.Fatal(err)
			}
			if got := w.only(t).query; got != c.query {
				t.Errorf("%s = %q was sent as %q, want %q", field, c.value, got, c.query)
			}
		}
	})
	t.Run("an unknown spelling is matched here", func(t *testing.T) {
		w, api := scripted(t, reply{body: `[]`}, reply{body: `[{"id":"u1","email":"Jon@Example.com"},{"id":"u2","email":"other@example.com"}]`})
		users, err := api.Users.List(t.Context(), paperspace.Filter{"email": "jon@example.com", "team_id": "null"})
		if err != nil || len(users) != 1 || users[0].ID != "u1" || len(w.sent) != 2 || w.sent[1].query != "teamId=null" {
			t.Errorf("%v, %v, %v", users, err, w.sent)
		}
		w, api = scripted(t, reply{body: `[]`}, reply{body: `[{"id":"ps1","os":"Windows 10"},{"id":"ps2","os":"CentOS 7"}]`})
		machines, err := all(api.Machines.List(t.Context(), paperspace.Filter{"os": "windows 10"}))
		if err != nil || len(machines) != 1 || machines[0].ID != "ps1" || len(w.sent) != 2 {
			t.Errorf("%v, %v, %v", machines, err, w.sent)
		}
	})
	t.Run("a name is what it is", func(t *testing.T) {
		w, api := scripted(t, reply{body: `[{"id":"ps1","name":"Web"}]`})
		machines, err := all(api.Machines.List(t.Context(), paperspace.Filter{"name": "web"}))
		if err != nil || len(machines) != 0 || len(w.sent) != 1 {
			t.Errorf("%v, %v, %v", machines, err, w.sent)
		}
	})
}
