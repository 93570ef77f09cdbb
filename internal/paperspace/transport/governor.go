package transport

import (
	"math"
	"time"
)

const (
	leastRate = 0.5         // requests per second, however often Paperspace throttles
	forget    = time.Minute // without a throttling, after which there is no limit
	recent    = 4 * time.Second
)

// Growth of the rate a second. Below the rate that was known to work it is
// quick, around the one that was throttled it is slow, so that most of the time
// is spent near the limit rather than in pauses, and beyond it brisker, because
// the limit must have moved.
const (
	blindGrowth  = 2.0 // nothing measured yet
	quickGrowth  = 1.25
	slowGrowth   = 1.02
	beyondGrowth = 1.1
)

// governor finds the rate that a server accepts: it halves what was achieved
// when Paperspace throttles and lets it grow again with time. Not safe for
// concurrent use; [Pace] locks.
type governor struct {
	ceiling float64   // never exceeded; 0 = none
	rate    float64   // requests per second; 0 = unlimited
	known   float64   // rate achieved when Paperspace last throttled; 0 = not measured
	cutAt   time.Time // last throttling
	resume  time.Time // end of the pause after it
	grownAt time.Time

	done [64]time.Time // the newest successes, a ring
	n    int           // successes so far
}

// interval is the time between two starts, 0 for none.
func (g *governor) interval(now time.Time) time.Duration {
	g.grow(now)
	rate := g.rate
	if g.ceiling > 0 && (rate == 0 || rate > g.ceiling) {
		rate = g.ceiling
	}
	if rate == 0 {
		return 0
	}
	return time.Duration(float64(time.Second) / rate)
}

func (g *governor) grow(now time.Time) {
	if g.rate == 0 {
		return
	}
	from := latest(g.grownAt, g.resume)
	if now.Sub(g.resume) >= forget && now.Sub(g.cutAt) >= forget {
		g.rate, g.known = 0, 0
		return
	}
	const step = time.Second / 4
	for ; from.Before(now); from = from.Add(step) {
		dt := min(now.Sub(from), step)
		g.rate *= math.Pow(g.growth(), dt.Seconds())
	}
	g.grownAt = latest(g.grownAt, now)
}

func (g *governor) growth() float64 {
	switch {
	case g.known == 0:
		return blindGrowth
	case g.rate < 0.9*g.known:
		return quickGrowth
	case g.rate < 1.1*g.known:
		return slowGrowth
	default:
		return beyondGrowth
	}
}

func (g *governor) succeeded(now time.Time) {
	g.done[g.n%len(g.done)] = now
	g.n++
}

// throttled: Paperspace rejected a request that was sent at the given rate, 0
// if nothing had held it up.
func (g *governor) throttled(now time.Time, sentAt float64) {
	g.grow(now)
	achieved, span := g.achieved(now)
	switch {
	case sentAt > 0:
		// Better than an average, which lags behind a rate that grows. It is
		// beyond the limit, by more the longer responses take.
		g.rate, g.known = sentAt/2, 0.8*sentAt
	case span >= 2*time.Second:
		g.rate, g.known = achieved/2, achieved
	default:
		g.rate, g.known = achieved/2, 0 // too short to know
	}
	g.rate = max(g.rate, leastRate)
	g.cutAt, g.grownAt = now, now
}

// achieved is the rate of successes a second since the last pause, over at most
// the recent past, and the time it was measured over, at least a second.
func (g *governor) achieved(now time.Time) (float64, time.Duration) {
	since := latest(g.resume, now.Add(-recent))
	count, oldest := 0, now
	for i := 1; i <= min(g.n, len(g.done)); i++ {
		at := g.done[(g.n-i)%len(g.done)]
		if at.Before(since) {
			break
		}
		count, oldest = count+1, at
	}
	span := max(now.Sub(oldest), time.Second)
	return float64(count) / span.Seconds(), span
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
