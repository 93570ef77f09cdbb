package psfake

import "time"

// limit is a token bucket.
type limit struct {
	perSecond float64
	burst     float64
	left      float64
	seen      time.Time
}

// Limit limits the requests of all clients together. The server responds to further requests with 429, and in CORE
// with Retry-After "1". A perSecond of zero removes the limit.
func (w *Server) Limit(perSecond float64, burst int) {
	now, done := w.lock()
	defer done()
	b := float64(max(burst, 1))
	w.limit = limit{perSecond: perSecond, burst: b, left: b, seen: now}
}

func (l *limit) take(now time.Time) bool {
	if l.perSecond <= 0 {
		return true
	}
	l.left = min(l.burst, l.left+now.Sub(l.seen).Seconds()*l.perSecond)
	l.seen = now
	// The tolerance allows for the rounding error of fractions that add up to one.
	if l.left < 1-1e-9 {
		return false
	}
	l.left--
	return true
}
