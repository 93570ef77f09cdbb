package wait

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/timing"
)

// Watcher waits for machines. One request per poll serves all waits, so the number of
// requests grows with the time waited and not with the number of machines.
//
// Its rules: A wait does not use responses to requests that were sent before it began,
// unless the machine is untouched. Requests run under the watcher's own context, and every
// wait has its own deadline. A machine that a list lacks is missing only if a show does not
// find it either, and gone only if that happens again after the pause of bulk/gone.go. A
// denied key ends a wait when the denial repeats, and any other error ends it after two
// minutes.
type Watcher struct {
	o Options

	mu      sync.Mutex
	waiting map[*waiter]bool
	stop    context.CancelFunc // ends the loop; nil if there are no waiters
	joined  chan struct{}      // of the loop; receives a value when a wait begins, which might need an earlier poll
	listed  int                // machines in the newest list
	failed  int                // polls in a row that failed for all waiters, of this loop
	agreed  int                // reads in a row that agreed with a list that lacks their machines
}

// outage is the number of poll intervals between polls after the first, second, and third
// failed poll in a row. Together they are long enough for Paperspace to restart.
var outage = []int{2, 6, 12}

const (
	firstPoll   = 3 * time.Second  // no machine is ready sooner, but it can be gone sooner
	usual       = 5 * time.Second  // the poll interval that firstPoll is meant for
	floor       = time.Second      // the shortest pause, unless the poll interval is shorter
	overdue     = floor / 2        // the longest delay of a poll that confirms an absence
	share       = 20               // the age of the youngest wait divided by the pause
	patience    = 4                // the least number of failed polls in a row that ends a wait
	away        = 2 * time.Minute  // the least time that these polls must span
	CloseReads  = 8                // the most machines that one poll reads individually, and in parallel
	hung        = 10 * time.Second // the poll goes on without reads if none ends for this long
	stalled     = time.Minute      // if the state does not change for this long, events can show why
	stalledGap  = 4                // the number of polls between two reads of stalled machines
	reportEvery = 30 * time.Second
	lastPoll    = 10 * time.Second
)

// Options are the settings of a [Watcher].
type Options struct {
	Machines paperspace.Machines
	PageSize int // of a list; see [paperspace.Traits]
	// PollInterval is the longest pause between two polls.
	PollInterval time.Duration
	// Gap is the least time between the two moments at which a machine must be missing to
	// be gone.
	Gap time.Duration
	// Withdrawn is how long a new machine has to be missing before it counts as withdrawn.
	Withdrawn time.Duration
	// Progress is called for every waiter, at every change of state and at least twice a
	// minute.
	Progress func(ctx context.Context, p Progress)
}

// NewWatcher returns a Watcher. It sends no request until a wait begins.
func NewWatcher(o Options) *Watcher {
	return &Watcher{o: o, waiting: map[*waiter]bool{}}
}

// waiter is one caller of Wait.
type waiter struct {
	judgment // used by the loop only, or by a read while reading is true, until out has a value
	ctx      context.Context
	out      chan outcome
	news     chan Progress // nil if the wait has no Notify
	over     bool          // out has a value
	bad      int           // polls in a row that failed
	badSince time.Time     // when the first of them failed
	denied   bool          // the last of them failed because the key was denied
	reported time.Time
	readAt   time.Time // when the machine was last read individually
	polled   time.Time // when the newest poll began
	taken    bool      // a poll has included it; guarded by the watcher's mu
	unlisted bool      // the list of this poll lacks the machine
	list     *pollList // of the newest poll
	reading  atomic.Bool
}

type outcome struct {
	machine paperspace.Machine
	err     error
}

// Wait returns the machine as soon as it is in the target state. The errors are ErrFailed
// with Paperspace's reason, ErrNotFound if the machine is gone, ErrBeingDestroyed if it is
// being destroyed, ErrTimeout if the deadline of ctx has passed, and the error of the
// request if polls keep failing. The machine as last seen is returned along with an error.
func (w *Watcher) Wait(ctx context.Context, wait Wait) (paperspace.Machine, error) {
	now := time.Now()
	x := &waiter{
		judgment: judgment{wait: wait, began: now, changed: now, absence: absence{gap: w.o.Gap, withdrawn: w.o.Withdrawn, unseen: w.scaled(unseen)}},
		ctx:      ctx, out: make(chan outcome, 1), reported: now,
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

// givenUp returns the result of a wait whose ctx has ended. After a timeout, it reads the
// machine once more.
func (w *Watcher) givenUp(ctx context.Context, x *waiter) (paperspace.Machine, error) {
	select {
	case o := <-x.out: // the wait ended at the last moment
		return o.machine, o.err
	default:
	}
	j := &judgment{wait: x.wait, began: x.began, changed: x.began, absence: absence{gap: x.gap}}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		// A list has no events, and the newest event often shows why the wait takes so
		// long.
		brief, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastPoll)
		defer cancel()
		m, err := ShowWithEvents(brief, w.o.Machines, x.wait.ID)
		switch {
		case err == nil:
			if done, _, _ := j.sighted(m, time.Now()); done {
				return m, nil
			}
		case errors.Is(err, paperspace.ErrNotFound):
			j.missing = 1
		}
		return j.last, j.timeout(ctx.Err())
	}
	return paperspace.Machine{}, &paperspace.Error{Op: j.op(), Message: "interrupted after " + paperspace.Short(time.Since(x.began).Round(time.Second)), Err: ctx.Err()}
}

// scaled shortens a time limit for tests that poll fast; see [timing.Scaled].
func (w *Watcher) scaled(d time.Duration) time.Duration {
	return timing.Scaled(d, time.Second, w.o.PollInterval)
}

// paced scales a pause before the first poll down for tests that poll fast.
func (w *Watcher) paced(d time.Duration) time.Duration {
	if w.o.PollInterval >= floor {
		return d
	}
	return timing.Scaled(d, usual, w.o.PollInterval)
}

func (w *Watcher) join(x *waiter) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.waiting[x] = true
	if w.stop == nil {
		ctx, cancel := context.WithCancel(context.Background())
		w.stop, w.joined = cancel, make(chan struct{}, 1)
		w.failed = 0 // of earlier waits, which says little about the next poll
		go w.run(ctx, w.joined)
		return
	}
	select {
	case w.joined <- struct{}{}:
	default: // the loop has not yet received the last value
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
	w.leave(x) // first, or the next wait of this caller could join a loop whose polls have failed
	x.out <- outcome{x.last, err}
}

func (w *Watcher) run(ctx context.Context, joined <-chan struct{}) {
	for number := 0; w.untilNext(ctx, joined); number++ {
		w.poll(ctx, number)
	}
}

// untilNext waits until the next poll. It returns false if ctx ends first. A wait that
// begins meanwhile can bring the poll forward but not delay it.
func (w *Watcher) untilNext(ctx context.Context, joined <-chan struct{}) bool {
	next := time.Now().Add(w.pause())
	for {
		timer := time.NewTimer(time.Until(next))
		select {
		case <-ctx.Done():
			timer.Stop()
			return false
		case <-timer.C:
			return true
		case <-joined:
			timer.Stop()
			if earlier := time.Now().Add(w.pause()); earlier.Before(next) {
				next = earlier
			}
		}
	}
}

// pause returns the time until the next poll. It is a fraction of the age of the youngest
// wait, so that the end of a short wait is noticed soon and a long wait costs few requests.
// A machine that is missing and expected to be gone needs no poll before the one that can
// confirm that, and one poll confirms all machines that become due at about the same time.
func (w *Watcher) pause() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.failed > 0 {
		return w.o.PollInterval * time.Duration(outage[min(w.failed, len(outage))-1])
	}
	var youngest *waiter
	var dues []time.Duration
	for x := range w.waiting {
		if x.reading.Load() {
			continue
		}
		left := x.untilDue(time.Now())
		switch {
		case left > 0 && x.wait.Target.gone:
			dues = append(dues, left)
			continue
		case left > 0:
			dues = append(dues, left)
		case x.missing > 0 && x.wait.Target.gone:
			dues = append(dues, overdue) // the last poll began just before that
		}
		if youngest == nil || x.began.After(youngest.began) {
			youngest = x
		}
	}
	due := together(dues, timing.Limit(overdue, w.o.PollInterval))
	switch {
	case youngest != nil:
	case len(dues) == 0: // a read of each machine has not ended yet
		return w.o.PollInterval
	default:
		return due
	}
	age := time.Since(youngest.began)
	pause := max(age/share, floor)
	if !youngest.wait.Target.gone {
		pause = max(pause, firstPoll-age)
		if !youngest.taken {
			pause = max(w.paced(floor), w.paced(firstPoll)-age)
		}
	}
	pause = min(pause, w.o.PollInterval)
	return min(due, time.Duration(float64(pause)*(0.9+0.2*rand.Float64())))
}

// together returns the last of the times in dues that is at most within after the first. If
// there are none, it returns the longest duration.
func together(dues []time.Duration, within time.Duration) time.Duration {
	if len(dues) == 0 {
		return math.MaxInt64
	}
	slices.Sort(dues)
	after := slices.IndexFunc(dues, func(d time.Duration) bool { return d > dues[0]+within })
	if after < 0 {
		after = len(dues)
	}
	return dues[after-1]
}
