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

// FaultKind is a kind of fault.
type FaultKind string

// The kinds of faults that replace or break a response, or change the outcome of the request. "Before" means that the
// request has no effect, and "after" means that it has its usual effect.
const (
	FaultStatus      FaultKind = "status"       // an error with Status (default 500) and Message, before
	FaultStatusAfter FaultKind = "status-after" // the same, after
	FaultThrottle    FaultKind = "throttle"     // 429, with RetryAfter if it is set, before
	FaultHTML        FaultKind = "html"         // the error page of a proxy, with Status (default 502), before
	FaultHTMLAfter   FaultKind = "html-after"   // the same, after
	FaultCut         FaultKind = "cut"          // the connection is cut, before; an HTTP transport might retry a GET
	FaultCutAfter    FaultKind = "cut-after"    // the same, after
	// FaultTruncate sends half of the body, after. Content-Length is, in turn, absent, that of the half, and that of
	// the whole body.
	FaultTruncate FaultKind = "truncate"
	FaultNoBody   FaultKind = "no-body" // the usual status with an empty body, after
	FaultReject   FaultKind = "reject"  // Status (default 400) with Message, before
	FaultDenied   FaultKind = "denied"  // the response to a wrong API key, before
	// FaultInstead cuts the connection before a create takes effect, and another client of the team creates an object
	// with the same values. See FaultTwin.
	FaultInstead FaultKind = "instead"
	// FaultFailure accepts a create, start, or restart, which then ends with the machine off and an event in error.
	// With API v1, it also lets updates, snapshots, restores, and custom templates fail without changing anything.
	FaultFailure FaultKind = "failure"
	// FaultStuck accepts requests whose changes take time, such as power calls, creates, and destroys. The changes
	// then never finish.
	FaultStuck FaultKind = "stuck"
)

// The kinds of faults that change what a request reads, stores, or leaves behind. They combine with each other and
// with one fault of the kinds above.
const (
	FaultSlow  FaultKind = "slow"  // the request takes effect immediately, but its response is sent Delay later
	FaultStale FaultKind = "stale" // reads return the state from Age ago
	// FaultLag hides objects that are younger than Age from reads. Call selects the reads, such as "*.list" or
	// "machines.show".
	FaultLag FaultKind = "lag"
	// FaultMissing makes reads respond as if the object with ID did not exist. If ID is empty, no object exists. With
	// Writes, it applies to writes, too. A list that would contain the object counts as a request that names it.
	FaultMissing FaultKind = "missing"
	FaultDate    FaultKind = "date"    // the Date header is off by Skew
	FaultNoDate  FaultKind = "no-date" // no Date header
	// FaultCached adds the headers of a response from a cache: Age, and a Date that is Age old. Combine it with a
	// FaultDate whose Skew equals Age for a cache that sets Date to the current time.
	FaultCached FaultKind = "cached"
	FaultAlter  FaultKind = "alter" // a write that has Key stores Value for it
	// FaultIgnore accepts a write but ignores Key. If Key is empty, it ignores all of an update.
	FaultIgnore FaultKind = "ignore"
	// FaultTwin makes another client of the team create a second object with the same values for each object that is
	// created, Delay later. With a negative Delay, the second object has an earlier date. Value has the fields that
	// differ.
	FaultTwin FaultKind = "twin"
	// FaultTombstone keeps a destroyed machine in show and list, with dtDeleted in API v1 and an unfinished deactivate
	// event. It lasts for Delay, or forever if Delay is zero. Writes on the machine are rejected with Status (default
	// 404). Value has fields of the machine to set, such as Unlisted or Deleted.
	FaultTombstone FaultKind = "tombstone"
	// FaultReuse makes a create of a machine return the existing machine with ID, or the newest machine if ID is empty.
	// Nothing is created.
	FaultReuse FaultKind = "reuse"
)

// faultLimit marks a request beyond the rate limit in the journal.
const faultLimit FaultKind = "limit"

// Fault is a failure or an irregularity that affects some requests.
type Fault struct {
	Call       string        // a pattern, as in Journal.Of; "" = every call
	Machine    string        // only requests that name the machine with this ID, or create a machine with this name
	Key        string        // only requests whose body has this JSON key
	Kind       FaultKind     //
	Times      int           // how many requests it hits, 0 = no limit
	Skip       int           // how many matching requests pass before the first hit
	Rate       float64       // the probability for each matching request, 0 = always
	For        time.Duration // how long it lasts after the injection, by the server's clock; 0 = until removed
	FromHit    bool          // For starts with the first request that it hits
	Status     int           // for FaultStatus, FaultHTML (and After), FaultReject, FaultTombstone
	RetryAfter string        // the header's text, for every kind with an error status
	Message    string        // for FaultStatus (and After), FaultThrottle, FaultReject, FaultFailure
	Delay      time.Duration // for FaultSlow, FaultTwin, FaultInstead, FaultTombstone
	Late       time.Duration // for the After kinds: how long after the response a write takes effect
	Age        time.Duration // for FaultStale, FaultLag, FaultCached
	Skew       time.Duration // for FaultDate
	ID         string        // for FaultMissing, FaultReuse
	Writes     bool          // for FaultMissing
	Value      any           // for FaultAlter, FaultTwin, FaultInstead, FaultTombstone: any value that encodes to JSON
}

// UnmarshalJSON reads a fault in the form of the admin routes: keys named after the Go fields, and durations as text
// such as "10s".
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
	FaultReject, FaultDenied, FaultInstead, FaultFailure, FaultStuck,
	FaultSlow, FaultStale, FaultLag, FaultMissing, FaultDate, FaultNoDate, FaultCached, FaultAlter, FaultIgnore,
	FaultTwin, FaultTombstone, FaultReuse,
}

// combines reports whether faults of a kind combine with other faults.
func (k FaultKind) combines() bool {
	return slices.Index(faultKinds, k) >= slices.Index(faultKinds, FaultSlow)
}

// Check returns an error if the kind is unknown, if the fault can hit none of the selected requests, or if Value does
// not fit. A typo therefore does not leave a test without its fault.
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
	target, _, _ := strings.Cut(f.Call, ".")
	switch {
	case f.Kind == FaultAlter && f.Key == "":
		return wire.Rejection("a fault of the kind alter needs a Key")
	case f.Kind == FaultTombstone:
	case f.Kind != FaultTwin && f.Kind != FaultInstead:
		return nil
	case target == "scripts":
		object = &Script{}
	case target == "networks":
		object = &Network{}
	case target == "publicips":
		object = &Address{}
	case target == "templates":
		object = &Template{}
	case target == "drives":
		object = &SharedDrive{}
	case target == "snapshots":
		object = &Snapshot{}
	}
	err = merge(patch, &object)
	if err != nil {
		return fmt.Errorf("the Value of a fault of the kind %s: %w", f.Kind, err)
	}
	return nil
}

// injected is an injected fault with its counts.
type injected struct {
	Fault
	since      time.Time // when For starts, zero = at the first hit
	seen, hits int
}

// Inject adds a fault and returns a function that removes it. A request is hit by the first matching fault that does
// not combine, and by all that do. Inject panics if the fault is invalid.
func (w *Server) Inject(f Fault) (remove func()) {
	if err := f.Check(); err != nil {
		panic(err)
	}
	now, done := w.lock()
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
