package transport

import (
	"math"
	"time"
)

// Requests per second.
const (
	firstRate = 2.0 // after the first throttling, or half the ceiling if that is less
	leastRate = 0.5 // regardless of how often Paperspace throttles
)

// forget is the time without throttling after which the governor removes its limit.
const forget = time.Minute

// The factors by which the rate grows per second. Growth is quick below the rate that was
// throttled and slow around it, so that most of the time is spent near the limit and not in
// pauses. It is faster again above that rate, because the limit must have changed.
const (
	blindGrowth  = 2.0 // no throttled rate is known
	quickGrowth  = 1.25
	slowGrowth   = 1.02
	beyondGrowth = 1.1
)

// A governor finds the rate that a server accepts. It halves the rate when Paperspace throttles
// a request, and then lets it grow again. It is not safe for concurrent use; [Pace] locks.
//
// Pausing without limiting the rate is simpler, and as fast with a server that allows its whole
// limit in one burst. With other servers, it sends too many requests after every pause. In a
// simulation, 100 creates, ten at a time, took this time and had this many rejected requests:
//
//	limit                                Retry-After  with a rate   pause only
//	5/s, bucket of 5                     correct      23 s, 10      23 s, 117
//	5/s, bucket of 5, responses of 2 s   correct      25 s, 6       46 s, 66
//	5/s, bucket of 1                     correct      30 s, 12      119 s, 1,003
//	5/s, bucket of 1                     none         30 s, 12      125 s, 994
//	5/s, beyond it blocked for 10 s      correct      72 s, 12      216 s, 135
//	5/s, bucket of 5                     60 s         319 s, 9      1,283 s, 137
//	10/s, calendar second                correct      14 s, 15      12 s, 89
//	60/min, bucket of 1                  correct      145 s, 23     119 s, 1,003
//	60/min, fixed window                 correct      65 s, 10      61 s, 10
//	none, responses of 100 ms            -            1 s, 0        1 s, 0
type governor struct {
	ceiling float64   // never exceeded; 0 = none
	rate    float64   // 0 = no limit found
	known   float64   // slightly less than the rate that was throttled; 0 = not known
	cutAt   time.Time // when a request was last throttled
	resume  time.Time // end of the pause after it
	grownAt time.Time
}

// interval returns the minimum time between the starts of two requests.
func (g *governor) interval(now time.Time) time.Duration {
	g.grow(now)
	rate := g.rate
	if rate == 0 {
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
	if now.Sub(g.resume) >= forget && now.Sub(g.cutAt) >= forget {
		g.rate, g.known = 0, 0
		return
	}
	const step = time.Second / 4
	for from := latest(g.grownAt, g.resume); from.Before(now); from = from.Add(step) {
		g.rate *= math.Pow(g.growth(), min(now.Sub(from), step).Seconds())
	}
	g.rate = g.capped(g.rate)
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

// throttled lowers the rate, because Paperspace rejected a request that was sent at the rate
// sent. That is not g.rate, which can have grown since then if responses are slow. If sent is 0,
// there was no rate, and the rejection does not show where the limit is.
func (g *governor) throttled(now time.Time, sent float64) {
	if g.known = 0.8 * sent; sent == 0 {
		sent = g.capped(2 * firstRate)
	}
	g.rate = max(sent/2, leastRate)
	g.cutAt, g.grownAt = now, now
}

func (g *governor) capped(rate float64) float64 {
	if g.ceiling > 0 {
		return min(rate, g.ceiling)
	}
	return rate
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
