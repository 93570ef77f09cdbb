package access_test

import (
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// The guide "Who can use a machine" about several users: they are looked up by email address, one is removed from the
// list, and one is granted access again.
func TestAccAccessForSeveralUsers(t *testing.T) {
	w := acctest.NewWorkspace(t, "observed")
	config := func(emails string) string {
		return w.Config(`
data "paperspace_user" "member" {
  for_each = toset([` + emails + `])
  email    = each.key
}
resource "paperspace_machine_access" "member" {
  for_each   = data.paperspace_user.member
  machine_id = "` + host + `"
  user_id    = each.value.id
}
`)
	}
	expect := func(users ...string) {
		t.Helper()
		if err := canUse(w.Env, host, users...)(nil); err != nil {
			t.Error(err)
		}
	}
	people(w.Env)
	w.ChangeMachine(host, func(m *psfake.Machine) { m.Access = []string{"ugiven"} }) // in the console
	w.Write(config(`"arya@example.com", "sansa@example.com"`))
	w.MustRun("apply", "-auto-approve", "-parallelism=1")
	w.Write(config(`"sansa@example.com"`))
	w.ResetJournal()
	w.MustRun("apply", "-auto-approve")
	if err := sent(w.Env, call{host, arya, false})(nil); err != nil {
		t.Error(err)
	}
	expect("ugiven", sansa)
	w.ChangeMachine(host, func(m *psfake.Machine) { m.Access = nil })
	w.Expect(w.MustRun("plan"), "No changes")
	w.MustRun("apply", "-auto-approve", `-replace=paperspace_machine_access.member["sansa@example.com"]`)
	expect(sansa)
	w.MustRun("destroy", "-auto-approve")
	expect()
}
