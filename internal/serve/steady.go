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

// Steady is a resource that comes by the hundred and is unchanged in most
// plans. The framework takes milliseconds for each call, growing with the square
// of the number of attributes, so the server responds without the framework where it is
// certain that the framework would return the same; see [rule.plan],
// [rule.read], and [rule.upgrade] for what is unchanged, and [rule.validate] and
// [rule.create] for what is new.
//
// The promise that a Steady makes beyond its methods: its plan modifiers leave
// a plan alone that equals the state.
type Steady interface {
	resource.ResourceWithConfigure
	// Settled says, from the private state, whether ModifyPlan leaves a plan
	// alone that equals the state and says nothing, and whether Read leaves
	// private state as it is.
	Settled(private map[string][]byte) bool
	// Unchanged reads the object that has this state and reports whether Read would
	// return the same state and say nothing. If not, Read is called with the
	// context that it returns, which might hold what was found out. It is asked
	// about settled objects only.
	Unchanged(ctx context.Context, state map[string]tftypes.Value) (context.Context, bool)
}

// NewServer serves a provider as [Serve] does, for who has a plugin server of
// his own.
func NewServer(p provider.Provider) tfprotov6.ProviderServer {
	all, ok := p.(whole)
	if !ok {
		return wrap(providerserver.NewProtocol6(p)())
	}
	heard := &attentive{whole: all}
	framework, ok := providerserver.NewProtocol6(heard)().(full)
	if !ok {
		return wrap(providerserver.NewProtocol6(p)())
	}
	return server{full: framework, steady: &steady{provider: heard}, stops: &stops{}}
}

// whole is every optional part of a provider that ours has. The framework checks
// for them by type, as the plugin server does, see [full].
type whole interface {
	provider.ProviderWithActions
	provider.ProviderWithListResources
	provider.ProviderWithEphemeralResources
}

// attentive is a provider that remembers what it has handed to its resources:
// the framework has no other way to get it.
type attentive struct {
	whole
	data atomic.Pointer[any]
}

// Configure implements provider.Provider.
func (a *attentive) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	a.whole.Configure(ctx, req, resp)
	a.data.Store(&resp.ResourceData)
}

// steady knows the resources that the server can serve for.
type steady struct {
	provider *attentive

	once  sync.Once
	rules map[string]*rule
}

// rule returns the rule for a resource, or nil. The rules are made for the
// first one that is asked about, since most processes of a run ask for schemas
// only.
func (s *steady) rule(ctx context.Context, typeName string) *rule {
	if s == nil {
		return nil
	}
	s.once.Do(func() { s.rules = newRules(ctx, s.provider) })
	return s.rules[typeName]
}

// of returns the rule for a resource and the resource itself, configured.
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
