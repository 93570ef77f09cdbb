package paperspace

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Target is the target state: what a machine is waited for to become.
type Target struct {
	name       string
	reached    func(Machine) bool
	power      State // the settled state of the target, "" when power is not the point
	gone       bool
	anew       bool     // reached counts only once the machine has been down; see restart.go
	events     []string // those that end the wait when they fail, where power is not the point
	handle     string   // of the only one of events that counts; "" if all do
	withEvents bool     // only events show whether it is reached
}

// The target states of power calls and creates. ServiceReady is reached in ready, too.
var (
	UntilReady        = Target{name: "ready", power: Ready, reached: func(m Machine) bool { return m.State == Ready }}
	UntilServiceReady = Target{name: "serviceready", power: Ready, reached: func(m Machine) bool { return m.State == ServiceReady || m.State == Ready }}
	UntilOff          = Target{name: "off", power: Off, reached: func(m Machine) bool { return m.State == Off }}
	// UntilGone is reached when the machine no longer exists.
	UntilGone = Target{name: "gone", gone: true, reached: func(Machine) bool { return false }}
)

// UntilShows is reached when Paperspace shows a change that it has accepted.
func UntilShows(what string, shown func(Machine) bool) Target {
	return Target{name: what, reached: shown}
}

// Wait is one wait for one machine.
type Wait struct {
	ID     string
	Name   string // for messages
	Target Target
	// Known holds the handles of events from before the operation, so that an
	// old failure is not taken for the new one's.
	Known map[string]bool
	// New is true right after a create: the machine might not be shown yet, and
	// all of its events belong to the operation.
	New bool
	// Notify is called at every change of state and is called at least twice a
	// minute, by the caller of Wait itself: a slow listener does not delay other
	// waits. It can be nil.
	Notify func(Progress)
}

// KnownEvents collects the handles for [Wait.Known].
func KnownEvents(events []Event) map[string]bool {
	known := make(map[string]bool, len(events))
	for _, e := range events {
		known[e.Handle] = true
	}
	return known
}

// Progress is what a waiting person needs to know.
type Progress struct {
	Machine string // name or ID
	Target  string
	State   string
	Waited  time.Duration
}

// How patient a wait is with a server that contradicts itself for a while.
const (
	// unseen is how long a machine might be missing after its create.
	unseen = 10 * time.Minute
	// idle is how long a machine might sit in the opposite state after a power
	// call was accepted, without an event that shows anything.
	idle = 2 * time.Minute
	// vanished is how many looks in a row must miss a machine.
	vanished = 3
)

// judgement is the state of one wait between looks.
type judgement struct {
	wait  Wait
	began time.Time

	last    Machine // newest sighting
	seen    bool    // ever sighted
	moved   bool    // sighted in a transitional state, so a settled state is a result
	down    bool    // known to have been restarted or to be about to; for target states that want it again
	changed time.Time
	events  []Event // newest known
	missing int     // looks in a row that found no machine
	absence         // times of those looks, and of a destruction that failed
}

// newest is the newest event of this operation that decides about its power.
func (j *judgement) newest() (Event, bool) {
	for _, e := range j.events {
		if j.wait.Known[e.Handle] {
			continue
		}
		switch e.Name {
		case "create", "start":
			if j.wait.Target.power == Ready && !j.wait.Target.anew {
				return e, true
			}
		case "restart":
			if j.wait.Target.power == Ready {
				return e, true
			}
		case "stop":
			if j.wait.Target.power == Off {
				return e, true
			}
		}
		if slices.Contains(j.wait.Target.events, e.Name) && (j.wait.Target.handle == "" || j.wait.Target.handle == e.Handle) {
			return e, true
		}
	}
	return Event{}, false
}

// sighted judges a sighting. done and a non-nil error end the wait; look requests
// a read with events first, because the sighting alone cannot distinguish a
// failure from a delay.
func (j *judgement) sighted(m Machine, now time.Time) (done, look bool, err error) {
	if !j.seen || j.last.State != m.State {
		j.changed = now
	}
	j.last, j.seen, j.missing = m, true, 0
	if m.Events != nil {
		j.events = m.Events
	}
	target := j.wait.Target
	if done, look, err := j.deletion(m, now); done || look || err != nil {
		return done, look, err
	}
	newest, known := j.newest()
	if target.reached(m) && (!target.anew || j.wasDown(m, newest, known)) {
		return true, false, nil
	}
	if target.power == "" && target.events == nil && !target.withEvents {
		return false, false, nil
	}
	if m.Events != nil && known && newest.Failed() {
		return false, false, j.failure("Paperspace reports: " + cmp.Or(newest.Error, "no reason given"))
	}
	if target.power == "" {
		return false, m.Events == nil && (target.withEvents || m.State.Settled()), nil
	}
	if !m.State.Settled() {
		j.moved = true
		j.goesDown(m, known)
		return false, false, nil
	}
	// Settled in the opposite state. It might be a stale response, or a pause
	// between two steps, as long as an event is still running.
	switch {
	case m.Events == nil:
		return false, true, nil
	case known && newest.Running():
		return false, false, nil
	case j.moved && !target.reached(m):
		return false, false, j.failure(fmt.Sprintf("It ended %q, and Paperspace reports no reason.", m.State))
	case now.Sub(j.began) > idle:
		return false, false, j.failure(fmt.Sprintf("It stayed %q for %s after Paperspace accepted the request.", m.State, idle))
	}
	return false, false, nil
}

// absent judges a poll, begun at the given time, in which a read and a list agree
// that the machine does not exist. It is gone by the rule in gone.go; where that is
// not the target state, it takes a third poll, too.
func (j *judgement) absent(begun, now time.Time) (done bool, err error) {
	apart := j.missesAgain(begun, now)
	switch {
	case j.wait.Target.gone:
		return apart, nil
	case j.missing < vanished || !apart:
		return false, nil
	case j.wait.New && !j.seen && now.Sub(j.began) < j.unseen, j.wait.New && now.Sub(j.since) < j.withdrawn:
		return false, nil
	case j.wait.New:
		return false, &Error{
			Op: j.op(), Kind: ErrNotFound,
			Message: fmt.Sprintf("Paperspace accepted machine %s and does not show it any more, usually for lack of capacity", j.wait.ID),
			Reasons: []Reason{Withdrawn{}},
		}
	default:
		return false, &Error{
			Op: j.op(), Kind: ErrNotFound,
			Message: fmt.Sprintf("machine %s disappeared during the wait", j.wait.ID),
			Reasons: []Reason{DeletedMeanwhile{}},
		}
	}
}

func (j *judgement) op() string {
	return fmt.Sprintf("wait for machine %q (%s) to be %s", j.wait.Name, j.wait.ID, j.wait.Target.name)
}

func (j *judgement) failure(reason string) error {
	return &Error{Op: j.op(), Kind: ErrFailed, Message: reason}
}

func (j *judgement) timeout(ended error) error {
	return &Error{Op: j.op(), Kind: ErrTimeout, Message: j.progressText(time.Now()), Err: ended}
}

// progressText reports how far the machine got: last state, last event, how long.
func (j *judgement) progressText(now time.Time) string {
	if !j.seen {
		return fmt.Sprintf("waited %s and never saw it", Short(now.Sub(j.began).Round(time.Second)))
	}
	s := fmt.Sprintf("waited %s; last state %q", Short(now.Sub(j.began).Round(time.Second)), j.last.State)
	if len(j.events) > 0 {
		e := j.events[0]
		s += fmt.Sprintf("; last event %q is %q", e.Name, e.State)
		if e.Error != "" {
			s += " (" + e.Error + ")"
		}
	}
	return s
}

// Reached reports whether a machine is what the target state says.
func (g Target) Reached(m Machine) bool { return g.reached(m) }
