package psfake

import (
	"sync"
	"time"
)

// Clock is a clock that tests control. It is safe for concurrent use.
type Clock struct {
	mu      sync.Mutex
	at      time.Time
	running bool
}

// NewClock returns a clock that shows start until it is advanced.
func NewClock(start time.Time) *Clock { return &Clock{at: start} }

// NewRunningClock returns a clock that follows the real time and can be advanced beyond it.
func NewRunningClock() *Clock { return &Clock{running: true} }

// Now returns the clock's time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.running {
		// For a running clock, at is the offset from the zero time.
		return time.Now().Add(c.at.Sub(time.Time{}))
	}
	return c.at
}

// Advance moves the clock forward.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}
