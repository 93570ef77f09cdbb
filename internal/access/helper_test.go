package access_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

const (
	address        = "paperspace_machine_access.a"
	host, host2    = "pshost0001", "pshost0002"
	arya, sansa    = "uarya", "usansa"
	grants         = "machines.setAccess"
	documentedCall = "machines.setAccessPublic" // a GET that changes the state
)

func people(e *acctest.Env) {
	for _, id := range []string{host, host2} {
		e.AddMachine(psfake.Machine{ID: id, Name: id, MachineType: "C5", SizeGB: 50})
	}
	e.AddUser(psfake.User{ID: arya, Email: "arya@example.com"})
	e.AddUser(psfake.User{ID: sansa, Email: "sansa@example.com"})
}

func hcl(machine, user string) string {
	return fmt.Sprintf("resource \"paperspace_machine_access\" \"a\" {\n  machine_id = %q\n  user_id = %q\n}\n", machine, user)
}

func before(checks ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: checks}
}

func action(a plancheck.ResourceActionType) plancheck.PlanCheck {
	return plancheck.ExpectResourceAction(address, a)
}

// canUse compares who has access to a machine with the expected users.
func canUse(e *acctest.Env, machine string, users ...string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		m, ok := e.Machine(machine)
		if !ok || !slices.Equal(m.Access, users) {
			return fmt.Errorf("machine %s can be used by %v, want %v", machine, m.Access, users)
		}
		return nil
	}
}

// call is one change of access.
type call struct {
	Machine, User string
	Enable        bool
}

// sent compares the changes of access with the expected ones, and resets the journal.
func sent(e *acctest.Env, want ...call) resource.TestCheckFunc {
	return func(*terraform.State) error {
		var got []call
		for _, entry := range e.Journal().Writes() {
			c, err := understood(entry)
			if err != nil {
				return err
			}
			got = append(got, c)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			return fmt.Errorf("changes of access (-want +got):\n%s", diff)
		}
		if n := e.Journal().Count(documentedCall); n != 0 {
			return fmt.Errorf("%d GETs that change the state", n)
		}
		return nil
	}
}

// understood returns the change of a request. With API v1, the request adds or removes an accessor of a machine.
func understood(entry psfake.Entry) (call, error) {
	var body struct {
		MachineID, UserID string
		EnableAccess      *bool
	}
	machine, user, v1 := strings.Cut(strings.TrimPrefix(entry.Path, psfake.V1Prefix+"/machines/"), "/accessors")
	switch {
	case entry.Call != grants:
	case v1 && entry.Method == http.MethodDelete:
		return call{machine, strings.TrimPrefix(user, "/"), false}, nil
	case json.Unmarshal(entry.Body, &body) != nil:
	case v1:
		return call{machine, body.UserID, true}, nil
	case body.EnableAccess != nil && strings.Contains(entry.Path, body.MachineID):
		return call{body.MachineID, body.UserID, *body.EnableAccess}, nil
	}
	return call{}, fmt.Errorf("unexpected write: %+v", entry)
}

// noneLeft checks that no user has access in the end.
func noneLeft(t *testing.T, e *acctest.Env) {
	t.Helper()
	for _, m := range e.Machines() {
		if len(m.Access) != 0 {
			t.Errorf("%s can still use %s", m.Access, m.ID)
		}
	}
}

// says returns a pattern for an error whose lines Terraform has wrapped.
func says(words string) *regexp.Regexp {
	parts := strings.Fields(words)
	for i, p := range parts {
		parts[i] = regexp.QuoteMeta(p)
	}
	return regexp.MustCompile(`(?s)` + strings.Join(parts, `[\s│]+`))
}
