package serve

import (
	"context"
	"sync/atomic"
	"time"
)

// slim is the context of one call. Version 1.19 of the framework derives a context from it
// and keeps the cancel function of that context until the provider is stopped, and with it
// everything that the context of the call refers to: 600 MB after 4,000 calls of a resource
// that does nothing. A slim context releases the real one when the call is over.
type slim struct {
	in atomic.Pointer[context.Context]
}

func thin(ctx context.Context) *slim {
	s := &slim{}
	s.in.Store(&ctx)
	return s
}

// drop releases the real context. After that, Done is closed and Err returns
// context.Canceled.
func (s *slim) drop() { s.in.Store(nil) }

var closed = func() chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}()

// Deadline implements context.Context.
func (s *slim) Deadline() (time.Time, bool) {
	if in := s.in.Load(); in != nil {
		return (*in).Deadline()
	}
	return time.Time{}, false
}

// Done implements context.Context.
func (s *slim) Done() <-chan struct{} {
	if in := s.in.Load(); in != nil {
		return (*in).Done()
	}
	return closed
}

// Err implements context.Context.
func (s *slim) Err() error {
	if in := s.in.Load(); in != nil {
		return (*in).Err()
	}
	return context.Canceled
}

// Value implements context.Context.
func (s *slim) Value(key any) any {
	if in := s.in.Load(); in != nil {
		return (*in).Value(key)
	}
	return nil
}
