package wait

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// Target is the state that a wait ends in.
type Target struct {
	name       string
	reached    func(paperspace.Machine) bool
	power      paperspace.State // the settled state of the target, "" if the target is not a power state
	gone       bool
	mustGoDown bool     // reached counts only once the machine has been down; see restart.go
	events     []string // those that end the wait when they fail, besides those of the power state
	handle     string   // of the only event that counts; "" if all of events do
	withEvents bool     // only events show whether the target is reached
}

// The target states of power requests and creates. UntilServiceReady is also reached in
// ready.
var (
	UntilReady        = Target{name: "ready", power: paperspace.Ready, reached: func(m paperspace.Machine) bool { return m.State == paperspace.Ready }}
	UntilServiceReady = Target{name: "serviceready", power: paperspace.Ready, reached: func(m paperspace.Machine) bool {
		return m.State == paperspace.ServiceReady || m.State == paperspace.Ready
	}}
	UntilOff = Target{name: "off", power: paperspace.Off, reached: func(m paperspace.Machine) bool { return m.State == paperspace.Off }}
	// UntilShown is reached when Paperspace shows a new machine, in any state.
	UntilShown = UntilShows("shown", func(paperspace.Machine) bool { return true })
	// UntilGone is reached when the machine no longer exists.
	UntilGone = Target{name: "gone", gone: true, reached: func(paperspace.Machine) bool { return false }}
)

// UntilShows returns a target that is reached when shown reports true, such as for a change
// that Paperspace has accepted. what names the target in messages.
func UntilShows(what string, shown func(paperspace.Machine) bool) Target {
	return Target{name: what, reached: shown}
}

// Wait is one wait for one machine.
type Wait struct {
	ID     string
	Name   string // for messages
	Target Target
	// Known holds the handles of events from before the operation, so that an old failure
	// does not count as a failure of this operation.
	Known map[string]bool
	// New is true right after a create: the machine might not be shown yet, and all of its
	// events belong to the operation.
	New bool
	// Untouched is true if no client has changed the machine since its create. The list of a
	// poll that shows it counts then, even if the list was requested before the wait began.
	Untouched bool
	// Notify is called at every change of state and at least twice a minute, in the
	// goroutine of the caller of Wait, so that a slow listener does not delay other waits.
	// It can be nil.
	Notify func(Progress)
}

// Progress is what the user needs to know about a wait.
type Progress struct {
	Machine string // name or ID
	Target  string
	State   string
	Waited  time.Duration
}

// Limits for responses that contradict each other for a while.
const (
	// unseen is how long a machine can be missing after its create.
	unseen = 10 * time.Minute
	// Idle is how long a machine can stay in the opposite state after Paperspace accepted a
	// power request, without an event that explains it.
	Idle = 2 * time.Minute
	// vanished is how many polls in a row must miss a machine.
	vanished = 3
)

// judgment is the state of one wait between polls.
type judgment struct {
	wait  Wait
	began time.Time

	last    paperspace.Machine // as last seen
	seen    bool               // last is set
	moved   bool               // seen in a transitional state, so a settled state is a result
	down    bool               // a restart was seen, for targets of a restart
	changed time.Time
	events  []paperspace.Event // as last read
	missing int                // polls in a row that found no machine
	absence                    // times of those polls, and of a failed destruction
}

// newest returns the newest event of this operation that decides the outcome.
func (j *judgment) newest() (paperspace.Event, bool) {
	for _, e := range j.events {
		if j.wait.Known[e.Handle] {
			continue
		}
		switch e.Name {
		case "create", "start":
			if j.wait.Target.power == paperspace.Ready && !j.wait.Target.mustGoDown {
				return e, true
			}
		case "restart":
			if j.wait.Target.power == paperspace.Ready {
				return e, true
			}
		case "stop":
			if j.wait.Target.power == paperspace.Off {
				return e, true
			}
		}
		if slices.Contains(j.wait.Target.events, e.Name) && (j.wait.Target.handle == "" || j.wait.Target.handle == e.Handle) {
			return e, true
		}
	}
	return paperspace.Event{}, false
}

// sighted judges a machine as shown. done or a non-nil error ends the wait. read requests a
// read with events, because m alone cannot distinguish a failure from a delay.
func (j *judgment) sighted(m paperspace.Machine, now time.Time) (done, read bool, err error) {
	if !j.seen || j.last.State != m.State {
		j.changed = now
	}
	j.last, j.seen, j.missing = m, true, 0
	if m.Events != nil {
		j.events = m.Events
	}
	target := j.wait.Target
	if done, read, err := j.deletion(m, now); done || read || err != nil {
		return done, read, err
	}
	newest, known := j.newest()
	if target.reached(m) && (!target.mustGoDown || j.wasDown(m, newest, known)) {
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
	// Settled without having reached the target. That might be a stale response or, as long
	// as an event is running, a pause between two steps.
	switch {
	case m.Events == nil:
		return false, true, nil
	case known && newest.Running():
		return false, false, nil
	case j.moved && !target.reached(m):
		return false, false, j.failure(fmt.Sprintf("It ended %q, and Paperspace reports no reason.", m.State))
	case now.Sub(j.began) > Idle:
		return false, false, j.failure(fmt.Sprintf("It stayed %q for %s after Paperspace accepted the request.", m.State, Idle))
	}
	return false, false, nil
}

// absent judges a poll, begun at the given time, in which the machine was not found. The
// machine is gone by the rule in bulk/gone.go. If it is not expected to be gone, that takes
// at least a third poll, too.
func (j *judgment) absent(begun, now time.Time) (done bool, err error) {
	apart := j.missesAgain(begun, now)
	switch {
	case j.wait.Target.gone:
		return apart, nil
	case j.missing < vanished || !apart:
		return false, nil
	case j.wait.New && !j.seen && now.Sub(j.began) < j.unseen, j.wait.New && now.Sub(j.since) < j.withdrawn:
		return false, nil
	case j.wait.New:
		return false, &paperspace.Error{
			Op: j.op(), Kind: paperspace.ErrNotFound,
			Message: fmt.Sprintf("Paperspace accepted machine %s and does not show it any more, usually for lack of capacity", j.wait.ID),
			Reasons: []paperspace.Reason{paperspace.Withdrawn{}},
		}
	default:
		return false, &paperspace.Error{
			Op: j.op(), Kind: paperspace.ErrNotFound,
			Message: fmt.Sprintf("machine %s disappeared during the wait", j.wait.ID),
			Reasons: []paperspace.Reason{paperspace.DeletedMeanwhile{}},
		}
	}
}

func (j *judgment) op() string {
	return fmt.Sprintf("wait for machine %q (%s) to be %s", j.wait.Name, j.wait.ID, j.wait.Target.name)
}

func (j *judgment) failure(reason string) error {
	return &paperspace.Error{Op: j.op(), Kind: paperspace.ErrFailed, Message: reason}
}

// TimedOut returns the error of a wait, begun at the given time, that timed out with the
// error ended. m is the machine as last seen, or has no ID if it never was.
func (w Wait) TimedOut(m paperspace.Machine, began time.Time, ended error) error {
	j := judgment{wait: w, began: began, seen: m.ID != "", last: m, events: m.Events}
	return j.timeout(ended)
}

func (j *judgment) timeout(ended error) error {
	return &paperspace.Error{Op: j.op(), Kind: paperspace.ErrTimeout, Message: j.progressText(time.Now()), Err: ended}
}

// progressText returns how far the machine got: its last state, its last event, and the
// time waited.
func (j *judgment) progressText(now time.Time) string {
	waited := paperspace.Short(now.Sub(j.began).Round(time.Second))
	switch {
	case !j.seen && j.wait.Target.gone && j.missing > 0:
		return fmt.Sprintf("waited %s; it was not found, but the check that confirms this was still to come", waited)
	case !j.seen:
		return fmt.Sprintf("waited %s and never saw it", waited)
	}
	s := fmt.Sprintf("waited %s; last state %q", waited, j.last.State)
	if len(j.events) > 0 {
		e := j.events[0]
		s += fmt.Sprintf("; last event %q is %q", e.Name, e.State)
		if e.Error != "" {
			s += " (" + e.Error + ")"
		}
	}
	return s
}

// FailsWith returns the target with events that end the wait if they fail.
func (t Target) FailsWith(events ...string) Target {
	t.events = events
	return t
}

// ShownByEvents returns the target for machines whose events, too, show whether it is
// reached.
func (t Target) ShownByEvents() Target {
	reached := t.reached
	t.withEvents, t.reached = true, func(m paperspace.Machine) bool { return m.Events != nil && reached(m) }
	return t
}

// Follows reports whether a machine in state s has the power state of the target, or gets
// there without another request.
func (t Target) Follows(s paperspace.State) bool { return s.HeadsFor(t.power) }

// Reached reports whether a machine is in the target state.
func (t Target) Reached(m paperspace.Machine) bool { return t.reached(m) }

// UntilEvent returns a target that is reached when an event of the machine is done. Without
// a handle, because the response with it was lost, it is reached when no event with the
// name is running. A failure does not count then, because the event might belong to another
// request.
func UntilEvent(name, handle string) Target {
	t := Target{name: "done with the event " + name, withEvents: true}
	if handle == "" {
		t.reached = func(m paperspace.Machine) bool { return m.Events != nil && !paperspace.EventRunning(m.Events, name) }
		return t
	}
	t.events, t.handle = []string{name}, handle
	t.reached = func(m paperspace.Machine) bool {
		return slices.ContainsFunc(m.Events, func(e paperspace.Event) bool { return e.Handle == handle && !e.Running() && !e.Failed() })
	}
	return t
}

// ShowWithEvents reads a machine with its events, which some API versions return only for a
// separate request.
func ShowWithEvents(ctx context.Context, machines paperspace.Machines, id string) (paperspace.Machine, error) {
	m, err := machines.Show(ctx, id)
	if err != nil || m.Events != nil {
		return m, err
	}
	if m.Events, err = machines.Events(ctx, id); m.Events == nil {
		m.Events = []paperspace.Event{}
	}
	return m, err
}
