package soak

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// The tests in this file check the checks of this package, because a check that
// detects nothing would pass every round.

func TestAccount(t *testing.T) {
	m := func(id, name string) psfake.Machine { return psfake.Machine{ID: id, Name: name} }
	a1, a2, b := m("ps1", "a"), m("ps2", "a"), m("ps3", "b")
	dying := psfake.Machine{ID: "ps4", Name: "b", Destroying: true}
	others := psfake.Machine{ID: "ps5", Name: "a", UserID: stranger}
	for name, c := range map[string]struct {
		alive  []psfake.Machine
		state  map[string]kept
		wanted []string
		said   string // the machine that a message names
		want   account
	}{
		"all is well":    {alive: []psfake.Machine{a1, b}, state: map[string]kept{"0": {ID: "ps1"}, "1": {ID: "ps3"}}, wanted: []string{"a", "b"}},
		"nothing at all": {},
		"one on its way out is neither lost nor a second one": {
			alive: []psfake.Machine{b, dying}, state: map[string]kept{"0": {ID: "ps3"}}, wanted: []string{"b"},
		},
		"lost": {
			alive: []psfake.Machine{a1}, wanted: []string{"a"},
			want: account{lost: []string{"a (ps1)"}, short: []string{"the state has 0 machines, not 1"}},
		},
		"twice": {
			alive: []psfake.Machine{a1, a2}, state: map[string]kept{"0": {ID: "ps1"}}, wanted: []string{"a"},
			want: account{lost: []string{"a (ps2)"}, twice: []string{"a"}},
		},
		"a second one that a message names": {
			alive: []psfake.Machine{a1, a2}, state: map[string]kept{"0": {ID: "ps1"}}, wanted: []string{"a"}, said: "ps2",
		},
		"one that is left and named": {alive: []psfake.Machine{a2}, said: "ps2"},
		"another user's": {
			alive: []psfake.Machine{a1, others}, state: map[string]kept{"0": {ID: "ps1"}}, wanted: []string{"a"},
		},
		"another user's in the state": {
			alive: []psfake.Machine{others}, state: map[string]kept{"0": {ID: "ps5"}}, wanted: []string{"a"},
			want: account{taken: []string{"a (ps5)"}, short: []string{"a is missing"}},
		},
		"two addresses": {
			alive: []psfake.Machine{a1}, state: map[string]kept{"0": {ID: "ps1"}, "1": {ID: "ps1"}}, wanted: []string{"a", "b"},
			want: account{shared: []string{"ps1"}, short: []string{"b is missing"}},
		},
		"missing": {
			state: map[string]kept{"0": {ID: "ps1"}}, wanted: []string{"a"}, want: account{short: []string{"a is missing"}},
		},
		"left": {
			alive: []psfake.Machine{b}, state: map[string]kept{"0": {ID: "ps3"}},
			want: account{short: []string{"b (ps3) is there", "the state has 1 machines, not 0"}},
		},
		"tainted": {
			alive: []psfake.Machine{b}, state: map[string]kept{"0": {ID: "ps3", Name: "b", tainted: true}}, wanted: []string{"b"},
			want: account{tainted: []string{"b (ps3)"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := takeAccount(c.alive, c.state, c.wanted, func(m psfake.Machine) bool { return m.ID == c.said })
			if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(account{})); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// Lines of the CLI's JSON output, shortened.
const (
	begins  = `{"type":"apply_start","hook":{"resource":{"addr":"m[0]"},"action":"create"}}` + "\n"
	ends    = `{"type":"apply_complete","hook":{"resource":{"addr":"m[0]"},"action":"create"}}` + "\n"
	errored = `{"type":"apply_errored","hook":{"resource":{"addr":"m[0]"},"action":"create"}}` + "\n"
)

func says(severity, address, summary, detail string) string {
	return fmt.Sprintf(`{"type":"diagnostic","diagnostic":{"severity":%q,"address":%q,"summary":%q,"detail":%q}}`+"\n", severity, address, summary, detail)
}

func TestReport(t *testing.T) {
	names := func(string) []string { return []string{"", "web"} }
	for name, c := range map[string]struct {
		out                                    string
		unexplained, byHand, forgotten, broken int
	}{
		"done":                                  {out: begins + ends},
		"not JSON":                              {out: "plugin: hello\n" + begins + ends},
		"failed, and named":                     {out: begins + errored + says("error", "m[0]", "Failed to create machine", "web was rejected")},
		"failed, and named without an address":  {out: begins + errored + says("error", "", `Failed to destroy machine "web"`, "web stays")},
		"failed, and another one is named":      {out: begins + errored + says("error", "m[1]", "Failed to create machine", "web was rejected"), unexplained: 1},
		"failed, and not named":                 {out: begins + errored + says("error", "m[0]", "Failed to create machine", "no"), unexplained: 1},
		"failed without a message":              {out: begins + errored, unexplained: 1},
		"cut off":                               {out: begins, unexplained: 1},
		"destroyed, and the replacement failed": {out: begins + ends + begins + errored, unexplained: 1},
		"a warning is no excuse":                {out: begins + errored + says("warning", "m[0]", "x", "web"), unexplained: 1},
		"by hand":                               {out: says("error", "m[0]", "x", "adopt it with terraform import"), byHand: 1},
		"forgotten":                             {out: says("warning", "m[0]", `Machine "web" (ps1) no longer exists`, "did not find web (ps1)"), forgotten: 1},
		"gone indeed":                           {out: says("warning", "m[0]", `Machine "web" (ps9) no longer exists`, "did not find web (ps9)")},
		"forgotten by name":                     {out: says("warning", "m[0]", `Machine "web" no longer exists`, "Removed."), forgotten: 1},
		"inconsistent":                          {out: says("error", "m[0]", "Provider produced inconsistent result after apply", ""), broken: 1},
	} {
		t.Run(name, func(t *testing.T) {
			r := readReport([]byte(c.out))
			got := []int{len(r.unexplained(names)), len(r.byHand()), len(r.forgotten([]string{"ps9"})), len(r.broken)}
			if want := []int{c.unexplained, c.byHand, c.forgotten, c.broken}; !slices.Equal(got, want) {
				t.Errorf("unexplained, by hand, forgotten, broken: %v, want %v", got, want)
			}
		})
	}
}

// A message names a machine by its ID. After a failure, an error that says that a
// machine with its name might exist also counts.
func TestNames(t *testing.T) {
	m := psfake.Machine{ID: "ps1", Name: "web"}
	for _, c := range []struct {
		out   string
		code  int
		named bool
	}{
		{says("warning", "m[0]", "Machine already exists", "web (ps1)"), 0, true},
		{says("error", "m[0]", "Failed to create machine", "web (ps2)"), 1, false},
		{says("error", "m[0]", `Machine "web" might exist`, ""), 1, true},
		{says("error", "m[0]", `Machine "web" might exist`, ""), 0, false},
		{says("warning", "m[0]", `Machine "web" might exist`, ""), 1, false},
	} {
		r := readReport([]byte(c.out))
		r.code = c.code
		if r.names(m) != c.named {
			t.Errorf("%q with exit code %d: named is %t", c.out, c.code, !c.named)
		}
	}
}

// The first seeds have every kind of fault that the matrix uses, and consecutive
// seeds reach every cell of the matrix and every rate.
func TestSeedsWalkThroughTheMatrix(t *testing.T) {
	faults, cells, rates := map[psfake.FaultKind]bool{}, map[string]bool{}, map[float64]bool{}
	all := uint64(len(scenarios(1)))
	for seed := range all {
		s := scenarioOf(1000+seed, 1)
		if seed < uint64(len(troubles)) {
			for _, f := range s.trouble.faults(s.rate, time.Now()) {
				faults[f.Kind] = true
				if err := f.Check(); err != nil {
					t.Errorf("%s: %v", s.trouble.name, err)
				}
			}
		}
		cells[s.version.name+s.behavior+s.trouble.name], rates[s.rate] = true, true
	}
	want := []psfake.FaultKind{
		psfake.FaultStatus, psfake.FaultStatusAfter, psfake.FaultThrottle, psfake.FaultHTML, psfake.FaultHTMLAfter, psfake.FaultCut,
		psfake.FaultCutAfter, psfake.FaultTruncate, psfake.FaultNoBody, psfake.FaultSlow, psfake.FaultStale, psfake.FaultFailure, psfake.FaultStuck,
		psfake.FaultLag, psfake.FaultMissing, psfake.FaultDate, psfake.FaultNoDate, psfake.FaultCached, psfake.FaultDenied, psfake.FaultReject,
		psfake.FaultAlter, psfake.FaultIgnore, psfake.FaultTwin, psfake.FaultInstead, psfake.FaultTombstone, psfake.FaultReuse,
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(faults))); diff != "" {
		t.Errorf("faults of the first seeds (-want +got):\n%s", diff)
	}
	if uint64(len(cells)) != all || len(rates) != 3 {
		t.Errorf("%d of %d cells, at rates %v", len(cells), all, rates)
	}
	if a, b := scenarioOf(77, 5).String(), scenarioOf(77, 5).String(); a != b {
		t.Errorf("one seed, two scenarios: %s and %s", a, b)
	}
}

func TestScoreboard(t *testing.T) {
	var l scoreboard
	for range 2 {
		l.enter(&round{scenario: scenario{trouble: together}, tally: map[string]tally{
			"apply": {rounds: 1, machines: 50, made: 51, reruns: 1, requests: 200, took: 3 * time.Second},
		}})
	}
	lines := strings.Split(l.table(), "\n")
	if len(lines) < 3 || !slices.Equal(strings.Fields(lines[1]), strings.Fields("all apply 2 102 0 0 0 2 4.0 3.0")) {
		t.Errorf("table:\n%s", l.table())
	}
}
