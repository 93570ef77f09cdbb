package timing

import (
	"context"
	"time"
)

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
	return WithTimeout(WithoutDeadline(ctx), timeout)
}

// WithoutDeadline returns the context of the operation without its timeout. An
// interrupt ends it.
func WithoutDeadline(ctx context.Context) context.Context {
	if whole, ok := ctx.Value(operationKey{}).(context.Context); ok {
		return whole
	}
	return ctx
}
