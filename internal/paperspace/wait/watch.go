package wait

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/timing"
)

// Watcher waits for machines: one request per poll serves everyone who waits,
// so the requests of an apply grow with the time waited and not with the
// number of machines.
//
// Its rules, each the fault of a waiter seen elsewhere: a sighting from a
// request sent before you asked is not yours; the requests run under the
// watcher's own context and every waiter keeps its own deadline; a machine
// missing from a list is missing only when a show says so too, and gone only when
// that happens again after the pause of gone.go; a denied key ends a wait the second
// time, anything else when it has gone on for two minutes.
type Watcher struct {
	o Options

	mu      sync.Mutex
	waiting map[*waiter]bool
	stop    context.CancelFunc // ends the loop; nil without waiters
	joined  chan struct{}      // gets a value when a wait begins, which can be due earlier than the others
	listed  int                // machines in the newest list
	failed  int                // polls in a row that failed for everyone
	agreed  bool               // reads of a full sample agreed that machines which a list lacks are gone
}

// outage is how many poll intervals pass after the first, second and third
// failed poll in a row: long enough together for Paperspace to restart.
var outage = []int{2, 6, 12}

const (
	firstLook  = 3 * time.Second  // nothing is ready sooner
	floor      = time.Second      // shortest pause, unless the poll interval is shorter
	overdue    = floor / 4        // the pause before a poll that confirms an absence, and is late
	share      = 20               // a pause is this part of the youngest wait
	patience   = 4                // failed polls in a row, at least, that end a wait
	away       = 2 * time.Minute  // and how long they have to go on
	CloseReads = 8                // most machines read individually in one poll
	hung       = 10 * time.Second // without the end of a read, the poll goes on without the rest
	stalled    = time.Minute      // without change of state, events can show why
	stalledGap = 4                // polls between two reads of stalled machines
	speakUp    = 30 * time.Second
	lastPoll   = 10 * time.Second
)

// Options are what a [Watcher] needs.
type Options struct {
	Machines paperspace.Machines
	PageSize int // of a list; see [paperspace.Traits]
	// PollInterval is the longest pause between two polls.
	PollInterval time.Duration
	// Gap is the least time between the two moments at which a machine that is gone is
	// not found.
	Gap time.Duration
	// Withdrawn is how long a new machine has to be missing before it counts as withdrawn.
	Withdrawn time.Duration
	// Progress is called for every waiter, at every change of state and at least twice a
	// minute.
	Progress func(ctx context.Context, p Progress)
}

func NewWatcher(o Options) *Watcher {
	return &Watcher{o: o, waiting: map[*waiter]bool{}, joined: make(chan struct{}, 1)}
}

// waiter is one caller of Wait.
type waiter struct {
	judgement  // touched by the loop only, or by a read while it is reading, until out has been responded to
	ctx        context.Context
	out        chan outcome
	news       chan Progress // nil unless someone listens
	over       bool          // got a response
	bad        int           // polls in a row that failed
	badSince   time.Time     // the first of them
	denied     bool          // the last of them for the key
	spoke      time.Time
	withEvents time.Time // last read
	polled     time.Time // when the newest poll began
	unlisted   bool      // this poll's list lacks it
	reading    atomic.Bool
}

type outcome struct {
	machine paperspace.Machine
	err     error
}

// Wait returns the machine as soon as it is what the target state says. The errors are
// ErrFailed with Paperspace's reason, ErrNotFound when it vanished,
// ErrTimeout when ctx has run out of time, and the request's own error when
// the polls keep failing. The newest sighting is returned along with an error.
func (w *Watcher) Wait(ctx context.Context, wait Wait) (paperspace.Machine, error) {
	now := time.Now()
	x := &waiter{
		judgement: judgement{wait: wait, began: now, changed: now, absence: absence{gap: w.o.Gap, withdrawn: w.o.Withdrawn, unseen: w.scaled(unseen)}},
		ctx:       ctx, out: make(chan outcome, 1), spoke: now,
	}
	if wait.Notify != nil {
		x.news = make(chan Progress, 1)
	}
	w.join(x)
	for {
		select {
		case o := <-x.out:
			return o.machine, o.err
		case p := <-x.news:
			wait.Notify(p)
		case <-ctx.Done():
			w.leave(x)
			return w.givenUp(ctx, x)
		}
	}
}

// givenUp reports how far the machine got when the caller's time is over.
func (w *Watcher) givenUp(ctx context.Context, x *waiter) (paperspace.Machine, error) {
	select {
	case o := <-x.out: // got a response at the last moment
		return o.machine, o.err
	default:
	}
	j := &judgement{wait: x.wait, began: x.began, changed: x.began, absence: absence{gap: x.gap}}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		// The list has no events; the last one often shows why it takes so long.
		brief, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastPoll)
		defer cancel()
		if m, err := ShowWithEvents(brief, w.o.Machines, x.wait.ID); err == nil {
			if done, _, _ := j.sighted(m, time.Now()); done {
				return m, nil
			}
		}
		return j.last, j.timeout(ctx.Err())
	}
	return paperspace.Machine{}, &paperspace.Error{Op: j.op(), Message: "interrupted after " + paperspace.Short(time.Since(x.began).Round(time.Second)), Err: ctx.Err()}
}

// scaled shortens a time limit for tests that poll fast; see [timing.Scaled].
func (w *Watcher) scaled(d time.Duration) time.Duration {
	return timing.Scaled(d, time.Second, w.o.PollInterval)
}

func (w *Watcher) join(x *waiter) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.waiting[x] = true
	select {
	case w.joined <- struct{}{}:
	default: // the loop has not yet looked at the last one
	}
	if w.stop == nil {
		ctx, cancel := context.WithCancel(context.Background())
		w.stop = cancel
		go w.run(ctx)
	}
}

func (w *Watcher) leave(x *waiter) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.waiting, x)
	if len(w.waiting) == 0 && w.stop != nil {
		w.stop()
		w.stop = nil
	}
}

// finish ends one wait.
func (w *Watcher) finish(x *waiter, err error) {
	x.over = true
	x.out <- outcome{x.last, err}
	w.leave(x)
}

func (w *Watcher) run(ctx context.Context) {
	for tick := 0; w.untilNext(ctx); tick++ {
		w.poll(ctx, tick)
	}
}

// untilNext waits until the next poll, and reports false at the end of ctx. A wait that begins
// meanwhile can bring the poll forward and must not put it off.
func (w *Watcher) untilNext(ctx context.Context) bool {
	next := time.Now().Add(w.pause())
	for {
		timer := time.NewTimer(time.Until(next))
		select {
		case <-ctx.Done():
			timer.Stop()
			return false
		case <-timer.C:
			return true
		case <-w.joined:
			timer.Stop()
			if earlier := time.Now().Add(w.pause()); earlier.Before(next) {
				next = earlier
			}
		}
	}
}

// pause is how long to wait before the next poll: a part of the youngest wait,
// so that a short wait is noticed soon and a long one costs little. A machine that is missing
// and expected to be gone needs no poll before the one that can confirm it.
func (w *Watcher) pause() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.failed > 0 {
		return w.o.PollInterval * time.Duration(outage[min(w.failed, len(outage))-1])
	}
	const never = time.Duration(1<<63 - 1)
	youngest, due := never, never
	for x := range w.waiting {
		if x.reading.Load() {
			continue
		}
		left := x.untilDue(time.Now())
		switch {
		case left > 0 && x.wait.Target.gone:
			due = min(due, left)
			continue
		case left > 0:
			due = min(due, left)
		case x.missing > 0 && x.wait.Target.gone:
			due = min(due, overdue) // the last poll began just before it was due
		}
		youngest = min(youngest, time.Since(x.began))
	}
	if youngest == never && due < never {
		return due
	}
	d := max(youngest/share, floor)
	if youngest < firstLook {
		d = max(d, firstLook-youngest)
	}
	d = min(d, w.o.PollInterval)
	return min(due, time.Duration(float64(d)*(0.9+0.2*rand.Float64())))
}
