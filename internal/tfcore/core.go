package tfcore

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/hashicorp/hcl/v2/hcldec"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
)

// Core holds the state of a workspace, and runs commands in it. Like each run of a CLI,
// each command starts a new provider.
type Core struct {
	// Name is the name of the provider.
	Name string
	// New starts a provider.
	New func() (tfprotov6.ProviderServer, error)

	schemas  *schemas
	state    state
	warnings []warning // of the current command
	file     stateFile // the loaded file; Save replaces its objects and outputs
}

// run is the execution of a command.
type run struct {
	*schemas
	name     string
	provider tfprotov6.ProviderServer
	m        *module

	mu     sync.Mutex
	state  state
	values map[string]cty.Value // of blocks, by address
	failed map[string]bool      // blocks, by address
	errs   []error
	warned *[]warning
	done   counts
}

// start parses a configuration, validates it, and starts a provider for it.
func (c *Core) start(ctx context.Context, config string, from state, validate bool) (*run, error) {
	server, err := c.serve(ctx)
	if err != nil {
		return nil, err
	}
	m, err := parse(config, c.schemas)
	if err != nil {
		return nil, err
	}
	r := &run{
		schemas: c.schemas, name: c.Name, provider: server, m: m, state: from.clone(),
		values: map[string]cty.Value{}, failed: map[string]bool{}, warned: &c.warnings,
	}
	for _, o := range r.state.objects { // the configuration might have changed since the last command
		if b := m.find(o.block.address()); b != nil {
			o.block = b
		} else {
			o.block = o.block.gone()
		}
		// A CLI moves an object if count was added or removed.
		if o.block.forEach == nil && (o.block.count != nil) != (o.instance.key != cty.NilVal) && m.find(o.block.address()) != nil {
			return nil, fmt.Errorf("%w: moves to or from %s", ErrUnsupported, o.block.address())
		}
	}
	if validate {
		r.validate(ctx)
	}
	r.configure(ctx, validate)
	return r, r.err()
}

// serve starts a provider. The first one returns the schemas for all.
func (c *Core) serve(ctx context.Context) (tfprotov6.ProviderServer, error) {
	server, err := c.New()
	if err == nil && c.schemas == nil {
		c.schemas, err = schemasOf(ctx, server)
	}
	return server, err
}

func (r *run) err() error { return errors.Join(r.errs...) }

// validate validates all blocks with unknown values for all references.
func (r *run) validate(ctx context.Context) {
	for _, b := range r.m.blocks {
		s, err := r.of(b)
		if err != nil {
			r.fail(b, err)
			continue
		}
		scope := r.scope(b, instance{key: cty.DynamicVal})
		config, diags := hcldec.Decode(b.body, s.spec, scope)
		if diags.HasErrors() {
			r.fail(b, diags)
			continue
		}
		r.validateBlock(ctx, b, s, b.address(), config)
	}
	r.values, r.failed = map[string]cty.Value{}, map[string]bool{}
}

func (r *run) validateBlock(ctx context.Context, b *block, s *schema, address string, config cty.Value) bool {
	if b.data {
		got, err := r.provider.ValidateDataResourceConfig(ctx, &tfprotov6.ValidateDataResourceConfigRequest{TypeName: b.kind, Config: s.encode(config)})
		return err == nil && r.record(b, address, got.Diagnostics) || r.broken(b, err)
	}
	got, err := r.provider.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{
		TypeName: b.kind, Config: s.encode(config),
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	return err == nil && r.record(b, address, got.Diagnostics) || r.broken(b, err)
}

func (r *run) configure(ctx context.Context, validate bool) {
	config, diags := hcldec.Decode(r.m.provider, r.schemas.provider.spec, r.scope(nil, instance{}))
	if diags.HasErrors() {
		r.fail(nil, diags)
		return
	}
	address := fmt.Sprintf("provider[%q]", "registry.terraform.io/hashicorp/"+r.name)
	value := r.schemas.provider.encode(config)
	if validate {
		got, err := r.provider.ValidateProviderConfig(ctx, &tfprotov6.ValidateProviderConfigRequest{Config: value})
		if err != nil || !r.record(nil, address, got.Diagnostics) {
			r.broken(nil, err)
			return
		}
		if r.err() != nil {
			return
		}
	}
	got, err := r.provider.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.11.4", Config: value})
	if err != nil || !r.record(nil, address, got.Diagnostics) {
		r.broken(nil, err)
	}
}

// fail records an error about a block, or about the provider if b is nil.
func (r *run) fail(b *block, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.errs = append(r.errs, err)
	if b != nil {
		r.failed[b.address()] = true
	}
}

func (r *run) hasFailed(b *block) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.failed[b.address()]
}

// broken records an error that is not a diagnostic of the provider, if there is one. It
// returns false.
func (r *run) broken(b *block, err error) bool {
	if err != nil {
		r.fail(b, err)
	}
	return false
}

// record records the errors and warnings of a provider, and reports whether there are only
// warnings.
func (r *run) record(b *block, address string, all []*tfprotov6.Diagnostic) bool {
	good := true
	for _, d := range all {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			good = false
			r.fail(b, errors.New(r.m.problem(b, address, d))) //nolint:err113 // a text for people
			continue
		}
		r.warn(d.Summary, r.m.problem(b, address, d))
	}
	return good
}

// skips reports whether something that a block needs has failed.
func (r *run) skips(b *block) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if slices.ContainsFunc(b.needs, func(address string) bool { return r.failed[address] }) {
		r.failed[b.address()] = true
		return true
	}
	return false
}

// walk calls visit for each block in the order of references, and in parallel for blocks
// that do not refer to each other.
func (r *run) walk(visit func(b *block)) {
	for _, level := range r.m.levels() {
		var wg sync.WaitGroup
		for _, b := range level {
			if !r.skips(b) {
				wg.Go(func() { visit(b) })
			}
		}
		wg.Wait()
	}
}

// instance is one of the objects that a block with count or for_each creates, or the only
// object of another block.
type instance struct {
	key   cty.Value // NilVal, a number, or a string
	value cty.Value // of each.value
}

func (b *block) of(i instance) string {
	switch {
	case i.key == cty.NilVal:
		return b.address()
	case i.key.Type() == cty.Number:
		return fmt.Sprintf("%s[%s]", b.address(), i.key.AsBigFloat().Text('f', 0))
	default:
		return fmt.Sprintf("%s[%q]", b.address(), i.key.AsString())
	}
}

// expand returns the instances of a block.
func (r *run) expand(b *block) ([]instance, error) {
	switch {
	case b.count != nil:
		v, diags := b.count.Value(r.scope(b, instance{}))
		if diags.HasErrors() || !v.IsKnown() {
			return nil, fmt.Errorf("Invalid count argument of %s: %w", b.address(), diags) //nolint:staticcheck // Terraform's text
		}
		n, _ := v.AsBigFloat().Int64()
		var all []instance
		for i := range n {
			all = append(all, instance{key: cty.NumberIntVal(i)})
		}
		return all, nil
	case b.forEach != nil:
		v, diags := b.forEach.Value(r.scope(b, instance{}))
		if diags.HasErrors() || !v.IsWhollyKnown() {
			return nil, fmt.Errorf("Invalid for_each argument of %s: %w", b.address(), diags) //nolint:staticcheck // Terraform's text
		}
		var all []instance
		for key, value := range v.Elements() {
			if v.Type().IsSetType() {
				key = value
			}
			all = append(all, instance{key, value})
		}
		return all, nil
	}
	return []instance{{}}, nil
}

// set sets the value of a block to those of its instances.
func (r *run) set(b *block, all []instance, values map[string]cty.Value) {
	byName, inOrder := map[string]cty.Value{}, []cty.Value{}
	for _, i := range all {
		v := values[b.of(i)]
		inOrder = append(inOrder, v)
		if i.key != cty.NilVal && i.key.Type() == cty.String {
			byName[i.key.AsString()] = v
		}
	}
	value := cty.TupleVal(inOrder)
	switch {
	case b.forEach != nil:
		value = cty.ObjectVal(byName)
	case b.count == nil:
		value = inOrder[0]
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.values[b.address()] = value
}
