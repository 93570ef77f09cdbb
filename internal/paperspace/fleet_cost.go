package paperspace

import (
	"sync"
	"time"
)

// ledger keeps what reads cost and decides how long they may wait for a list.
//
// Waiting is a debt: the time during which anybody waited. What pays for it is
// every read that the list has answered, at the time that its show would have
// taken among the others. On top there is a credit, since the first answer of a
// list comes late. So a refresh is never slower than one of shows alone by more
// than the credit, whatever the account holds; and where the list is the faster
// way, the debt is paid before it is felt.
type ledger struct {
	mu       sync.Mutex
	reading  int // reads under way
	parallel int // most of them at once
	first    time.Time
	shows    int // answered
	took     time.Duration
	waiting  int
	since    time.Time // when the first of the waiting began to
	waited   time.Duration
	answered int // reads that a list has spared a show
}

// The credit. A list of 1,000 machines takes about a tenth of a second more
// than a show, on a machine that has other things to do at the same time; a
// plan of ten takes Terraform itself a second.
const (
	creditTime  = 200 * time.Millisecond
	creditShows = 2
)

func (l *ledger) enter() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.reading++
	l.parallel = max(l.parallel, l.reading)
}

func (l *ledger) leave() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.reading--
}

// asks notes the begin of a show.
func (l *ledger) asks() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if l.first.IsZero() {
		l.first = now
	}
	return now
}

// told notes the end of a show.
func (l *ledger) told(began time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.shows++
	l.took += time.Since(began)
}

func (l *ledger) spared() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.answered++
}

func (l *ledger) waits() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.waiting == 0 {
		l.since = time.Now()
	}
	l.waiting++
}

func (l *ledger) goesOn() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.waiting--; l.waiting == 0 {
		l.waited += time.Since(l.since)
	}
}

// left is how much longer one may wait.
func (l *ledger) left() time.Duration {
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
func (l *ledger) show() time.Duration {
	switch {
	case l.shows > 0:
		return l.took / time.Duration(l.shows)
	case !l.first.IsZero():
		return time.Since(l.first)
	default:
		return 0
	}
}
