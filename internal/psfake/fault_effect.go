package psfake

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// effect runs a request with the faults in also, which combine.
func (w *state) effect(x *exchange, also []Fault, out outcome, now time.Time) Response {
	t, hidden := &Tx{state: w, at: now, out: out}, &veil{}
	for _, f := range also {
		switch f.Kind {
		case FaultStale:
			t.at = earlier(t.at, now.Add(-f.Age))
		case FaultLag:
			hidden.age, hidden.now = max(hidden.age, f.Age), now
		case FaultMissing:
			hidden.ids = append(hidden.ids, f.ID)
		case FaultAlter, FaultIgnore:
			t.bends = append(t.bends, f)
		case FaultTombstone:
			t.out.tombstone = &f
		case FaultReuse:
			t.out.reuse = cmp.Or(f.ID, w.newestMachine())
		default: // the other kinds are applied elsewhere
		}
	}
	before := w.counts()
	w.cover(hidden)
	r := x.run(t)
	w.cover(nil)
	for _, f := range also {
		if f.Kind == FaultTwin {
			w.addTwins(f, x.call, before, now)
		}
	}
	return r
}

// lateEffects is the line of the agenda for requests that take effect after their response.
const lateEffects = "late"

// effectLater runs a request at a later time, and then updates its entry in the journal.
func (w *state) effectLater(x *exchange, also []Fault, at time.Time, number int) {
	w.agenda.add(lateEffects, at, func(at time.Time) {
		before := w.changes
		made := w.effect(x, also, outcome{}, at).Machine
		i := slices.IndexFunc(w.journal, func(e Entry) bool { return e.number == number })
		if i >= 0 && w.changes != before {
			w.journal[i].Effect, w.journal[i].MachineID = true, cmp.Or(w.journal[i].MachineID, made)
		}
	})
}

// date sets the headers that show how old a response is.
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
			d.SetHeader("Age", strconv.Itoa(int(f.Age.Seconds())))
		default:
		}
	}
	if d.sent = ""; hasDate {
		d.sent = date.UTC().Format(http.TimeFormat)
	}
}

// veil hides objects from the reads of one request.
type veil struct {
	age time.Duration // hides the objects that are younger than this at now
	now time.Time
	ids []string // hides these, "" = all
}

func (v *veil) hides(id string, since time.Time) bool {
	return v != nil && (v.age > 0 && v.now.Sub(since) < v.age || slices.Contains(v.ids, id) || slices.Contains(v.ids, ""))
}

// cover sets the veil of every shelf that holds clients' objects.
func (w *state) cover(v *veil) {
	w.machines.veil, w.scripts.veil, w.networks.veil, w.addresses.veil = v, v, v, v
	w.snapshots.veil, w.templates.veil, w.drives.veil = v, v, v
}

// bend applies a FaultAlter or FaultIgnore to one value of a write. keep is false if the write ignores the value.
func (f Fault) bend(key string, value any, keep bool) (any, bool) {
	switch {
	case f.Kind == FaultIgnore:
		return value, keep && f.Key != "" && f.Key != key
	case f.Key == key:
		return inputValue(f.Value), keep
	}
	return value, keep
}

// inputValue converts a value to the types of wire.Input.
func inputValue(value any) any {
	var decoded any
	dec := json.NewDecoder(strings.NewReader(string(valueJSON(value))))
	dec.UseNumber()
	if err := dec.Decode(&decoded); err != nil {
		panic(err) // it was encoded by valueJSON
	}
	switch decoded := decoded.(type) {
	case json.Number:
		n, _ := strconv.Atoi(decoded.String())
		return n
	case []any:
		all, _ := wire.TextsOf(decoded)
		return all
	default:
		return decoded
	}
}

// valueJSON encodes the Value of a fault that passed Check.
func valueJSON(value any) json.RawMessage {
	b, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return b
}
