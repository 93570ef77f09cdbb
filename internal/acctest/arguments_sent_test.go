package acctest_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// newUser are the arguments of a user that is created with the machine.
var newUser = map[string]any{"email": "new@example.com", "password": "pass", "first_name": "A", "last_name": "B"}

// onlyOfCreates are the arguments that no table of changes contains, each with two values and with the arguments that
// it needs.
var onlyOfCreates = []argumentCase{
	{resource: "machine", name: "team_id", from: "te456def"},
	{resource: "machine", name: "email", from: "new@example.com", to: "newer@example.com", with: newUser},
	{resource: "machine", name: "password", from: "pass", with: newUser}, // the journal hides both values
	{resource: "machine", name: "first_name", from: "A", to: "C", with: newUser},
	{resource: "machine", name: "last_name", from: "B", to: "D", with: newUser},
}

// unsent are the arguments that no request contains.
var unsent = map[string]bool{"release_public_ip_on_destroy": true, "wait_for": true, "wait_for_capacity": true, "stop_machine": true}

// If a create omits an argument, the state still contains the planned value and does not show the mistake. So this
// test compares the requests for two values.
func TestEveryArgumentOfACreateIsSent(t *testing.T) {
	for _, a := range arguments {
		for version, offered := range map[string]outcomes{"core": a.core, "v1": a.v1} {
			if offered != (outcomes{}) {
				compareCreates(t, version, a)
			}
		}
	}
	for _, a := range onlyOfCreates {
		compareCreates(t, "core", a)
	}
}

func compareCreates(t *testing.T, version string, a argumentCase) {
	t.Helper()
	t.Run(strings.Join([]string{version, a.resource, a.name}, "/"), func(t *testing.T) {
		acctest.Parallel(t)
		sent := func(value any) string {
			e := acctest.Open(t, version, "observed", psfake.Timings{}) // with the same IDs each time
			p, named := e.Protocol(t, map[string]any{"poll_interval": "1ms", "preflight_checks": false}), things(e)
			config := maps.Clone(named[a.resource].(map[string]any))
			maps.Copy(config, a.with)
			config[a.name] = resolved(named, value)
			made := p.Change("paperspace_"+a.resource, nil, config, nil)
			if made.State.IsNull() && value != nil && len(e.Journal().Writes()) == 0 {
				t.Fatalf("%v: not sent: %s", value, made.Said)
			}
			var all []string
			for _, w := range e.Journal().Writes() {
				all = append(all, fmt.Sprintf("%s %s %s", w.Method, w.Path, w.Body))
			}
			return strings.Join(all, "\n")
		}
		if one, other := sent(a.from), sent(a.to); (one == other) != unsent[a.name] {
			t.Errorf("%v and %v send\n%s\nand\n%s", a.from, a.to, one, other)
		}
	})
}

// A new argument needs a row in a table, so that a test checks that it is sent.
func TestEveryArgumentIsInATable(t *testing.T) {
	acctest.Parallel(t)
	var rows []string
	for _, a := range arguments {
		rows = append(rows, "paperspace_"+a.resource+"."+a.name)
	}
	for _, a := range onlyOfCreates {
		rows = append(rows, "paperspace_"+a.resource+"."+a.name)
	}
	var settable []string
	for name, s := range providerSchemas(t).ResourceSchemas {
		for _, a := range s.Block.Attributes {
			if a.Required || a.Optional {
				settable = append(settable, name+"."+a.Name)
			}
		}
	}
	for _, name := range settable {
		if !slices.Contains(rows, name) {
			t.Errorf("%s is in no table: add it to arguments or to onlyOfCreates", name)
		}
	}
	for i, name := range rows {
		if !slices.Contains(settable, name) {
			t.Errorf("%s is in a table, and no argument of the schema of its resource: add it there", name)
		}
		if slices.Contains(rows[:i], name) {
			t.Errorf("%s is in the tables twice", name)
		}
	}
}
