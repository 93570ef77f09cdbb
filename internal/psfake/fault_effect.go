package psfake

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// effect runs a request under the faults that combine.
func (w *World) effect(x *exchange, also []Fault, out outcome, now time.Time) answer {
	v, hidden := view{World: w, at: now}, &veil{}
	for _, f := range also {
		switch f.Kind {
		case FaultStale:
			v.at = earlier(v.at, now.Add(-f.Age))
		case FaultLag:
			hidden.age, hidden.now = max(hidden.age, f.Age), now
		case FaultMissing:
			hidden.ids = append(hidden.ids, f.ID)
		case FaultAlter, FaultIgnore, FaultTrim, FaultLower:
			v.bends = append(v.bends, f)
		case FaultTombstone:
			out.tombstone = &f
		case FaultReuse:
			out.reuse = cmp.Or(f.ID, w.newestMachine())
		default: // those of the headers and the time, and twins
		}
	}
	before := w.counts()
	w.cover(hidden)
	a := x.run(v, out)
	w.cover(nil)
	for _, f := range also {
		if f.Kind == FaultTwin {
			w.addTwins(f, x.call, before, now)
		}
	}
	return a
}

// lateEffects is the line on the agenda of requests that take effect after they
// were answered.
const lateEffects = "late"

// effectLater has a request take effect at a later time, and notes it in its
// entry of the journal.
func (w *World) effectLater(x exchange, also []Fault, at time.Time, number int) {
	w.agenda.add(lateEffects, at, func(at time.Time) {
		before := w.changes
		made := w.effect(&x, also, outcome{}, at).machine
		i := slices.IndexFunc(w.journal, func(e Entry) bool { return e.number == number })
		if i >= 0 && w.changes != before {
			w.journal[i].Effect, w.journal[i].MachineID = true, cmp.Or(w.journal[i].MachineID, made)
		}
	})
}

// date sets the headers that say how old a response is.
func (d *delivery) date(also []Fault, now time.Time) {
	date, hasDate := now, true
	for _, f := range also {
		switch f.Kind {
		case FaultDate:
			date = date.Add(f.Skew)
		case FaultNoDate:
			hasDate = false
		case FaultCached:
			date = date.Add(-f.Age)
			d.set("Age", strconv.Itoa(int(f.Age.Seconds())))
		default:
		}
	}
	if d.sent = ""; hasDate {
		d.sent = date.UTC().Format(http.TimeFormat)
	}
}

// veil hides objects from the reads of one request.
type veil struct {
	age time.Duration // hides what is younger at now
	now time.Time
	ids []string // hides these, "" = all
}

func (v *veil) hides(id string, since time.Time) bool {
	return v != nil && (v.age > 0 && v.now.Sub(since) < v.age || slices.Contains(v.ids, id) || slices.Contains(v.ids, ""))
}

// cover hides what a veil hides on every shelf that has a client's objects.
func (w *World) cover(v *veil) {
	w.machines.veil, w.scripts.veil, w.networks.veil, w.addresses.veil = v, v, v, v
	w.snapshots.veil, w.templates.veil, w.drives.veil = v, v, v
}

// nameKeys are the keys under which requests name things.
var nameKeys = []string{"name", "machineName", "scriptName"}

// bent returns checked input as the service stores it under the faults that
// change that.
func (v view) bent(in input) input {
	out := make(input, len(in))
	for key, value := range in {
		keep := true
		for _, f := range v.bends {
			value, keep = f.bend(key, value, keep)
		}
		if keep {
			out[key] = value
		}
	}
	return out
}

func (f Fault) bend(key string, value any, keep bool) (any, bool) {
	named := key == f.Key || f.Key == "" && slices.Contains(nameKeys, key)
	text, isText := value.(string)
	switch {
	case f.Kind == FaultIgnore:
		return value, keep && f.Key != "" && f.Key != key
	case !named:
	case f.Kind == FaultAlter:
		return inputValue(f.Value), keep
	case f.Kind == FaultTrim && isText:
		return strings.TrimSpace(text), keep
	case f.Kind == FaultLower && isText:
		return strings.ToLower(text), keep
	}
	return value, keep
}

// inputValue returns a value in the types of input.
func inputValue(value any) any {
	var decoded any
	dec := json.NewDecoder(strings.NewReader(string(valueJSON(value))))
	dec.UseNumber()
	if err := dec.Decode(&decoded); err != nil {
		panic(err) // it was encoded just now
	}
	switch decoded := decoded.(type) {
	case json.Number:
		n, _ := strconv.Atoi(decoded.String())
		return n
	case []any:
		all, _ := textsOf(decoded)
		return all
	default:
		return decoded
	}
}

// valueJSON encodes the Value of a fault, which Check has seen.
func valueJSON(value any) json.RawMessage {
	b, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return b
}
