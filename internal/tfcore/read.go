package tfcore

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
	ctyjson "github.com/zclconf/go-cty/cty/json"
)

// planData reads a data source if its arguments are known and the objects in depends_on
// do not change. Otherwise, the apply reads it.
func (r *run) planData(ctx context.Context, p *Plan, ch *change, config cty.Value) bool {
	later := !config.IsWhollyKnown()
	p.mu.Lock()
	for _, address := range ch.block.dependsOn {
		for _, other := range p.changes {
			later = later || other.block.address() == address && other.action != noop
		}
	}
	p.mu.Unlock()
	if later {
		ch.action, ch.planned = read, ch.schema.unknown(config)
		return true
	}
	var ok bool
	ch.planned, ok = r.readData(ctx, ch, config)
	return ok
}

func (r *run) readData(ctx context.Context, ch *change, config cty.Value) (cty.Value, bool) {
	got, err := r.provider.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{TypeName: ch.block.kind, Config: ch.schema.encode(config)})
	if err != nil {
		return cty.NilVal, r.broken(ch.block, err)
	}
	if !r.record(ch.block, ch.address, got.Diagnostics) {
		return cty.NilVal, false
	}
	v, err := ch.schema.decode(got.State)
	if err != nil {
		return cty.NilVal, r.broken(ch.block, err)
	}
	r.keep(ch.address, &object{block: ch.block, instance: ch.instance, schema: ch.schema, value: v})
	return v, true
}

// refresh updates an object in the state to what the provider reads.
func (r *run) refresh(ctx context.Context, address string) bool {
	held := r.held(address)
	if held == nil {
		return true
	}
	text, err := ctyjson.Marshal(held.value, held.schema.kind)
	if err != nil {
		return r.broken(held.block, err)
	}
	upgraded, err := r.provider.UpgradeResourceState(ctx, &tfprotov6.UpgradeResourceStateRequest{
		TypeName: held.block.kind, Version: held.schema.Version, RawState: &tfprotov6.RawState{JSON: text},
	})
	if err != nil || !r.record(held.block, address, upgraded.Diagnostics) {
		return r.broken(held.block, err)
	}
	got, err := r.provider.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
		TypeName: held.block.kind, CurrentState: upgraded.UpgradedState, Private: held.private, CurrentIdentity: held.identity,
	})
	if err != nil || !r.record(held.block, address, got.Diagnostics) {
		return r.broken(held.block, err)
	}
	now := *held
	if now.value, err = held.schema.decode(got.NewState); err != nil {
		return r.broken(held.block, err)
	}
	now.private, now.identity = got.Private, cmp.Or(got.NewIdentity, held.identity)
	r.keep(address, &now)
	return true
}
