package paperspace

import (
	"context"
	"time"
)

const (
	// lostFor is how long a create whose response was lost is looked for: lists
	// have shown new machines per minute and a half late, and a backend can finish
	// what a gateway has given up.
	lostFor = 2 * time.Minute
	// searchPauses bound the growing pauses of that search.
	firstSearchPause, lastSearchPause = 2 * time.Second, 30 * time.Second
	// gatherPause is how long a poll of a search waits for those of others.
	gatherPause = time.Second
)

// scaled is d, or less where the poll interval is shorter than full: only tests
// poll that often, and they need not wait.
func (c *Client) scaled(d, full time.Duration) time.Duration {
	if c.PollInterval >= full {
		return d
	}
	return time.Duration(float64(d) * float64(c.PollInterval) / float64(full))
}

func (c *Client) searchTime() time.Duration { return c.scaled(lostFor, time.Second) }

// searchPause is the pause after a search has taken some time: half as long
// again, so that what shows late costs few requests.
func (c *Client) searchPause(elapsed time.Duration) time.Duration {
	least, most := c.scaled(firstSearchPause, time.Second), c.scaled(lastSearchPause, time.Second)
	return min(max(elapsed/2, least), most)
}

// operationKey is the key of a context without the timeout of its operation.
type operationKey struct{}

// WithTimeout returns a context for one operation of Terraform. It is
// [context.WithTimeout], except that what must not be cut off by the timeout can
// still be interrupted.
func WithTimeout(ctx context.Context, timeout time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithValue(ctx, operationKey{}, ctx), timeout)
}

// Renew returns the context of an operation with its timeout begun again.
func Renew(ctx context.Context, timeout time.Duration) (context.Context, context.CancelFunc) {
	return WithTimeout(withoutDeadline(ctx), timeout)
}

// withoutDeadline returns the context of the operation without its timeout. An
// interrupt ends it.
func withoutDeadline(ctx context.Context) context.Context {
	if whole, ok := ctx.Value(operationKey{}).(context.Context); ok {
		return whole
	}
	return ctx
}
