package soak

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// timings are those of the fake server. A boot takes longer than stale responses
// are old, as in reality, where a boot takes minutes and a replica lags by seconds.
// Otherwise, neither show nor list might return a machine that is already ready.
var timings = psfake.Timings{
	Provision: 2 * time.Second, ServiceReady: 200 * time.Millisecond, Start: time.Second,
	Stop: 500 * time.Millisecond, Restart: time.Second, Destroy: 500 * time.Millisecond,
}

// trouble is a row of the matrix.
type trouble struct {
	name string
	// faults returns the faults of an operation that begins at now.
	faults func(rate float64, now time.Time) []psfake.Fault
	// timeout is that of create, update, and delete, if the default is too long.
	timeout string
	// lags is true if a plan can show outdated values.
	lags bool
	// taints is true if machines fail on the server. No other trouble can leave
	// a machine tainted.
	taints bool
	// differs is true if the server stores other settings than those sent.
	differs bool
	// ambiguous is true if only the user can find out who created a machine.
	ambiguous bool
	// drops is true if another client destroys machines before the update.
	drops bool
	skew  time.Duration // how far the server's clock is ahead
	poll  time.Duration // 0 = pollInterval
	lines []string      // more lines of the provider block
}

// always returns a trouble whose fault hits every call at the rate of the round.
func always(f psfake.Fault) trouble {
	return trouble{name: string(f.Kind), faults: func(rate float64, _ time.Time) []psfake.Fault {
		now := f // a copy, because rounds run in parallel
		now.Rate = rate
		return []psfake.Fault{now}
	}}
}

func throttle(rate float64, now time.Time) []psfake.Fault {
	date := now.Add(3 * time.Second).UTC().Format(http.TimeFormat)
	return []psfake.Fault{
		{Kind: psfake.FaultThrottle, RetryAfter: "1", Rate: rate / 2},
		{Kind: psfake.FaultThrottle, RetryAfter: date, Rate: rate / 2},
	}
}

// stuck does not hit stops: if a machine never stops, applying again does not
// help.
func stuck(rate float64, _ time.Time) []psfake.Fault {
	return []psfake.Fault{
		{Kind: psfake.FaultStuck, Call: "machines.create", Rate: rate},
		{Kind: psfake.FaultStuck, Call: "machines.destroy", Rate: rate},
	}
}

var alone = []trouble{
	{name: "none", faults: func(float64, time.Time) []psfake.Fault { return nil }},
	always(psfake.Fault{Kind: psfake.FaultStatus}),
	always(psfake.Fault{Kind: psfake.FaultStatusAfter}),
	{name: "throttle", faults: throttle, poll: 500 * time.Millisecond}, // more polls would mean more pauses
	always(psfake.Fault{Kind: psfake.FaultHTML}),
	always(psfake.Fault{Kind: psfake.FaultHTMLAfter}),
	always(psfake.Fault{Kind: psfake.FaultCut}),
	always(psfake.Fault{Kind: psfake.FaultCutAfter}),
	always(psfake.Fault{Kind: psfake.FaultTruncate}),
	always(psfake.Fault{Kind: psfake.FaultNoBody}),
	always(psfake.Fault{Kind: psfake.FaultSlow, Delay: 700 * time.Millisecond}),
	lagging(always(psfake.Fault{Kind: psfake.FaultStale, Age: 1500 * time.Millisecond})),
	{name: "failure", taints: true, faults: always(psfake.Fault{Kind: psfake.FaultFailure}).faults},
	{name: "stuck", taints: true, faults: stuck, timeout: "15s"},
}

func lagging(t trouble) trouble {
	t.lags = true
	return t
}

// together has every fault. At the highest rate, about half of all requests go
// wrong.
var together = trouble{name: "all", lags: true, taints: true, timeout: "90s", faults: combined(alone)}

// combined returns the faults of several troubles, each at a third of the rate.
// Throttling is rarer, because it makes all requests wait and then halves their
// rate. So is getting stuck, because that takes as long as the timeout.
func combined(troubles []trouble) func(rate float64, now time.Time) []psfake.Fault {
	return func(rate float64, now time.Time) (all []psfake.Fault) {
		for _, t := range troubles {
			share := rate / 3
			if t.name == "throttle" || t.name == "stuck" {
				share = rate / 20
			}
			all = append(all, t.faults(share, now)...)
		}
		return all
	}
}

// troubles are the rows of the matrix.
var troubles = slices.Concat(alone, []trouble{together}, subtle)

// scenario is one cell of the matrix, with a rate and a number of machines. A seed
// selects it.
type scenario struct {
	seed     uint64
	trouble  trouble
	version  version
	behavior string
	rate     float64
	machines int
}

var behaviors = map[string]func() psfake.Behavior{"documented": psfake.Documented, "observed": psfake.Observed}

// scenarios returns the cells of the matrix in the order of consecutive seeds, in
// which few seeds have every fault and every API version and behavior.
func scenarios(machines int) (all []scenario) {
	services := []scenario{{version: core, behavior: "documented"}, {version: core, behavior: "observed"}, {version: v1, behavior: "observed"}}
	for walk := range services {
		for i, t := range troubles {
			s := services[(walk+i)%len(services)]
			s.trouble, s.machines = t, machines
			all = append(all, s)
		}
	}
	return all
}

// scenarioOf returns the scenario of a seed. The fake server selects the requests
// that faults hit in the order of arrival, so a seed repeats a round only as far
// as concurrent requests arrive in the same order.
func scenarioOf(seed uint64, machines int) scenario {
	all := scenarios(machines)
	s := all[seed%uint64(len(all))]
	s.seed = seed
	s.rate = []float64{0.05, 0.1, 0.2}[rand.New(rand.NewPCG(seed, 0)).IntN(3)]
	return s
}

func (s scenario) String() string {
	return fmt.Sprintf("%s/%s: %s at %.0f %%, %d machines, seed %d", s.version.name, s.behavior, s.trouble.name, 100*s.rate, s.machines, s.seed)
}
