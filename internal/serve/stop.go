package serve

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// stops ends the calls that change something when the CLI requests a stop, those
// that begin after it included. The framework cancels the calls that it has
// registered by then, and a call that the CLI had sent just before is registered
// just after: it would go on and create a machine minutes after a Ctrl-C. Its zero
// value is ready to use.
type stops struct {
	mu      sync.Mutex
	stopped bool
	running map[*context.CancelFunc]bool
}

// bind returns a context that ends with a stop. The caller must call release.
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

// begin forgets a stop: a server that is attached to serves one run after the
// other, and each run configures it.
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
	return call(ctx, s.full.ApplyResourceChange, q)
}

// InvokeAction does its work while the events are read, so the context is released
// when the call itself ends.
func (s server) InvokeAction(ctx context.Context, q *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	bound, release := s.stops.bind(ctx)
	context.AfterFunc(ctx, release)
	return s.full.InvokeAction(bound, q)
}
