package bulk

import (
	"sync"
	"time"
)

// waitBudget keeps what reads cost and decides how long they might wait for a list.
//
// The time during which any read waited counts against the budget. Every read
// that the list has served adds the time that its show would have taken among
// the others. The budget starts at a fixed allowance, because the first response of a
// list comes late. So a refresh is never slower than one of shows alone by more
// than the allowance, whatever the account holds, and where the list is faster,
// the budget is never used up.
type waitBudget struct {
	mu       sync.Mutex
	reading  int // reads under way
	parallel int // most of them immediately
	first    time.Time
	shows    int // got a response
	took     time.Duration
	waiting  int
	since    time.Time // when the first of the waiting began to
	waited   time.Duration
	answered int // reads that a list has spared a show
}

// The initial allowance. A list of 1,000 machines takes about a tenth of a second more
// than a show, on a machine that has other things to do at the same time; a
// plan of ten takes Terraform itself a second.
const (
	creditTime  = 200 * time.Millisecond
	creditShows = 2
)

func (l *waitBudget) enter() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.reading++
	l.parallel = max(l.parallel, l.reading)
}

func (l *waitBudget) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.reading--
}

// startShow notes the begin of a show.
func (l *waitBudget) startShow() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if l.first.IsZero() {
		l.first = now
	}
	return now
}

// endShow notes the end of a show.
func (l *waitBudget) endShow(began time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.shows++
	l.took += time.Since(began)
}

func (l *waitBudget) spared() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.answered++
}

func (l *waitBudget) waits() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.waiting == 0 {
		l.since = time.Now()
	}
	l.waiting++
}

func (l *waitBudget) goesOn() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.waiting--; l.waiting == 0 {
		l.waited += time.Since(l.since)
	}
}

// left is how much longer one can wait.
func (l *waitBudget) left() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	debt := l.waited
	if l.waiting > 0 {
		debt += time.Since(l.since)
	}
	show := l.show()
	return creditTime + creditShows*show + time.Duration(l.answered)*show/time.Duration(max(l.parallel, 1)) - debt
}

// show is how long a show takes; as long as none has ended, at least as long
// as the first one has taken so far.
func (l *waitBudget) show() time.Duration {
	switch {
	case l.shows > 0:
		return l.took / time.Duration(l.shows)
	case !l.first.IsZero():
		return time.Since(l.first)
	default:
		return 0
	}
}
