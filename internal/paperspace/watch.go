package paperspace

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"
)

// Watcher waits for machines: one request a tick serves everybody who waits,
// so the requests of an apply grow with the time waited and not with the
// number of machines.
//
// Its rules, each the fault of a waiter seen elsewhere: a sighting from a
// request sent before you asked is not yours; the requests run under the
// watcher's own context and every waiter keeps its own deadline; a machine
// missing from a list is missing only when a show says so too; a refused key
// ends every wait at once, anything else only the fourth time in a row.
type Watcher struct {
	client *Client

	mu      sync.Mutex
	waiting map[*waiter]bool
	stop    context.CancelFunc // ends the loop; nil while nobody waits
	listed  int                // machines in the newest list
	failed  int                // looks in a row that failed for everybody
}

// outage is how many poll intervals pass after the first, second and third
// failed look in a row: long enough together for a service to restart.
var outage = []int{2, 6, 12}

const (
	firstLook  = 3 * time.Second // nothing is ready sooner
	floor      = time.Second     // shortest pause, unless the poll interval is shorter
	share      = 20              // a pause is this part of the youngest wait
	patience   = 4               // bad looks in a row that end a wait
	closeLooks = 8               // most machines looked at closely in one tick
	stalled    = time.Minute     // without change of state, events may tell why
	stalledGap = 4               // ticks between two looks at stalled machines
	speakUp    = 30 * time.Second
	lastLook   = 10 * time.Second
)

func newWatcher(c *Client) *Watcher {
	return &Watcher{client: c, waiting: map[*waiter]bool{}}
}

// waiter is one caller of Wait.
type waiter struct {
	judgement // touched by the loop only, until out has been answered
	ctx       context.Context
	out       chan outcome
	news      chan Progress // nil unless somebody listens
	over      bool          // answered
	bad       int
	spoke     time.Time
	closely   time.Time // last close look
}

type outcome struct {
	machine Machine
	err     error
}

// Wait returns the machine as soon as it is what the goal says. The errors are
// ErrFailed with the service's reason, ErrNotFound when it vanished,
// ErrTimeout when ctx has run out of time, and the request's own error when
// looking keeps failing. The newest sighting is returned along with an error.
func (w *Watcher) Wait(ctx context.Context, wait Wait) (Machine, error) {
	now := time.Now()
	x := &waiter{
		judgement: judgement{wait: wait, began: now, changed: now},
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

// givenUp tells how far the machine got when the caller's time is over.
func (w *Watcher) givenUp(ctx context.Context, x *waiter) (Machine, error) {
	select {
	case o := <-x.out: // answered at the last moment
		return o.machine, o.err
	default:
	}
	j := &judgement{wait: x.wait, began: x.began, changed: x.began}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		// The list has no events; the last one often tells why it takes so long.
		look, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastLook)
		defer cancel()
		if m, err := w.client.closely(look, x.wait.ID); err == nil {
			if done, _, _ := j.sighted(m, time.Now()); done {
				return m, nil
			}
		}
		return j.last, &Error{Op: j.op(), Kind: ErrTimeout, Message: j.story(time.Now()), Err: ctx.Err()}
	}
	return Machine{}, &Error{Op: j.op(), Message: "interrupted after " + time.Since(x.began).Round(time.Second).String(), Err: ctx.Err()}
}

func (w *Watcher) join(x *waiter) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.waiting[x] = true
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

// answer ends one wait.
func (w *Watcher) answer(x *waiter, err error) {
	x.over = true
	x.out <- outcome{x.last, err}
	w.leave(x)
}

func (w *Watcher) run(ctx context.Context) {
	for tick := 0; ; tick++ {
		if sleep(ctx, w.pause()) != nil {
			return
		}
		w.look(ctx, tick)
	}
}

// pause is how long to wait before the next look: a part of the youngest wait,
// so that a short wait is noticed soon and a long one costs little. It is
// fixed when it begins; whoever joins meanwhile must not put it off.
func (w *Watcher) pause() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.failed > 0 {
		return w.client.PollInterval * time.Duration(outage[min(w.failed, len(outage))-1])
	}
	youngest := time.Duration(1<<63 - 1)
	for x := range w.waiting {
		youngest = min(youngest, time.Since(x.began))
	}
	d := max(youngest/share, floor)
	if youngest < firstLook {
		d = max(d, firstLook-youngest)
	}
	d = min(d, w.client.PollInterval)
	return time.Duration(float64(d) * (0.9 + 0.2*rand.Float64()))
}

// look asks the service once for everybody who was waiting when it began.
func (w *Watcher) look(ctx context.Context, tick int) {
	w.mu.Lock()
	batch := make([]*waiter, 0, len(w.waiting))
	for x := range w.waiting {
		batch = append(batch, x)
	}
	listed := w.listed
	w.mu.Unlock()

	var doubtful []*waiter
	good := false
	defer func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.failed++
		if good {
			w.failed = 0
		}
	}()
	if len(batch) == 1 || (len(batch) <= 3 && listed > 300*len(batch)) {
		doubtful = batch // few machines in a large account: a show each costs less
	} else {
		var err error
		if doubtful, err = w.list(ctx, batch, tick); err != nil {
			for _, x := range batch {
				w.missed(ctx, x, err)
			}
			return
		}
	}
	for i, x := range doubtful {
		if i == closeLooks || ctx.Err() != nil {
			break
		}
		w.closely(ctx, x)
	}
	for _, x := range batch {
		good = good || x.bad == 0
		w.report(x)
	}
}

// list gives every waiter its sighting from one list, and returns those that
// need a look of their own: missing, settled where they should not be, or
// without any change for long.
func (w *Watcher) list(ctx context.Context, batch []*waiter, tick int) (doubtful []*waiter, err error) {
	wanted := make(map[string]*Machine, len(batch))
	for _, x := range batch {
		wanted[x.wait.ID] = nil
	}
	n := 0
	for m, err := range w.client.Machines.List(ctx, nil) {
		if err != nil {
			return nil, err
		}
		n++
		if _, wants := wanted[m.ID]; wants {
			wanted[m.ID] = &m
		}
	}
	w.mu.Lock()
	w.listed = n
	w.mu.Unlock()

	var slow *waiter
	for _, x := range batch {
		m := wanted[x.wait.ID]
		if m == nil {
			doubtful = append(doubtful, x)
			continue
		}
		x.bad = 0
		done, look, err := x.sighted(*m, time.Now())
		switch {
		case done || err != nil:
			w.answer(x, err)
		case look:
			doubtful = append(doubtful, x)
		case time.Since(x.changed) > stalled && (slow == nil || x.closely.Before(slow.closely)):
			slow = x
		}
	}
	if slow != nil && tick%stalledGap == 0 {
		doubtful = append(doubtful, slow)
	}
	return doubtful, nil
}

// closely looks at one machine with its events.
func (w *Watcher) closely(ctx context.Context, x *waiter) {
	x.closely = time.Now()
	m, err := w.client.closely(ctx, x.wait.ID)
	if errors.Is(err, ErrNotFound) {
		w.absent(ctx, x)
		return
	}
	if err != nil {
		w.missed(ctx, x, err)
		return
	}
	x.bad = 0
	if done, _, err := x.sighted(m, time.Now()); done || err != nil {
		w.answer(x, err)
	}
}

// absent believes a show that denies the machine only if a list agrees.
func (w *Watcher) absent(ctx context.Context, x *waiter) {
	for m, err := range w.client.Machines.List(ctx, Filter{FieldID: x.wait.ID}) {
		if err != nil {
			w.missed(ctx, x, err)
			return
		}
		if m.ID == x.wait.ID {
			return // it is there after all; the next look will tell
		}
	}
	x.bad = 0
	if done, err := x.judgement.absent(time.Now()); done || err != nil {
		w.answer(x, err)
	}
}

// missed counts a look that failed.
func (w *Watcher) missed(ctx context.Context, x *waiter, err error) {
	if ctx.Err() != nil {
		return // nobody waits any more
	}
	x.bad++
	if errors.Is(err, ErrDenied) || x.bad >= patience {
		w.answer(x, fmt.Errorf("%s: looking at it failed %d times in a row: %w", x.op(), x.bad, err))
	}
}

func (w *Watcher) report(x *waiter) {
	now := time.Now()
	if now.Sub(x.spoke) < speakUp && !x.changed.After(x.spoke) {
		return
	}
	x.spoke = now
	p := Progress{Machine: x.wait.Name, Goal: x.wait.Goal.name, State: string(x.last.State), Waited: now.Sub(x.began)}
	w.client.Progress(x.ctx, p)
	if x.over {
		return
	}
	select {
	case x.news <- p:
	default: // nobody listens, or not yet to the one before: the next one tells more
	}
}

// closely shows a machine with its events, wherever the generation keeps them.
func (c *Client) closely(ctx context.Context, id string) (Machine, error) {
	m, err := c.Machines.Show(ctx, id)
	if err != nil || m.Events != nil {
		return m, err
	}
	if m.Events, err = c.Machines.Events(ctx, id); m.Events == nil {
		m.Events = []Event{}
	}
	return m, err
}
