package transport

import (
	"net/http"
	"strconv"
	"sync/atomic"
	"time"
)

// clock estimates the service's time from the Date headers of its answers.
type clock struct{ ahead atomic.Int64 } // nanoseconds the service is ahead of us

func (c *clock) now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

// set corrects the clock by one answer's header, received just now.
func (c *clock) set(h http.Header) {
	date, ok := dateOf(h)
	if !ok {
		return
	}
	ahead := time.Until(date)
	if ahead <= 0 && ahead > -time.Second {
		// Date has no fractions: this answer does not contradict our own clock.
		ahead = 0
	}
	c.ahead.Store(int64(ahead))
}

// dateOf is the time of the service when it sent h. Age counts the seconds an
// answer spent in caches on its way.
func dateOf(h http.Header) (time.Time, bool) {
	date, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return time.Time{}, false
	}
	if age, err := strconv.Atoi(h.Get("Age")); err == nil && age > 0 && age < 1<<31 {
		date = date.Add(time.Duration(age) * time.Second)
	}
	return date, true
}
