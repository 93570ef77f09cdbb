package timing

import (
	"context"
	"time"
)

// Sleep waits for d or for the end of ctx.
func Sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// Scaled returns d, or less if the poll interval is shorter than full: only tests
// poll that often, and they need not wait.
func Scaled(d, full, pollInterval time.Duration) time.Duration {
	if pollInterval >= full {
		return d
	}
	return time.Duration(float64(d) * float64(pollInterval) / float64(full))
}

// Limit is [Scaled] for a time after which an operation gives up. It is scaled less than
// a pause, because a busy computer needs longer for as many requests.
func Limit(d, pollInterval time.Duration) time.Duration {
	return Scaled(d, 100*time.Millisecond, pollInterval)
}
