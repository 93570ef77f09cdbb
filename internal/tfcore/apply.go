package tfcore

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/hashicorp/hcl/v2/hcldec"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
)

// Apply applies a plan. If it fails, the state contains what was done before the error.
func (c *Core) Apply(ctx context.Context, p *Plan) error {
	_, err := c.apply(ctx, p)
	return err
}

func (c *Core) apply(ctx context.Context, p *Plan) (counts, error) {
	r, err := c.start(ctx, p.config, p.state, false)
	if err != nil {
		return counts{}, err
	}
	r.state = p.state.clone()
	defer func() { c.state = r.state }()

	r.destroyAll(ctx, p)
	if !p.destroy { // after a destroy, expressions might refer to objects that are gone
		r.walk(func(b *block) { r.applyBlock(ctx, p, b) })
	}
	var old sync.WaitGroup
	for _, ch := range p.changes {
		if ch.action == replace && ch.block.createIs1st && !r.hasFailed(ch.block) {
			old.Go(func() { r.destroyOne(ctx, ch, p.state.objects[ch.address]) })
		}
	}
	old.Wait()
	if r.err() == nil {
		r.state.outputs = map[string]cty.Value{}
		if !p.destroy && len(p.outputs) > 0 {
			r.state.outputs = r.outputs()
		}
	}
	return r.done, r.err()
}

// destroyAll destroys the objects that the plan destroys or replaces, each after the
// objects that need it. If that fails for an object, it keeps the objects that this one
// needs.
func (r *run) destroyAll(ctx context.Context, p *Plan) {
	left := map[string]*change{}
	for address, ch := range p.changes {
		if ch.action == destroy || ch.action == replace && !ch.block.createIs1st {
			left[address] = ch
		}
	}
	for len(left) > 0 {
		var now []*change
		for _, ch := range left {
			needed := func(other *change) bool {
				return slices.Contains(p.state.objects[other.address].needs, ch.block.address())
			}
			if !slices.ContainsFunc(slices.Collect(maps.Values(left)), needed) {
				now = append(now, ch)
			}
		}
		var wg sync.WaitGroup
		for _, ch := range now {
			delete(left, ch.address)
			wg.Go(func() {
				if !r.destroyOne(ctx, ch, p.state.objects[ch.address]) {
					r.mu.Lock()
					defer r.mu.Unlock()
					for _, address := range p.state.objects[ch.address].needs {
						maps.DeleteFunc(left, func(_ string, other *change) bool { return other.block.address() == address })
					}
				}
			})
		}
		wg.Wait()
	}
}

// destroyOne destroys an object that was in the state before the apply.
func (r *run) destroyOne(ctx context.Context, ch *change, held *object) bool {
	private, identity := held.private, held.identity
	if ch.action == destroy {
		private, identity = ch.private, ch.identity
	}
	none := ch.schema.encode(cty.NullVal(ch.schema.kind))
	got, err := r.provider.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: ch.block.kind, PriorState: ch.schema.encode(held.value), PlannedState: none, Config: none,
		PlannedPrivate: private, PlannedIdentity: identity,
	})
	if err != nil {
		return r.broken(ch.block, err)
	}
	good := r.record(ch.block, ch.address, got.Diagnostics)
	if good {
		r.count(&r.done.destroyed)
	}
	if ch.block.createIs1st && ch.action == replace {
		return good
	}
	value, err := ch.schema.decode(got.NewState)
	if err != nil {
		return r.broken(ch.block, err)
	}
	now := *held
	now.value, now.private = value, got.Private
	r.keep(ch.address, &now)
	return good
}

// applyBlock creates and changes the instances of a resource, or reads those of a data
// source.
func (r *run) applyBlock(ctx context.Context, p *Plan, b *block) {
	instances, s, ok := r.instances(b)
	if !ok {
		return
	}
	values, mu := map[string]cty.Value{}, sync.Mutex{}
	var wg sync.WaitGroup
	for _, i := range instances {
		wg.Go(func() {
			v := r.applyInstance(ctx, p, b, i, s)
			mu.Lock()
			defer mu.Unlock()
			values[b.of(i)] = v
		})
	}
	wg.Wait()
	r.set(b, instances, values)
}

// counts are the numbers of objects that an apply has created, changed, and destroyed.
type counts struct{ added, changed, destroyed int }

func (r *run) count(n *int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	*n++
}

func (r *run) applyInstance(ctx context.Context, p *Plan, b *block, i instance, s *schema) cty.Value {
	address := b.of(i)
	ch := p.changes[address]
	if ch == nil || ch.action == noop {
		if held := r.held(address); held != nil {
			held.needs = b.needs
			return held.value
		}
		return cty.DynamicVal
	}
	if ch.action == destroy {
		return cty.DynamicVal
	}
	config, diags := hcldec.Decode(b.body, s.spec, r.scope(b, i))
	if diags.HasErrors() {
		r.fail(b, diags)
		return cty.DynamicVal
	}
	if ch.action == read {
		if v, ok := r.readData(ctx, ch, config); ok {
			return v
		}
		return cty.DynamicVal
	}
	return r.applyManaged(ctx, ch, config)
}

// applyManaged plans a change again with all values known, checks that the second plan
// does not deviate from the first, and applies it.
func (r *run) applyManaged(ctx context.Context, ch *change, config cty.Value) cty.Value {
	again := *ch
	if ch.action == replace {
		again.prior = cty.NullVal(ch.schema.kind)
	}
	held := r.held(ch.address)
	if ch.action == replace && !ch.block.createIs1st && held != nil {
		r.fail(ch.block, fmt.Errorf("%s was to be destroyed first and is still there", ch.address)) //nolint:err113 // a text for people
		return cty.DynamicVal
	}
	var before *object
	if ch.action == update && held != nil {
		before = held
	}
	if !r.requestPlan(ctx, &again, before, again.prior, config) {
		return cty.DynamicVal
	}
	if ch.action == update && again.planned.RawEquals(ch.prior) {
		held.needs = ch.block.needs // the unknown values did not change
		return held.value
	}
	if text := differs(ch.planned, again.planned); text != "" || len(again.forced) > 0 {
		r.fail(ch.block, fmt.Errorf("Error: Provider produced inconsistent final plan\n\n%s: %s %v", ch.address, text, again.forced)) //nolint:staticcheck // Terraform's text
		return cty.DynamicVal
	}
	got, err := r.provider.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: ch.block.kind, PriorState: ch.schema.encode(again.prior), PlannedState: ch.schema.encode(again.planned),
		Config: ch.schema.encode(config), PlannedPrivate: again.private, PlannedIdentity: again.identity,
	})
	if err != nil {
		r.fail(ch.block, err)
		return cty.DynamicVal
	}
	good := r.record(ch.block, ch.address, got.Diagnostics)
	value, err := ch.schema.decode(got.NewState)
	if err != nil {
		r.fail(ch.block, err)
		return cty.DynamicVal
	}
	if good && !value.IsWhollyKnown() {
		r.fail(ch.block, fmt.Errorf("Error: Provider returned invalid result object after apply\n\n%s: %#v", ch.address, value)) //nolint:staticcheck // Terraform's text
	}
	if text := differs(again.planned, value); good && text != "" {
		r.fail(ch.block, fmt.Errorf("Error: Provider produced inconsistent result after apply\n\n%s: %s", ch.address, text)) //nolint:staticcheck // Terraform's text
	}
	if !value.IsWhollyKnown() {
		value, _ = cty.Transform(value, func(_ cty.Path, v cty.Value) (cty.Value, error) {
			if !v.IsKnown() {
				return cty.NullVal(v.Type()), nil
			}
			return v, nil
		})
	}
	if good && ch.action == update {
		r.count(&r.done.changed)
	} else if good {
		r.count(&r.done.added)
	}
	if value.IsNull() && ch.action == replace {
		return cty.DynamicVal // keep would remove the old object
	}
	r.keep(ch.address, &object{
		block: ch.block, instance: ch.instance, schema: ch.schema, value: value, private: got.Private,
		identity: cmp.Or(got.NewIdentity, again.identity), tainted: !good && ch.action != update, needs: ch.block.needs,
	})
	return value
}

// differs describes where a value differs from the planned one. An unknown planned value
// can become any value.
func differs(planned, got cty.Value) string {
	if planned.IsNull() || got.IsNull() {
		if planned.IsKnown() && planned.IsNull() != got.IsNull() {
			return fmt.Sprintf("planned %#v, got %#v", planned, got)
		}
		return ""
	}
	for name, was := range planned.AsValueMap() {
		is := got.GetAttr(name)
		switch {
		case !was.IsKnown():
		case was.IsWhollyKnown() && !was.RawEquals(is):
			return fmt.Sprintf(".%s: planned %#v, got %#v", name, was, is)
		case !was.IsNull() && was.Type().IsObjectType():
			if text := differs(was, is); text != "" {
				return "." + name + text
			}
		}
	}
	return ""
}
