package psfake

import "time"

// SetSkew sets the difference between the server's clock and its source of time. It changes the Date header and every
// date that is stored from now on. No time passes: planned steps are due after the same wait as before.
func (w *Server) SetSkew(d time.Duration) {
	_, done := w.lock()
	defer done()
	by := d - w.skew
	w.skew = d
	w.agenda.shift(by)
	w.machines.shift(by)
	w.templates.shift(by)
	w.users.shift(by)
	w.networks.shift(by)
	w.scripts.shift(by)
	w.addresses.shift(by)
	w.snapshots.shift(by)
	w.drives.shift(by)
	w.limit.seen = w.limit.seen.Add(by)
	for _, f := range w.faults {
		if !f.since.IsZero() {
			f.since = f.since.Add(by)
		}
	}
}

func (a *agenda) shift(by time.Duration) {
	for i := range a.steps {
		a.steps[i].at = a.steps[i].at.Add(by)
	}
	for _, l := range a.lines {
		l.last = l.last.Add(by)
	}
}

func (s *shelf[T]) shift(by time.Duration) {
	for _, h := range s.order {
		for i := range h.versions {
			h.versions[i].since = h.versions[i].since.Add(by)
		}
	}
}
