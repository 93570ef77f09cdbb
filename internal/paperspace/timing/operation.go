package timing

import (
	"context"
	"time"
)

// operationKey is the context key for the operation's context without its timeout.
type operationKey struct{}

// WithTimeout returns a context for one Terraform operation. It is like [context.WithTimeout],
// except that [WithoutDeadline] can remove the timeout again.
func WithTimeout(ctx context.Context, timeout time.Duration) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithValue(ctx, operationKey{}, ctx), timeout)
}

// Renew returns the context of an operation with a new timeout in place of the current one.
func Renew(ctx context.Context, timeout time.Duration) (context.Context, context.CancelFunc) {
	return WithTimeout(WithoutDeadline(ctx), timeout)
}

// WithoutDeadline returns the context of an operation without its timeout, for work that the
// timeout must not cut off. An interrupt still ends it.
func WithoutDeadline(ctx context.Context) context.Context {
	if whole, ok := ctx.Value(operationKey{}).(context.Context); ok {
		return whole
	}
	return ctx
}
