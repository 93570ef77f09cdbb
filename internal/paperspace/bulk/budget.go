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
//
// One fixed wait for each list is simpler. If it is short, most of a large state is
// read one by one, which takes long under a rate limit. If it is long, every refresh
// waits for it where the list is slow. The time and the requests of a refresh, ten
// reads at a time, in a simulation:
//
//	pages of 120 machines              budget       fixed 250 ms   fixed 2 s
//	1,000 of 1,000, limit of 5/s       1.9 s, 10    19.9 s, 100    1.9 s, 10
//	1,000 of 10,000, limit of 5/s      19 s, 96     184 s, 919     166 s, 829
//	300 of 3,000, limit of 10/s        2.9 s, 26    26.6 s, 266    11.8 s, 116
//	300 of 300, 100 ms per request     0.33 s, 4    0.35 s, 14     0.33 s, 4
//	300 of 30,000, 20 ms per request   0.84 s, 318  0.83 s, 317    2.46 s, 303
//	20 of 2,000, 100 ms per request    0.64 s, 22   0.45 s, 23     1.79 s, 18
//	20, 100 ms, list takes 30 s        0.60 s, 21   0.45 s, 21     2.20 s, 21
type waitBudget struct {
	mu       sync.Mutex
	reading  int // reads under way
	parallel int // most of them at the same time
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
