package tfcore

import (
	"cmp"
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Refresh updates the state to what the provider reads.
func (c *Core) Refresh(ctx context.Context, config string) error {
	p, err := c.Plan(ctx, config, Options{RefreshOnly: true})
	if err == nil {
		c.state = p.state
		c.state.outputs = p.outputs
	}
	return err
}

// Import adds an object to the state, at the address of a resource block.
func (c *Core) Import(ctx context.Context, config, address, id string) error {
	r, err := c.start(ctx, config, c.state, true)
	if err != nil {
		return err
	}
	b := r.m.find(address)
	if b == nil {
		return fmt.Errorf("tfcore cannot import to %s: there is no such block, or it has several instances", address) //nolint:err113 // a text for people
	}
	s, err := r.of(b)
	if err != nil {
		return err
	}
	got, err := r.provider.ImportResourceState(ctx, &tfprotov6.ImportResourceStateRequest{TypeName: b.kind, ID: id})
	if err != nil || !r.record(b, address, got.Diagnostics) {
		return cmp.Or(err, r.err())
	}
	for _, one := range got.ImportedResources {
		v, err := s.decode(one.State)
		if err != nil {
			return err
		}
		r.keep(address, &object{block: b, schema: s, value: v, private: one.Private, identity: one.Identity, needs: b.needs})
		if r.refresh(ctx, address) && r.held(address) == nil {
			return fmt.Errorf("Error: Cannot import non-existent remote object\n\n%s %q", address, id) //nolint:staticcheck // Terraform's text
		}
	}
	if err := r.err(); err != nil {
		return err
	}
	c.state = r.state
	return nil
}
