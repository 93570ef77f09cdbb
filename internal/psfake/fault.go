package psfake

import (
	"slices"
	"time"
)

// FaultKind is what goes wrong.
type FaultKind string

// The kinds of faults. "Before" and "after" mean the effect of the request.
const (
	FaultStatus      FaultKind = "status"       // an error status (default 500) in the dialect's shape, before
	FaultStatusAfter FaultKind = "status-after" // the same, after
	FaultThrottle    FaultKind = "throttle"     // 429, with RetryAfter if there is one, before
	FaultHTML        FaultKind = "html"         // a proxy's page with Status (default 502), before
	FaultHTMLAfter   FaultKind = "html-after"   // the same, after
	FaultCut         FaultKind = "cut"          // the connection is cut, before; an HTTP transport may send a GET again by itself
	FaultCutAfter    FaultKind = "cut-after"    // the same, after
	// FaultTruncate sends half of the body, after. In turn: no Content-Length,
	// one that agrees with the half, one that agrees with the whole.
	FaultTruncate FaultKind = "truncate"
	FaultNoBody   FaultKind = "no-body" // the usual status with an empty body, after
	FaultSlow     FaultKind = "slow"    // takes effect at once, answers Delay later with what was true at once
	FaultStale    FaultKind = "stale"   // reads are answered with the world of Age ago
	FaultRefuse   FaultKind = "refuse"  // Status (default 400) with Message, before
	// FaultFailure has create, start and restart accepted, ending off and with an
	// event in error. An update that takes time, which only the v1 door has, leaves
	// the machine as it was.
	FaultFailure FaultKind = "failure"
	// FaultStuck has power calls, create, destroy and such updates accepted, and
	// never getting on.
	FaultStuck FaultKind = "stuck"
)

// faultLimit is what the journal says of a request beyond the rate limit.
const faultLimit FaultKind = "limit"

// Fault is something that goes wrong with some requests.
type Fault struct {
	Call       string        // a pattern as for Journal.Of; "" = every call
	Machine    string        // only requests that name this machine id, or create a machine of this name
	Kind       FaultKind     //
	Times      int           // how many requests it hits, 0 = until removed
	Skip       int           // lets so many matching requests pass first
	Rate       float64       // 0 = always, else the probability for each matching request
	Status     int           // for FaultStatus, FaultHTML (and After), FaultRefuse
	RetryAfter string        // for FaultThrottle and FaultStatus: the header's text
	Delay      time.Duration // for FaultSlow
	Age        time.Duration // for FaultStale
	Message    string        // for FaultRefuse, FaultFailure, FaultStatus
}

type injected struct {
	Fault
	seen, hits int
}

// Inject adds a fault and returns what removes it. A request is hit by the
// first fault that wants it, and by every FaultSlow.
func (w *World) Inject(f Fault) (remove func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	in := &injected{Fault: f}
	w.faults = append(w.faults, in)
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.faults = slices.DeleteFunc(w.faults, func(other *injected) bool { return other == in })
	}
}

// ClearFaults removes all faults.
func (w *World) ClearFaults() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults = nil
}

// pickFault returns the fault that hits a request, nil if none, and how long
// the answer takes.
func (w *World) pickFault(x *exchange) (hit *Fault, delay time.Duration) {
	for _, in := range w.faults {
		if hit != nil && in.Kind != FaultSlow || !in.wants(x) {
			continue
		}
		if in.Times > 0 && in.hits >= in.Times {
			continue
		}
		if in.seen++; in.seen <= in.Skip {
			continue
		}
		if in.Rate > 0 && w.chance.Float64() >= in.Rate {
			continue
		}
		in.hits++
		if in.Kind == FaultSlow {
			delay += in.Delay
			continue
		}
		hit = &in.Fault
	}
	return hit, delay
}

var faultCalls = map[FaultKind][]string{
	FaultFailure: {"machines.create", "machines.start", "machines.restart"},
	FaultStuck:   {"machines.create", "machines.start", "machines.stop", "machines.restart", "machines.destroy"},
}

func (in *injected) wants(x *exchange) bool {
	if !matches(in.Call, x.call) {
		return false
	}
	if in.Machine != "" && in.Machine != x.machine && in.Machine != x.creates {
		return false
	}
	// Some kinds make sense for some calls only.
	if in.Kind == FaultStale {
		return x.keyOK && !x.write
	}
	if calls, ok := faultCalls[in.Kind]; ok {
		return x.keyOK && (slices.Contains(calls, x.call) || x.rebuilds)
	}
	return true
}

func (k FaultKind) known() bool {
	return slices.Contains([]FaultKind{FaultStatus, FaultStatusAfter, FaultThrottle, FaultHTML, FaultHTMLAfter, FaultCut,
		FaultCutAfter, FaultTruncate, FaultNoBody, FaultSlow, FaultStale, FaultRefuse, FaultFailure, FaultStuck}, k)
}
