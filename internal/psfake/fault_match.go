package psfake

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// pickFaults returns the first fault that hits a request and does not combine, or nil, and all that do combine.
func (w *state) pickFaults(x *exchange, now time.Time) (hit *Fault, also []Fault) {
	for _, in := range w.faults {
		switch combines := in.Kind.combines(); {
		case !combines && hit != nil, !in.hit(w, x, now):
		case combines:
			also = append(also, in.Fault)
		default:
			hit = &in.Fault
		}
	}
	return hit, also
}

// hit reports whether the fault hits a request, and counts the hit.
func (in *injected) hit(w *state, x *exchange, now time.Time) bool {
	if !in.lasts(now) || !in.wants(w, x) || in.Times > 0 && in.hits >= in.Times {
		return false
	}
	if in.seen++; in.seen <= in.Skip {
		return false
	}
	if in.Rate > 0 && w.chance.Float64() >= in.Rate {
		return false
	}
	if in.hits++; in.since.IsZero() {
		in.since = now
	}
	return true
}

func (in *injected) lasts(now time.Time) bool {
	return in.For == 0 || in.since.IsZero() || now.Before(in.since.Add(in.For))
}

var creates = []string{"machines.create", "scripts.create", "networks.create", "publicips.claim",
	"snapshots.create", "templates.create", "drives.create"}

// jobs are the calls that start a snapshot, a restore, or a template of a machine.
var jobs = []string{"snapshots.create", "snapshots.delete", "snapshots.restore", "templates.create"}

// faultCalls are the calls that the kinds support, for kinds that do not support all calls.
var faultCalls = map[FaultKind][]string{
	FaultFailure: append([]string{"machines.create", "machines.start", "machines.restart"}, jobs...),
	FaultStuck: append([]string{"machines.create", "machines.start", "machines.stop", "machines.restart",
		"machines.destroy"}, jobs...),
	FaultTwin:      creates,
	FaultInstead:   creates,
	FaultTombstone: {"machines.destroy"},
	FaultReuse:     {"machines.create"},
}

func (in *injected) wants(w *state, x *exchange) bool {
	if !matches(in.Call, x.call) {
		return false
	}
	if in.Machine != "" && in.Machine != x.machine && in.Machine != x.creates {
		return false
	}
	if in.Key != "" && !x.hasKey(in.Key) {
		return false
	}
	if in.Kind == FaultMissing && !w.touches(x, in.ID) {
		return false
	}
	return (x.keyOK || !in.Kind.needsKey()) && in.suits(x.call, call{x.write, x.rebuilds})
}

// suits reports whether faults of this kind can hit requests with a call.
func (f Fault) suits(name string, c call) bool {
	switch f.Kind {
	case FaultStale, FaultLag:
		return !c.writes
	case FaultMissing:
		return f.Writes || !c.writes
	case FaultAlter:
		return c.writes
	case FaultIgnore:
		return c.writes && (f.Key != "" || strings.HasSuffix(name, ".update"))
	case FaultFailure, FaultStuck:
		return c.rebuilds || slices.Contains(faultCalls[f.Kind], name)
	default:
		only, limited := faultCalls[f.Kind]
		return !limited || slices.Contains(only, name)
	}
}

// needsKey reports whether faults of this kind hit only requests with a valid key. These are the faults that change
// the outcome of a request.
func (k FaultKind) needsKey() bool {
	switch k {
	case FaultStale, FaultLag, FaultMissing, FaultAlter, FaultIgnore:
		return true
	default:
		return faultCalls[k] != nil
	}
}

// hasKey reports whether the body, or the query of an upload, contains a key.
func (x *exchange) hasKey(key string) bool {
	var body map[string]json.RawMessage
	if json.Unmarshal(x.body, &body) == nil {
		_, ok := body[key]
		return ok
	}
	return x.write && x.request != nil && x.request.URL.Query().Has(key)
}

// touches reports whether a request names the object with an ID, or any object if the ID is empty. Public templates
// do not count. A list names all objects of its kind.
func (w *state) touches(x *exchange, id string) bool {
	object, call, _ := strings.Cut(x.call, ".")
	has := map[string]func(id string) bool{
		"machines": known(&w.machines), "scripts": known(&w.scripts), "networks": known(&w.networks),
		"publicips": known(&w.addresses), "snapshots": known(&w.snapshots),
		"templates": known(&w.templates), "customTemplates": known(&w.templates), "drives": known(&w.drives),
	}[object]
	switch {
	case id == "":
		return has != nil && x.call != "templates.list" || object == "events" || object == "accessors"
	case x.object == id, x.machine == id:
		return true
	case call != "list" || x.object != "":
		return false
	}
	return has != nil && has(id)
}
