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
	served   int // reads that a list served, without a show
}

// The initial allowance. A list of 1,000 machines takes about a tenth of a second more than
// a show on a busy machine. A plan of ten machines takes Terraform itself a second.
const (
	allowedTime  = 200 * time.Millisecond
	allowedShows = 2
)

func (b *waitBudget) enter() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.reading++
	b.parallel = max(b.parallel, b.reading)
}

func (b *waitBudget) leave() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.reading--
}

// startShow records the start of a show.
func (b *waitBudget) startShow() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	if b.first.IsZero() {
		b.first = now
	}
	return now
}

// endShow records the end of a show.
func (b *waitBudget) endShow(began time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.shows++
	b.took += time.Since(began)
}

func (b *waitBudget) addServed() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.served++
}

func (b *waitBudget) startWait() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.waiting == 0 {
		b.since = time.Now()
	}
	b.waiting++
}

func (b *waitBudget) endWait() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.waiting--; b.waiting == 0 {
		b.waited += time.Since(b.since)
	}
}

// left returns how much longer reads can wait.
func (b *waitBudget) left() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	used := b.waited
	if b.waiting > 0 {
		used += time.Since(b.since)
	}
	show := b.show()
	return allowedTime + allowedShows*show + time.Duration(b.served)*show/time.Duration(max(b.parallel, 1)) - used
}

// show returns the average duration of a show, or, if none has ended, the time since the
// first one started.
func (b *waitBudget) show() time.Duration {
	switch {
	case b.shows > 0:
		return b.took / time.Duration(b.shows)
	case !b.first.IsZero():
		return time.Since(b.first)
	default:
		return 0
	}
}
