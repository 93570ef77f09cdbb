package serve

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Steady is a resource that configurations have by the hundred, and that is unchanged in
// most plans. The framework takes milliseconds for each call, which grow with the square of
// the number of attributes. The server therefore responds without the framework if it is
// certain that the framework would return the same; see [rule.plan], [rule.read], and
// [rule.upgrade] for unchanged objects, and [rule.validate], [rule.create], and [rule.apply]
// for new ones.
//
// Beyond its methods, a Steady guarantees that its plan modifiers do not change a plan that
// equals the state.
type Steady interface {
	resource.ResourceWithConfigure
	// Settled reports, from the private state, whether ModifyPlan returns a plan that
	// equals the state unchanged and without diagnostics, and whether Read leaves private
	// state unchanged.
	Settled(private map[string][]byte) bool
	// Unchanged reads the object with this state and reports whether Read would return the
	// same state without diagnostics. If not, Read is called with the returned context,
	// which can carry what Unchanged has read. It is called for settled objects only.
	Unchanged(ctx context.Context, state map[string]tftypes.Value) (context.Context, bool)
}

// NewServer returns the server that [Serve] runs, for callers that have their own plugin
// server.
func NewServer(p provider.Provider) tfprotov6.ProviderServer {
	all, ok := p.(whole)
	if !ok {
		return wrap(providerserver.NewProtocol6(p)())
	}
	recording := &dataRecorder{whole: all}
	framework, ok := providerserver.NewProtocol6(recording)().(full)
	if !ok {
		return wrap(providerserver.NewProtocol6(p)())
	}
	return server{full: framework, steady: &steady{provider: recording}, stops: &stops{}}
}

// whole is the optional interfaces that our provider implements. The framework checks for
// them by type, as the plugin server does, see [full].
type whole interface {
	provider.ProviderWithActions
	provider.ProviderWithListResources
	provider.ProviderWithEphemeralResources
}

// dataRecorder is a provider that records the data that it passes to its resources, because
// the framework does not give access to it.
type dataRecorder struct {
	whole
	data atomic.Pointer[any]
}

// Configure implements provider.Provider.
func (r *dataRecorder) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	r.whole.Configure(ctx, req, resp)
	r.data.Store(&resp.ResourceData)
}

// steady holds the rules of the resources that the server can respond for.
type steady struct {
	provider *dataRecorder

	once  sync.Once
	rules map[string]*rule
}

// rule returns the rule for a resource, or nil. It makes all rules at the first call,
// because most processes of a run only request schemas.
func (s *steady) rule(ctx context.Context, typeName string) *rule {
	if s == nil {
		return nil
	}
	s.once.Do(func() { s.rules = newRules(ctx, s.provider) })
	return s.rules[typeName]
}

// of returns the rule for a resource, and a configured resource.
func (s *steady) of(ctx context.Context, typeName string) (*rule, Steady) {
	r := s.rule(ctx, typeName)
	if r == nil {
		return nil, nil
	}
	one, ok := r.construct().(Steady)
	if !ok {
		return nil, nil
	}
	var req resource.ConfigureRequest
	if data := s.provider.data.Load(); data != nil {
		req.ProviderData = *data
	}
	var resp resource.ConfigureResponse
	one.Configure(ctx, req, &resp)
	if len(resp.Diagnostics) > 0 {
		return nil, nil
	}
	return r, one
}
