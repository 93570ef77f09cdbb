package serve

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// stops cancels the calls that change something when the CLI requests a stop, including
// those that begin after it. The framework cancels only the calls that it has registered by
// then. A call that the CLI sent just before a stop can be registered just after it, and
// would create a machine minutes after a Ctrl-C. The zero value is ready to use.
type stops struct {
	mu      sync.Mutex
	stopped bool
	running map[*context.CancelFunc]bool
}

// bind returns a context that is canceled by a stop. The caller must call release.
func (s *stops) bind(ctx context.Context) (bound context.Context, release func()) {
	bound, cancel := context.WithCancel(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		cancel()
		return bound, cancel
	}
	if s.running == nil {
		s.running = map[*context.CancelFunc]bool{}
	}
	s.running[&cancel] = true
	return bound, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.running, &cancel)
		cancel()
	}
}

func (s *stops) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopped = true
	for cancel := range s.running {
		(*cancel)()
	}
}

// begin resets a stop. A server that CLIs attach to serves one run after another, and each
// run configures it.
func (s *stops) begin() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopped = false
}

func (s server) ConfigureProvider(ctx context.Context, q *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	s.stops.begin()
	return s.full.ConfigureProvider(ctx, q)
}

func (s server) StopProvider(ctx context.Context, q *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	s.stops.stop()
	return s.full.StopProvider(ctx, q)
}

func (s server) ApplyResourceChange(ctx context.Context, q *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	ctx, release := s.stops.bind(ctx)
	defer release()
	return call(ctx, func(ctx context.Context, q *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
		if r, one := s.steady.of(ctx, q.TypeName); r != nil {
			if reply := r.apply(ctx, one, q); reply != nil {
				return reply, nil
			}
		}
		return s.full.ApplyResourceChange(ctx, q)
	}, q)
}

// InvokeAction does not release the context when it returns, because the action runs while
// its events are read. The context is released when the call itself ends.
func (s server) InvokeAction(ctx context.Context, q *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	bound, release := s.stops.bind(ctx)
	context.AfterFunc(ctx, release)
	return s.full.InvokeAction(bound, q)
}
