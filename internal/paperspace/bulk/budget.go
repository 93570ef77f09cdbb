package bulk

import (
	"sync"
	"time"
)

// waitBudget decides how long reads can wait for a list.
//
// The time during which any read waits counts against the budget. Every read that the list
// serves adds the time that its show would have taken among the other parallel reads. The
// budget starts with a fixed allowance, because the first page of a list comes late. A
// refresh is therefore never slower than one with shows alone by more than the allowance,
// whatever the account contains, and if the list is faster, the budget is never used up.
//
// One fixed wait for each list would be simpler. If that is short, most of a large state is
// read with shows, which takes long under a rate limit. If it is long, every refresh waits
// for a slow list. These are the time and the number of requests of a simulated refresh
// with ten parallel reads:
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
	reading  int // reads in progress
	parallel int // the maximum of reading so far
	first    time.Time
	shows    int // that have ended
	took     time.Duration
	waiting  int
	since    time.Time // when waiting became positive
	waited   time.Duration
	answered int // reads that a list served, without a show
}

// The initial allowance. A list of 1,000 machines takes about a tenth of a second more than
// a show on a busy machine. A plan of ten machines takes Terraform itself a second.
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

// startShow records the start of a show.
func (l *waitBudget) startShow() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if l.first.IsZero() {
		l.first = now
	}
	return now
}

// endShow records the end of a show.
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

// left returns how much longer reads can wait.
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

// show returns the average duration of a show, or, if none has ended, the time since the
// first one started.
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
