package user_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// team adds users to the fake server, whose only other user is Jon.
func team(e *acctest.Env) {
	e.AddUser(psfake.User{ID: "uann", Email: "ann+test@example.com", FirstName: "Ann", LastName: "Ünal", Created: time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)})
	e.AddUser(psfake.User{ID: "uann2", Email: "ann@example.com", FirstName: "Ann", LastName: "O'Neil"})
}

func list(name string, lines ...string) string {
	return fmt.Sprintf(`
data "paperspace_users" %[1]q {
  %[2]s
}
output %[1]q {
  value = join(" ", data.paperspace_users.%[1]s.users[*].id)
}
`, name, strings.Join(lines, "\n  "))
}

func one(name string, lines ...string) string {
	return fmt.Sprintf(`
data "paperspace_user" %[1]q {
  %[2]s
}
output %[1]q {
  value = data.paperspace_user.%[1]s.id
}
`, name, strings.Join(lines, "\n  "))
}

// TestAccUsers does all lookups in one configuration, because starting a CLI takes longer than the
// lookups.
func TestAccUsers(t *testing.T) {
	cases := map[string]struct{ config, want string }{
		"all":                {list("all"), "u123abc uann uann2"},
		"by_first_name":      {list("by_first_name", `first_name = "Ann"`), "uann uann2"},
		"by_last_name":       {list("by_last_name", `last_name = "O'Neil"`), "uann2"},
		"by_email":           {list("by_email", `email = "ann+test@example.com"`), "uann"},
		"by_team":            {list("by_team", `team_id = "te456def"`), "u123abc uann uann2"},
		"by_date":            {list("by_date", `dt_created = "2020-01-02T04:04:05+01:00"`), "uann"},
		"by_id":              {list("by_id", `id = "uann2"`), "uann2"},
		"a_part_is_no_match": {list("a_part_is_no_match", `email = "ann"`), ""},
		"without_a_team":     {list("without_a_team", `team_id = "null"`), ""},
		"one_by_email":       {one("one_by_email", `email = "jon@example.com"`), "u123abc"},
		"one_by_names":       {one("one_by_names", `first_name = "Ann"`, `last_name = "Ünal"`), "uann"},
		"one_by_id":          {one("one_by_id", `id = "uann"`), "uann"},
		"one_by_date":        {one("one_by_date", `dt_created = "2016-10-01T09:00:00.000Z"`, `team_id = "te456def"`), "u123abc"},
	}
	config, checks := "", []resource.TestCheckFunc{
		resource.TestCheckResourceAttr("data.paperspace_users.all", "users.#", "3"),
		resource.TestCheckNoResourceAttr("data.paperspace_users.all", "team_id"),
	}
	for name, c := range acctest.ByName(cases) {
		config += c.config
		checks = append(checks, resource.TestCheckOutput(name, c.want))
	}
	for _, u := range []string{"data.paperspace_users.by_email", "data.paperspace_user.one_by_id"} {
		prefix := ""
		if strings.Contains(u, "users") {
			prefix = "users.0."
		}
		for name, want := range map[string]string{
			"id": "uann", "email": "ann+test@example.com", "first_name": "Ann", "last_name": "Ünal",
			"team_id": "te456def", "dt_created": "2020-01-02T03:04:05.000Z",
		} {
			checks = append(checks, resource.TestCheckResourceAttr(u, prefix+name, want))
		}
	}
	acctest.Run(t, acctest.Case{
		CLI: true, Behaviors: acctest.Both,
		Prepare: team,
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{{Config: e.Config(config), Check: resource.ComposeAggregateTestCheckFunc(checks...)}}
		},
		After: func(t *testing.T, e *acctest.Env) {
			seen := map[string]bool{}
			for _, r := range e.Journal() {
				for name := range r.Query {
					seen[name] = true
				}
			}
			if e.V1() {
				return // API v1 has no filters for users
			}
			// These are Paperspace's names. It ignores an unknown filter and returns all users.
			for _, name := range []string{"id", "email", "firstname", "lastname", "teamId", "dtCreated"} {
				if !seen[name] {
					t.Errorf("the filter %s was never sent: %v", name, seen)
				}
			}
		},
	})
}

// The errors list the users to choose from.
func TestAccUserNotOne(t *testing.T) {
	cases := map[string]struct {
		lines, message string
		want           []string
	}{
		"none": {
			lines: `email = "eve@example.com"`,
			want: []string{"User not found", `No user matches email = "eve@example.com". The API key can see 3 users:`,
				`u123abc email "jon@example.com", first_name "Jon", last_name "Snow"`, "uann email", "uann2"},
		},
		"several": {
			lines: `first_name = "Ann"`,
			want: []string{"Several users match", `2 users match first_name = "Ann":`, `uann email "ann+test@example.com"`,
				`uann2 email "ann@example.com", first_name "Ann", last_name "O'Neil"`, "Add a property that only one of them has."},
		},
		"no property":   {want: []string{"Several users match", "No property was given, and the API key can see 3 users:"}},
		"an empty text": {lines: `email = ""`, want: []string{"Empty value", "email must not be empty."}},
		"no permission": {
			lines: `email = "jon@example.com"`, message: "Not for you",
			want: []string{"Failed to read users", "Paperspace rejected the request to list users", "Not for you", "The API key was taken from the api_key argument"},
		},
	}
	acctest.Run(t, acctest.Case{Prepare: team, Steps: func(e *acctest.Env) []resource.TestStep {
		var steps []resource.TestStep
		for name, c := range acctest.ByName(cases) {
			steps = append(steps, resource.TestStep{
				PreConfig: func() {
					t.Log(name)
					e.ClearFaults()
					if c.message != "" {
						e.Inject(psfake.Fault{Call: "users.list", Kind: psfake.FaultReject, Status: 403, Message: c.message})
					}
				},
				Config: e.Config(one("id", c.lines)), ExpectError: acctest.InOrder(c.want...),
			})
		}
		return steps
	}})
}
