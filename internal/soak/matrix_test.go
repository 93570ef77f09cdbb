package soak

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// timings of Paperspace. A stale response must be younger than a boot takes, as
// it is in life, where a boot takes minutes and a replica lags seconds: else a
// machine that has come up is denied by show and list alike.
var timings = psfake.Timings{
	Provision: 2 * time.Second, ServiceReady: 200 * time.Millisecond, Start: time.Second,
	Stop: 500 * time.Millisecond, Restart: time.Second, Destroy: 500 * time.Millisecond,
}

// trouble is a row of the matrix.
type trouble struct {
	name string
	// faults are those of an operation that begins now, at some rate.
	faults func(rate float64, now time.Time) []psfake.Fault
	// timeout of create and delete, where the usual one would be unbearable.
	timeout string
	// lags is true where a plan can show what is no longer so.
	lags bool
	// taints is true where Paperspace itself fails machines. No other trouble
	// can leave one tainted.
	taints bool
	// differs is true where Paperspace stores other settings than those sent.
	differs bool
	// ambiguous is true where only a user can know whose a machine is.
	ambiguous bool
	// drops is true where another client destroys machines before the update.
	drops bool
	skew  time.Duration // how far Paperspace's clock is off
	poll  time.Duration // 0 = pollInterval
	lines []string      // of the provider block
}

// always makes a fault that hits every call at the rate of the round.
func always(f psfake.Fault) trouble {
	return trouble{name: string(f.Kind), faults: func(rate float64, _ time.Time) []psfake.Fault {
		now := f // rounds run in parallel
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

// stuck spares stop: a machine that never stops cannot be helped by applying
// again.
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
	{name: "throttle", faults: throttle, poll: 500 * time.Millisecond}, // each poll more is a pause more
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

// together has every fault; at the highest rate half of all requests go
// wrong.
var together = trouble{name: "all", lags: true, taints: true, timeout: "90s", faults: atOnce(alone)}

// atOnce has each fault at a third of the rate. Less is throttled, because that
// makes all requests wait and go on at half the pace, and less gets stuck,
// because that takes as long as the timeout.
func atOnce(troubles []trouble) func(rate float64, now time.Time) []psfake.Fault {
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

// scenario is what a seed stands for.
type scenario struct {
	seed     uint64
	trouble  trouble
	version  version
	behavior string
	rate     float64
	machines int
}

var behaviors = map[string]func() psfake.Behavior{"documented": psfake.Documented, "observed": psfake.Observed}

// scenarios are the cells that consecutive seeds walk through, so that a short
// walk has every fault, and every API version and behavior.
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

// scenarioOf returns the scenario of a seed. The faults of a state are drawn
// in the order of the requests, so that a seed repeats a round as far as the
// order of concurrent requests repeats.
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
