package soak

import (
	"slices"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// pollInterval is the usual poll interval of a round. The provider scales two other
// times with it: how long it searches for the machine of a lost create (two minutes
// at 1s), and how long it waits before it confirms that an object is gone (5 s at
// 100ms).
const (
	pollInterval = 50 * time.Millisecond
	searched     = 120 * pollInterval
	confirmed    = 50 * pollInterval
)

// stranger is another user of the team, who creates machines with the same names.
const stranger = "u0other"

// subtle are the rows in which a request that fails would succeed a little later, or
// in which the server does not do what its responses say.
var subtle = []trouble{
	lossy("list lag", psfake.Fault{Kind: psfake.FaultLag, Call: "*.list", Age: searched / 3}),
	lossy("show lag", psfake.Fault{Kind: psfake.FaultLag, Call: "machines.show", Age: confirmed / 2}),
	{name: "replica", faults: windows(psfake.Fault{Kind: psfake.FaultMissing, Call: "machines.*", For: confirmed / 2}, 0, 25)},
	{name: "replica writes", faults: windows(psfake.Fault{Kind: psfake.FaultMissing, Call: "machines.*", Writes: true, For: confirmed / 2}, 25)},
	lossy("date", psfake.Fault{Kind: psfake.FaultDate, Skew: 5 * time.Second}),
	lossy("no date", psfake.Fault{Kind: psfake.FaultNoDate}),
	lossy("cached", psfake.Fault{Kind: psfake.FaultCached, Age: 30 * time.Second}),
	lossy("cached dated", psfake.Fault{Kind: psfake.FaultCached, Age: 30 * time.Second}, psfake.Fault{Kind: psfake.FaultDate, Skew: 30 * time.Second}),
	{name: "skew", skew: -time.Hour, faults: lossy("").faults},
	{name: "late", faults: late},
	{name: "denied", faults: windows(psfake.Fault{Kind: psfake.FaultDenied, For: 300 * time.Millisecond}, 25)},
	{name: "proxy 403", faults: windows(psfake.Fault{Kind: psfake.FaultHTML, Status: 403, For: 300 * time.Millisecond}, 25)},
	outage("outage 503", psfake.Fault{Kind: psfake.FaultStatus, Status: 503}),
	outage("outage cut", psfake.Fault{Kind: psfake.FaultCut}),
	{name: "rejected", faults: rejected},
	{name: "altered", differs: true, faults: ofSettings(psfake.Fault{Kind: psfake.FaultAlter, Call: "machines.*", Value: 8})},
	{name: "ignored", differs: true, faults: ofSettings(psfake.Fault{Kind: psfake.FaultIgnore, Call: "machines.*"})},
	{name: "twin", ambiguous: true, faults: twins},
	{name: "tombstone", drops: true, timeout: "15s", faults: tombstones},
	{name: "reuse", faults: always(psfake.Fault{Kind: psfake.FaultReuse}).faults},
	{name: "slow replicas", faults: slowReplicas},
}

// lossy returns a trouble whose faults hit every request, and which loses responses
// to creates at twice the rate of the round.
func lossy(name string, faults ...psfake.Fault) trouble {
	return trouble{name: name, faults: func(rate float64, _ time.Time) []psfake.Fault {
		return append(slices.Clone(faults), psfake.Fault{Kind: psfake.FaultCutAfter, Call: "machines.create", Rate: 2 * rate})
	}}
}

// windows returns a fault several times. Each time, it begins with the first request
// after a number of matching requests.
func windows(f psfake.Fault, after ...int) func(float64, time.Time) []psfake.Fault {
	return func(float64, time.Time) (all []psfake.Fault) {
		f.FromHit = true
		for _, f.Skip = range after {
			all = append(all, f)
		}
		return all
	}
}

// outage returns a trouble that lasts longer than the provider retries a request.
func outage(name string, f psfake.Fault) trouble {
	f.For = 5 * time.Second
	return trouble{name: name, faults: windows(f, 25), lines: []string{"max_retries = 2"}}
}

// late makes requests take effect after the gateway has responded: 12 s or 90 s
// later, scaled like the search. Stops and destroys are only 12 s late, so that they
// take effect before the next command. Updates are not late at all: an update that
// takes effect after the next one undoes it, and no client can prevent that.
func late(rate float64, _ time.Time) (all []psfake.Fault) {
	for _, call := range []string{"machines.create", "machines.stop", "machines.destroy"} {
		short, long := searched/10, searched/10
		if call == "machines.create" {
			long = searched * 3 / 4
		}
		all = append(all,
			psfake.Fault{Kind: psfake.FaultStatusAfter, Call: call, Status: 504, Late: short, Rate: rate},
			psfake.Fault{Kind: psfake.FaultHTMLAfter, Call: call, Status: 504, Late: long, Rate: rate / 2},
			psfake.Fault{Kind: psfake.FaultCutAfter, Call: call, Late: long, Rate: rate / 2})
	}
	return all
}

// ofSettings makes a fault hit the shutdown timeout in either API version.
func ofSettings(f psfake.Fault) func(float64, time.Time) []psfake.Fault {
	return func(rate float64, _ time.Time) (all []psfake.Fault) {
		f.Rate = 2 * rate
		for _, f.Key = range []string{"shutdownTimeoutInHours", "autoShutdownTimeout"} {
			all = append(all, f)
		}
		return all
	}
}

func rejected(rate float64, now time.Time) []psfake.Fault {
	invalid := psfake.Fault{Kind: psfake.FaultReject, Call: "machines.update", Message: "Invalid shutdown timeout"}
	busy := psfake.Fault{Kind: psfake.FaultReject, Call: "machines.update", Status: 409, Message: "This machine is currently starting."}
	stop := psfake.Fault{Kind: psfake.FaultReject, Call: "machines.stop", Status: 409, Message: "This machine is currently starting.", Rate: rate}
	return append(slices.Concat(ofSettings(invalid)(rate/2, now), ofSettings(busy)(rate/2, now)), stop)
}

// twins makes another user of the team create machines with the same names in
// another network, in addition to this user's machines or instead of them.
func twins(rate float64, now time.Time) []psfake.Fault {
	differs := map[string]any{"UserID": stranger, "NetworkID": "n123abc", "BillingType": "monthly"}
	return append(lossy("").faults(rate/2, now),
		psfake.Fault{Kind: psfake.FaultInstead, Call: "machines.create", Rate: rate, Value: differs},
		psfake.Fault{Kind: psfake.FaultTwin, Call: "machines.create", Rate: 2 * rate, Value: differs})
}

// tombstones makes destroyed machines remain visible forever. Half of them reject
// writes with 409.
func tombstones(float64, time.Time) []psfake.Fault {
	return []psfake.Fault{{Kind: psfake.FaultTombstone}, {Kind: psfake.FaultTombstone, Status: 409, Rate: 0.5}}
}

// slowReplicas combines the faults that make lost machines most likely: requests take
// effect late, new machines appear late in show and list, and the clock of the
// gateway is off.
func slowReplicas(rate float64, now time.Time) []psfake.Fault {
	return append(late(rate, now),
		psfake.Fault{Kind: psfake.FaultLag, Call: "*.list", Age: searched / 6},
		psfake.Fault{Kind: psfake.FaultLag, Call: "machines.show", Age: confirmed / 4},
		psfake.Fault{Kind: psfake.FaultDate, Skew: -5 * time.Second})
}
