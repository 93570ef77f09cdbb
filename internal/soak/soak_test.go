package soak

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
)

// The environment variables that `make soak` sets: how long to begin new rounds, and
// the first seed.
const (
	envSoak = "PAPERSPACE_SOAK"
	envSeed = "PAPERSPACE_SOAK_SEED"
)

const (
	machinesPerRound = 50 // in make soak
	players          = 3  // parallel rounds, which mostly wait
)

// TestMain silences two logs: that of the provider library, which goes to standard
// error and cannot be turned off, and that of the framework, which would take more
// time than the rest of the tests. The runtime still reports panics and races.
func TestMain(m *testing.M) {
	for _, name := range []string{"TF_LOG_SDK", "TF_LOG_SDK_PROTO", "TF_LOG_SDK_FRAMEWORK", "TF_LOG_PROVIDER_PAPERSPACE"} {
		_ = os.Setenv(name, "off")
	}
	os.Stderr, _ = os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	acctest.Main(m)
}

// duration returns how long make soak begins new rounds, or 0 in make test.
func duration(t testing.TB) time.Duration {
	t.Helper()
	text := os.Getenv(envSoak)
	if text == "" {
		return 0
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		t.Fatalf("%s: %v", envSoak, err)
	}
	return d
}

// printLine prints a line in make soak, and writes it to the log of the test otherwise.
func printLine(t testing.TB, format string, args ...any) {
	t.Helper()
	if duration(t) > 0 {
		fmt.Printf("soak: "+format+"\n", args...)
		return
	}
	t.Logf(format, args...)
}

// inTurn runs a test in parallel with others in make test, to save time, and serially
// in make soak, where the table comes last. It reports whether the test runs serially.
func inTurn(t *testing.T) bool {
	t.Helper()
	if duration(t) > 0 {
		return true
	}
	acctest.Parallel(t)
	return false
}

// TestSoak creates, changes, plans, and destroys groups of machines under faults of
// every kind, alone and together. No machine is lost or created twice, and it is
// always enough to run the same command again.
func TestSoak(t *testing.T) {
	d := duration(t)
	if d == 0 {
		t.Skip("a few rounds are in TestAccSoakInBrief; all of them take `make soak`")
	}
	seed := rand.Uint64N(1e6)
	if text := os.Getenv(envSeed); text != "" {
		var err error
		if seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatalf("%s: %v", envSeed, err)
		}
	}
	printLine(t, "%s with %d machines a round; begins with seed %d", d, machinesPerRound, seed)

	var l scoreboard
	var next atomic.Uint64
	next.Store(seed)
	end := time.Now().Add(d)
	var all sync.WaitGroup
	for range players {
		all.Go(func() {
			for time.Now().Before(end) {
				r := play(t, scenarioOf(next.Add(1)-1, machinesPerRound))
				l.enter(r)
				printLine(t, "%s", r.verdict())
				complain(t, r)
			}
		})
	}
	all.Wait()
	fmt.Printf("\n%s\n", l.table())
}

// TestAccSoakInBrief runs some of the rounds in make test, with few machines. Nothing
// gets stuck, because that takes as long as the timeouts.
func TestAccSoakInBrief(t *testing.T) {
	if inTurn(t) {
		t.Skip("it is all there in TestSoak")
	}
	lively := slices.DeleteFunc(slices.Clone(alone), func(t trouble) bool { return t.name == "stuck" })
	most := trouble{name: "all but stuck", lags: true, taints: true, faults: combined(lively)}
	for _, s := range []scenario{
		{trouble: most, version: core, behavior: "observed", rate: 0.1},
		{trouble: most, version: v1, behavior: "observed", rate: 0.1},
		{trouble: row("failure"), version: core, behavior: "documented", rate: 0.2},
		{trouble: row("list lag"), version: core, behavior: "documented", rate: 0.2},
		{trouble: row("replica"), version: v1, behavior: "observed", rate: 0.2},
		{trouble: row("denied"), version: core, behavior: "observed", rate: 0.2},
		{trouble: row("twin"), version: v1, behavior: "observed", rate: 0.2},
		{trouble: row("tombstone"), version: core, behavior: "observed", rate: 0.2},
	} {
		t.Run(s.version.name+"/"+s.behavior+"/"+s.trouble.name, func(t *testing.T) {
			acctest.Parallel(t)
			s.machines, s.seed = 10, 3
			r := play(t, s)
			printLine(t, "%s", r.verdict())
			complain(t, r)
		})
	}
}

// row returns the row of the matrix with the given name.
func row(name string) trouble {
	return troubles[slices.IndexFunc(troubles, func(t trouble) bool { return t.name == name })]
}

// verdict returns a line with the results of a round.
func (r *round) verdict() string {
	var sum tally
	for _, one := range r.tally {
		sum.add(one)
	}
	text := "good"
	if len(r.wrong) > 0 {
		text = "WRONG"
	}
	return fmt.Sprintf("%s: %s; %d made, %d reruns, %d requests, %s", r.scenario, text, sum.made, sum.reruns, sum.requests, sum.took.Round(time.Second))
}

// complain fails the test if the round went wrong, and writes the journal and the
// output of all commands to a file.
func complain(t testing.TB, r *round) {
	t.Helper()
	if len(r.wrong) == 0 {
		return
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\nwrong:\n%s\n\njournal:\n", r.scenario, strings.Join(r.wrong, "\n"))
	for _, e := range r.Journal() {
		fmt.Fprintf(&b, "%s %s %s %s status %d fault %q effect %t machine %s %s\n",
			e.At.Format("15:04:05.000"), e.Call, e.Method, e.Query.Encode(), e.Status, e.Fault, e.Effect, e.MachineID, e.Body)
	}
	b.WriteString(r.log.String())
	file := strings.ReplaceAll(fmt.Sprintf("soak-%s-%d.log", r.trouble.name, r.seed), " ", "-")
	name, err := filepath.Abs(filepath.Join("..", "..", "bin", file))
	if err == nil {
		err = os.MkdirAll(filepath.Dir(name), 0o750)
	}
	if err == nil {
		err = os.WriteFile(name, []byte(b.String()), 0o600)
	}
	if err != nil {
		t.Errorf("the log of the round: %v", err)
	}
	t.Errorf("%s\n%s\nall there is to know is in %s", r.scenario, strings.Join(r.wrong, "\n"), name)
	if duration(t) > 0 {
		t.Logf("the same round again: make soak SEED=%d", r.seed)
	}
}
