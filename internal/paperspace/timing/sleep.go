package timing

import (
	"context"
	"time"
)

// Sleep waits for d. If ctx ends first, Sleep returns the error of ctx.
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

// Scaled returns d, or proportionally less if pollInterval is shorter than full. Only tests
// poll that often.
func Scaled(d, full, pollInterval time.Duration) time.Duration {
	if pollInterval >= full {
		return d
	}
	return time.Duration(float64(d) * float64(pollInterval) / float64(full))
}

// Limit is [Scaled] for a time limit. In tests, it scales a limit down less than a pause,
// because the requests within the limit take longer on a busy computer.
func Limit(d, pollInterval time.Duration) time.Duration {
	return Scaled(d, 100*time.Millisecond, pollInterval)
}
