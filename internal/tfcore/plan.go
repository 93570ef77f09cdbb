package tfcore

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/hashicorp/hcl/v2/hcldec"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
)

// action is what a plan does with an object.
type action int

const (
	noop action = iota
	create
	update
	replace
	destroy
	read // of a data source, in the apply
)

// change is what a plan does with one object.
type change struct {
	address  string
	block    *block
	instance instance
	schema   *schema
	action   action
	prior    cty.Value
	planned  cty.Value
	private  []byte
	identity *tfprotov6.ResourceIdentityData
	// forced contains the attributes that cannot change in place.
	forced []string
}

// Plan is what an apply would do.
type Plan struct {
	config  string
	destroy bool               // of everything
	changes map[string]*change // by address
	state   state              // after the refresh
	outputs map[string]cty.Value
	mu      sync.Mutex
}

func (p *Plan) add(ch *change) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.changes[ch.address] = ch
}

// Options are the options of a plan.
type Options struct {
	Destroy     bool
	NoRefresh   bool
	RefreshOnly bool
	Replace     string // the address of an object to replace
}

// Plan plans a configuration. Before a plan to destroy with a refresh, it makes an
// ordinary plan. It returns the errors of that plan and discards its warnings.
func (c *Core) Plan(ctx context.Context, config string, o Options) (*Plan, error) {
	before := c.state
	if o.Destroy && !o.NoRefresh {
		p, err := c.Plan(ctx, config, Options{})
		if err != nil {
			return nil, err
		}
		before, o.NoRefresh, c.warnings = p.state, true, nil
	}
	r, err := c.start(ctx, config, before, true)
	if err != nil {
		return nil, err
	}
	p := &Plan{config: config, destroy: o.Destroy, changes: map[string]*change{}}
	planned := map[string]bool{}
	if !o.Destroy {
		r.walk(func(b *block) { r.planBlock(ctx, p, b, o, planned) })
	}
	var rest sync.WaitGroup
	for _, address := range slices.Sorted(maps.Keys(before.objects)) {
		held := r.held(address)
		if held == nil || planned[address] || r.hasFailed(held.block) {
			continue
		}
		if held.block.data {
			r.keep(address, nil)
			continue
		}
		rest.Go(func() {
			if o.RefreshOnly {
				r.refresh(ctx, address)
			} else if ch := r.planDestroy(ctx, address, o); ch != nil {
				p.add(ch)
			}
		})
	}
	rest.Wait()
	p.state = r.state
	p.outputs = map[string]cty.Value{}
	if !o.Destroy {
		p.outputs = r.outputs()
	}
	return p, r.err()
}

// planBlock plans the instances of a block, and records them in planned.
func (r *run) planBlock(ctx context.Context, p *Plan, b *block, o Options, planned map[string]bool) {
	instances, s, ok := r.instances(b)
	if !ok {
		return
	}
	values := map[string]cty.Value{}
	var each sync.WaitGroup
	for _, i := range instances {
		each.Go(func() {
			ch := &change{address: b.of(i), block: b, instance: i, schema: s, prior: cty.NullVal(s.kind)}
			ok := r.planInstance(ctx, p, ch, o)
			if ok {
				p.add(ch)
			}
			r.mu.Lock()
			defer r.mu.Unlock()
			planned[b.of(i)] = true
			values[b.of(i)] = cty.DynamicVal
			if ok {
				values[b.of(i)] = ch.planned
			}
		})
	}
	each.Wait()
	r.set(b, instances, values)
}

func (r *run) outputs() map[string]cty.Value {
	all := map[string]cty.Value{}
	if r.err() != nil {
		return all
	}
	scope := r.scope(nil, instance{})
	for name, x := range r.m.outputs {
		v, diags := x.Value(scope)
		if diags.HasErrors() {
			r.fail(nil, diags)
		}
		all[name] = v
	}
	return all
}

func (r *run) instances(b *block) ([]instance, *schema, bool) {
	s, err := r.of(b)
	if err != nil {
		return nil, nil, r.broken(b, err)
	}
	all, err := r.expand(b)
	return all, s, err == nil || r.broken(b, err)
}

// planInstance refreshes an object and plans the change of it.
func (r *run) planInstance(ctx context.Context, p *Plan, ch *change, o Options) bool {
	b, address := ch.block, ch.address
	if !o.NoRefresh && !b.data && !r.refresh(ctx, address) {
		return false
	}
	config, diags := hcldec.Decode(b.body, ch.schema.spec, r.scope(b, ch.instance))
	if diags.HasErrors() {
		return r.broken(b, diags)
	}
	if !r.validateBlock(ctx, b, ch.schema, address, config) {
		return false
	}
	if b.data {
		return r.planData(ctx, p, ch, config)
	}
	if held := r.held(address); o.RefreshOnly {
		ch.planned = cty.DynamicVal
		if held != nil {
			ch.planned = held.value
		}
		return true
	}
	return r.planManaged(ctx, ch, config, o)
}

// planManaged requests a plan from the provider, and for a replacement a second one.
func (r *run) planManaged(ctx context.Context, ch *change, config cty.Value, o Options) bool {
	held := r.held(ch.address)
	if held != nil {
		ch.prior = held.value
		for _, name := range ch.block.ignored {
			values := config.AsValueMap()
			values[name] = held.value.GetAttr(name)
			config = cty.ObjectVal(values)
		}
	}
	if !r.requestPlan(ctx, ch, held, ch.prior, config) {
		return false
	}
	switch {
	case held == nil:
		ch.action = create
	case held.tainted || o.Replace == ch.address || len(ch.forced) > 0:
		forced := ch.forced
		if !r.requestPlan(ctx, ch, nil, cty.NullVal(ch.schema.kind), config) {
			return false
		}
		ch.action, ch.forced = replace, forced
	case !ch.planned.RawEquals(ch.prior):
		ch.action = update
	}
	return true
}

// requestPlan requests a plan from the provider, and checks that it does not deviate from the
// configuration.
func (r *run) requestPlan(ctx context.Context, ch *change, held *object, prior, config cty.Value) bool {
	req := &tfprotov6.PlanResourceChangeRequest{
		TypeName: ch.block.kind, PriorState: ch.schema.encode(prior), Config: ch.schema.encode(config),
		ProposedNewState: ch.schema.encode(ch.schema.proposed(prior, config)),
	}
	if held != nil {
		req.PriorPrivate, req.PriorIdentity = held.private, held.identity
	}
	got, err := r.provider.PlanResourceChange(ctx, req)
	if err != nil {
		return r.broken(ch.block, err)
	}
	if !r.record(ch.block, ch.address, got.Diagnostics) {
		return false
	}
	if ch.planned, err = ch.schema.decode(got.PlannedState); err != nil {
		return r.broken(ch.block, err)
	}
	ch.private, ch.identity, ch.forced = got.PlannedPrivate, got.PlannedIdentity, nil
	for _, path := range got.RequiresReplace {
		name := rootOf(path)
		if !prior.IsNull() && !ch.planned.GetAttr(name).RawEquals(prior.GetAttr(name)) {
			ch.forced = append(ch.forced, name)
		}
	}
	for _, a := range ch.schema.Block.Attributes {
		was, wanted, is := cty.NullVal(cty.DynamicPseudoType), config.GetAttr(a.Name), ch.planned.GetAttr(a.Name)
		if !prior.IsNull() {
			was = prior.GetAttr(a.Name)
		}
		if a.WriteOnly && is.IsNull() || is.RawEquals(wanted) || a.Computed && wanted.IsNull() || a.NestedType != nil && a.Computed {
			continue
		}
		if (a.Optional || a.Required) && !wanted.IsNull() && is.RawEquals(was) {
			continue // the provider keeps another spelling of the same value
		}
		return r.broken(ch.block, fmt.Errorf("Error: Provider produced invalid plan\n\n%s: .%s: planned %#v for a configuration of %#v", ch.address, a.Name, is, wanted)) //nolint:staticcheck // Terraform's text
	}
	return true
}

func rootOf(path *tftypes.AttributePath) string {
	name, _ := path.Steps()[0].(tftypes.AttributeName)
	return string(name)
}

func (r *run) planDestroy(ctx context.Context, address string, o Options) *change {
	if !o.NoRefresh && !r.refresh(ctx, address) {
		return nil
	}
	held := r.held(address)
	if held == nil {
		return nil
	}
	none := cty.NullVal(held.schema.kind)
	got, err := r.provider.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
		TypeName: held.block.kind, PriorState: held.schema.encode(held.value), ProposedNewState: held.schema.encode(none),
		Config: held.schema.encode(none), PriorPrivate: held.private, PriorIdentity: held.identity,
	})
	if err != nil || !r.record(held.block, address, got.Diagnostics) {
		r.broken(held.block, err)
		return nil
	}
	return &change{
		address: address, block: held.block, instance: held.instance, schema: held.schema, action: destroy,
		prior: held.value, planned: none, private: got.PlannedPrivate, identity: got.PlannedIdentity,
	}
}
