package psfake

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// FaultKind is what goes wrong.
type FaultKind string

// The kinds of faults that replace or break a response, or end what the request
// began. "Before" and "after" refer to the effect of the request.
const (
	FaultStatus      FaultKind = "status"       // an error status (default 500) in the behavior's shape, before
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
	FaultRefuse   FaultKind = "refuse"  // Status (default 400) with Message, before
	FaultDenied   FaultKind = "denied"  // the response to a wrong API key, before
	// FaultInstead cuts the connection before a create takes effect, and another
	// client of the team creates the object instead. See FaultTwin.
	FaultInstead FaultKind = "instead"
	// FaultFailure has create, start and restart accepted, ending off and with an
	// event in error. What else takes time, which only API v1 has, leaves
	// everything as it was: updates, snapshots, restores, custom templates.
	FaultFailure FaultKind = "failure"
	// FaultStuck has power calls, create, destroy and the rest of what takes time
	// accepted, and never getting on.
	FaultStuck FaultKind = "stuck"
)

// The kinds of faults that change what a request sees, stores, or leaves
// behind. They combine with each other and with one fault of the kinds above.
const (
	FaultSlow  FaultKind = "slow"  // takes effect at once, responds Delay later with what was true at once
	FaultStale FaultKind = "stale" // reads show the world of Age ago
	// FaultLag hides objects that are younger than Age from reads. Call selects
	// the reads: "*.list", "machines.show", and so on.
	FaultLag FaultKind = "lag"
	// FaultMissing has reads respond as if the object with ID did not exist, or
	// none of its kind if ID is empty; with Writes, writes too.
	// A list that would contain the object counts as a request that names it.
	FaultMissing FaultKind = "missing"
	FaultDate    FaultKind = "date"    // the Date header is off by Skew
	FaultNoDate  FaultKind = "no-date" // no Date header
	// FaultCached adds the headers of a response from a cache: Age, and a Date that
	// is Age back. With a FaultDate of the same Skew, Date is that of the cache.
	FaultCached FaultKind = "cached"
	FaultAlter  FaultKind = "alter" // a write that has Key stores Value in its place
	// FaultIgnore has a write accepted without the effect of Key, or an update
	// without any effect if Key is empty.
	FaultIgnore FaultKind = "ignore"
	FaultTrim   FaultKind = "trim"  // names, or Key, are stored without the spaces around them
	FaultLower  FaultKind = "lower" // names, or Key, are stored in lower case
	// FaultTwin has another client of the team create an object with the same
	// values as each object that is created, Delay later (before, if negative).
	// Value has the fields in which it differs.
	FaultTwin FaultKind = "twin"
	// FaultTombstone has a destroyed machine stay in show and list, with dtDeleted
	// in v1 and a deactivate event that does not end, until Delay later, forever if
	// zero. Writes on it are rejected with Status (default 404). Value has fields
	// of the machine to set: {"Unlisted": true}, {"Deleted": null}.
	FaultTombstone FaultKind = "tombstone"
	// FaultReuse has a create of a machine respond with the machine with ID, the
	// newest if empty, and nothing is created.
	FaultReuse FaultKind = "reuse"
)

// faultLimit is what the journal says of a request beyond the rate limit.
const faultLimit FaultKind = "limit"

// Fault is something that goes wrong with some requests.
type Fault struct {
	Call       string        // a pattern as for Journal.Of; "" = every call
	Machine    string        // only requests that name this machine id, or create a machine of this name
	Key        string        // only requests whose body has this JSON key
	Kind       FaultKind     //
	Times      int           // how many requests it hits, 0 = until removed
	Skip       int           // lets so many matching requests pass first
	Rate       float64       // 0 = always, else the probability for each matching request
	For        time.Duration // how long it lasts by the world's clock, from the injection on; 0 = until removed
	FromHit    bool          // For begins with the first request that it hits
	Status     int           // for FaultStatus, FaultHTML (and After), FaultRefuse, FaultTombstone
	RetryAfter string        // the header's text, for every kind with an error status
	Message    string        // for FaultRefuse, FaultFailure, FaultStatus
	Delay      time.Duration // for FaultSlow, FaultTwin, FaultInstead, FaultTombstone
	Late       time.Duration // for the kinds After: how much later than the response a write takes effect
	Age        time.Duration // for FaultStale, FaultLag, FaultCached
	Skew       time.Duration // for FaultDate
	ID         string        // for FaultMissing, FaultReuse
	Writes     bool          // for FaultMissing
	Value      any           // for FaultAlter, FaultTwin, FaultInstead, FaultTombstone: anything that encodes to JSON
}

// UnmarshalJSON reads a fault as the admin routes take it: named after the Go
// fields, with durations as text like "10s".
func (f *Fault) UnmarshalJSON(b []byte) error {
	type plain Fault
	var in struct {
		plain
		For, Delay, Late, Age, Skew duration
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&in); err != nil {
		return err
	}
	*f = Fault(in.plain)
	f.For, f.Delay, f.Late = time.Duration(in.For), time.Duration(in.Delay), time.Duration(in.Late)
	f.Age, f.Skew = time.Duration(in.Age), time.Duration(in.Skew)
	return f.Check()
}

var faultKinds = []FaultKind{
	FaultStatus, FaultStatusAfter, FaultThrottle, FaultHTML, FaultHTMLAfter, FaultCut, FaultCutAfter, FaultTruncate, FaultNoBody,
	FaultRefuse, FaultDenied, FaultInstead, FaultFailure, FaultStuck,
	FaultSlow, FaultStale, FaultLag, FaultMissing, FaultDate, FaultNoDate, FaultCached, FaultAlter, FaultIgnore, FaultTrim, FaultLower,
	FaultTwin, FaultTombstone, FaultReuse,
}

// combines reports whether a kind is one of those that change what a request
// sees, stores, or leaves behind.
func (k FaultKind) combines() bool {
	return slices.Index(faultKinds, k) >= slices.Index(faultKinds, FaultSlow)
}

// Check returns an error if there is no such fault, or none of the requests that
// it selects can be hit, so that a typo does not leave a test without its fault.
func (f Fault) Check() error {
	if !slices.Contains(faultKinds, f.Kind) {
		return wire.Rejection("unknown kind of fault " + string(f.Kind))
	}
	if err := checkCall(f.Call, f.suits); err != nil {
		return fmt.Errorf("a fault of the kind %s with the Call %q: %w", f.Kind, f.Call, err)
	}
	patch, err := json.Marshal(f.Value)
	if err != nil {
		return err
	}
	var object any = &Machine{}
	noun, _, _ := strings.Cut(f.Call, ".")
	switch {
	case f.Kind == FaultAlter && f.Key == "":
		return wire.Rejection("a fault of the kind alter needs a Key")
	case f.Kind == FaultTombstone:
	case f.Kind != FaultTwin && f.Kind != FaultInstead:
		return nil
	case noun == "scripts":
		object = &Script{}
	case noun == "networks":
		object = &Network{}
	case noun == "publicips":
		object = &Address{}
	case noun == "templates":
		object = &Template{}
	case noun == "drives":
		object = &SharedDrive{}
	case noun == "snapshots":
		object = &Snapshot{}
	}
	err = merge(patch, &object)
	if err != nil {
		return fmt.Errorf("the Value of a fault of the kind %s: %w", f.Kind, err)
	}
	return nil
}

// injected is a fault with its record.
type injected struct {
	Fault
	since      time.Time // when For begins, zero = with the first hit
	seen, hits int
}

// Inject adds a fault and returns what removes it. A request is hit by the
// first of the faults that do not combine, and by all that do. Inject panics if
// there is no such fault.
func (w *Server) Inject(f Fault) (remove func()) {
	if err := f.Check(); err != nil {
		panic(err)
	}
	now, done := w.look()
	defer done()
	in := &injected{Fault: f, since: now}
	if f.FromHit {
		in.since = time.Time{}
	}
	w.faults = append(w.faults, in)
	return func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.faults = slices.DeleteFunc(w.faults, func(other *injected) bool { return other == in })
	}
}

// ClearFaults removes all faults.
func (w *Server) ClearFaults() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.faults = nil
}
