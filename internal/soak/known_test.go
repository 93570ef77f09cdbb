package soak

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// lossScenarios are how the server behaves while 30% of the responses to creates
// are lost. The lags are those of the real Paperspace API. If the provider polls
// faster, its search is shorter, and so are the lags.
var lossScenarios = []struct {
	name   string
	faults []psfake.Fault
	ahead  time.Duration // how far the server's clock is ahead
}{
	{name: "no lag"},
	{name: "list lag 5s", faults: lists(5 * time.Second)},
	{name: "list lag 15s", faults: lists(15 * time.Second)},
	{name: "list lag 45s", faults: lists(45 * time.Second)},
	{name: "list lag 90s", faults: lists(90 * time.Second)},
	{name: "Date 5s ahead", faults: dates(5 * time.Second)},
	{name: "Date 5s behind", faults: dates(-5 * time.Second)},
	{name: "Date 1h ahead", faults: dates(time.Hour)},
	{name: "Date 1h behind", faults: dates(-time.Hour)},
	{name: "clock 1h ahead", ahead: time.Hour},
	{name: "clock 1h behind", ahead: -time.Hour},
	{name: "no Date", faults: []psfake.Fault{{Kind: psfake.FaultNoDate}}},
	{name: "Age 600", faults: []psfake.Fault{{Kind: psfake.FaultCached, Age: 10 * time.Minute}}},
}

func lists(lag time.Duration) []psfake.Fault {
	return []psfake.Fault{{Kind: psfake.FaultLag, Call: "*.list", Age: lag}}
}

func dates(skew time.Duration) []psfake.Fault {
	return []psfake.Fault{{Kind: psfake.FaultDate, Skew: skew}}
}

// lossy loses 30% of the responses to creates. Half of these creates take effect.
func (s *site) lossy() {
	s.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCutAfter, Rate: 0.15})
	s.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCut, Rate: 0.18})
}

// quick is the poll interval in make test, at which the search for a lost create
// takes 2.4 s. The factor to the usual interval of 1s also scales the lags.
const quick = 20 * time.Millisecond

// TestAccLostCreatesAreKnown checks that every machine that exists after a lossy
// apply is in the state or named in a message, whatever lags and whatever the clocks
// show, and that no machine is created twice without a message.
func TestAccLostCreatesAreKnown(t *testing.T) {
	long, machines := duration(t) > 0, 10
	if long {
		machines = 50
	}
	for _, v := range []version{core, v1} {
		for i, c := range lossScenarios {
			if !long && i%3 != 0 {
				continue
			}
			t.Run(v.name+"/"+c.name, func(t *testing.T) {
				acctest.Parallel(t)
				clock := func() time.Time { return time.Now().Add(c.ahead) }
				w := psfake.New(psfake.Strict(), psfake.WithKey(acctest.Key), psfake.WithBehavior(psfake.Observed()), psfake.WithClock(clock), psfake.WithSeed(uint64(i+11)))
				s := openSite(t, v, w, paceLines(long)...)
				s.tf.Setenv(fmt.Sprintf("TF_VAR_machines=%d", machines))
				s.configure(t, machineGroup(trouble{}, "m", ""))
				for _, f := range c.faults {
					if !long && f.Kind == psfake.FaultLag {
						f.Age = time.Duration(float64(f.Age) * quick.Seconds())
					}
					s.Inject(f)
				}
				s.lossy()
				result := s.run("apply", "-auto-approve", fmt.Sprintf("-parallelism=%d", machines))
				a := s.known(t, result)
				printLine(t, "%s, %s, %d of %d responses lost: %s, %s", v.name, c.name, s.lost(), machines, a, result.took.Round(time.Second))
				if s.lost() == 0 || len(a.unknown)+len(a.unreported) > 0 || len(result.broken) > 0 {
					t.Errorf("unknown %v, twice without a message %v\n%v\n%s", a.unknown, a.unreported, result.broken, result.text)
				}
			})
		}
	}
}

func paceLines(long bool) []string {
	if long {
		return nil
	}
	return []string{fmt.Sprintf("poll_interval = %q", quick)}
}

func (s *site) lost() (n int) {
	for _, e := range s.Journal().Of("machines.create") {
		if e.Status == 0 {
			n++
		}
	}
	return n
}

// knowledge is what a run reports about the machines that are alive.
type knowledge struct {
	alive, inState, named int
	unknown               []string // IDs of machines that are neither in the state nor in a message
	unreported            []string // names with a second machine that no message names
}

func (k knowledge) String() string {
	return fmt.Sprintf("%d alive = %d in the state + %d named in a message, %d unknown, %d created twice without a message",
		k.alive, k.inState, k.named, len(k.unknown), len(k.unreported))
}

// known compares the machines that are alive with the state and the messages. A
// message names a machine by its ID, or by the error that it might exist.
func (s *site) known(t *testing.T, result report) (k knowledge) {
	t.Helper()
	ids := s.ids(t)
	messages := ""
	for _, d := range slices.Concat(result.errors, result.warnings) {
		messages += d.Summary + "\n" + d.Detail + "\n"
	}
	names := map[string]int{}
	for _, m := range s.Machines() {
		k.alive++
		names[m.Name]++
		might := strings.Contains(messages, fmt.Sprintf("named %q might exist", m.Name))
		switch named := strings.Contains(messages, m.ID); {
		case ids[m.ID]:
			k.inState++
		case named || might:
			k.named++
		default:
			k.unknown = append(k.unknown, m.ID)
			if names[m.Name] > 1 {
				k.unreported = append(k.unreported, m.Name)
			}
		}
	}
	return k
}

func (s *site) ids(t *testing.T) map[string]bool {
	t.Helper()
	state, err := s.state()
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, m := range state {
		ids[m.ID] = true
	}
	return ids
}

// TestAccTwoRunsWithEqualNames has two runs with separate states create machines
// with the same names at the same time, and loses responses. A warning must name
// every machine that is in both states. Destroying one state must leave all other
// machines of the other state alive.
func TestAccTwoRunsWithEqualNames(t *testing.T) {
	const machines = 8
	long := duration(t) > 0
	for _, v := range []version{core, v1} {
		t.Run(v.name, func(t *testing.T) {
			acctest.Parallel(t)
			w := psfake.New(psfake.Strict(), psfake.WithKey(acctest.Key), psfake.WithBehavior(psfake.Observed()), psfake.WithSeed(3))
			var sites [2]*site
			var results [2]report
			for i := range sites {
				sites[i] = openSite(t, v, w, paceLines(long)...)
				sites[i].tf.Setenv(fmt.Sprintf("TF_VAR_machines=%d", machines))
				sites[i].configure(t, machineGroup(trouble{}, "m", ""))
			}
			sites[0].lossy()
			done := make(chan struct{})
			go func() {
				defer close(done)
				results[0] = sites[0].run("apply", "-auto-approve")
			}()
			results[1] = sites[1].run("apply", "-auto-approve")
			<-done
			ids := [2]map[string]bool{sites[0].ids(t), sites[1].ids(t)}
			named := func(id string) bool {
				return strings.Contains(results[0].text+results[1].text, fmt.Sprintf("(%s) was adopted after a lost response", id))
			}
			shared := 0
			for id := range ids[0] {
				if !ids[1][id] {
					continue
				}
				if shared++; !named(id) {
					t.Errorf("%s is in both states, and no warning names it", id)
				}
			}
			w.ClearFaults()
			sites[0].run("destroy", "-auto-approve")
			alive := map[string]bool{}
			for _, m := range w.Machines() {
				alive[m.ID] = !m.Destroying
			}
			gone := 0
			for id := range ids[1] {
				if alive[id] {
					continue
				}
				if gone++; !named(id) {
					t.Errorf("the other run destroyed %s, and no warning had named it", id)
				}
			}
			printLine(t, "%s, two runs with %d equal names, %d responses lost: %d and %d in the states, %d in both, all named; destroying the first left %d of the second",
				v.name, machines, sites[0].lost(), len(ids[0]), len(ids[1]), shared, len(ids[1])-gone)
		})
	}
}
