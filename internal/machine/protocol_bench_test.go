package machine_test

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

const machineType = "paperspace_machine"

// planner makes the calls that Terraform makes in a plan, to the provider as it is
// served.
type planner struct {
	testing.TB
	server tfprotov6.ProviderServer
	env    *acctest.Env
	kind   tftypes.Object
	names  []string // of the required arguments
	// computed holds the types of the computed attributes.
	computed map[string]tftypes.Type
}

func newPlanner(t testing.TB) *planner {
	t.Helper()
	server, err := acctest.Factories()["paperspace"]()
	if err != nil {
		t.Fatal(err)
	}
	p := &planner{TB: t, server: server, env: acctest.New(t, "documented", psfake.Timings{}), computed: map[string]tftypes.Type{}}
	schemas, err := p.server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	p.must(err, schemas.Diagnostics)
	p.kind = schemas.ResourceSchemas[machineType].ValueType().(tftypes.Object)
	for _, a := range schemas.ResourceSchemas[machineType].Block.Attributes {
		if a.Required {
			p.names = append(p.names, a.Name)
		}
		if a.Computed {
			p.computed[a.Name] = a.Type
		}
	}
	p.configure(schemas.Provider.ValueType().(tftypes.Object))
	return p
}

// configure starts a new plan, with a new client that has nothing cached.
func (p *planner) configure(kind tftypes.Object) {
	p.Helper()
	settings := map[string]tftypes.Value{}
	for name, t := range kind.AttributeTypes {
		settings[name] = tftypes.NewValue(t, nil)
	}
	settings["api_key"] = tftypes.NewValue(tftypes.String, acctest.Key)
	settings["endpoint"] = tftypes.NewValue(tftypes.String, p.env.Endpoint)
	config := p.dynamic(kind, tftypes.NewValue(kind, settings))
	got, err := p.server.ConfigureProvider(p.Context(), &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.14.2", Config: config})
	p.must(err, got.Diagnostics)
}

func (p *planner) must(err error, diags []*tfprotov6.Diagnostic) {
	p.Helper()
	if text := acctest.Said(diags); err != nil || text != "" {
		p.Fatal(err, text)
	}
}

func (p *planner) dynamic(kind tftypes.Type, v tftypes.Value) *tfprotov6.DynamicValue {
	p.Helper()
	d, err := tfprotov6.NewDynamicValue(kind, v)
	p.must(err, nil)
	return &d
}

// managed is a machine in the state, with its configuration.
type managed struct {
	state, config *tfprotov6.DynamicValue
	private       []byte
	identity      *tfprotov6.ResourceIdentityData
}

// adopt imports a machine and reads it.
func (p *planner) adopt(id string) managed {
	p.Helper()
	got, err := p.server.ImportResourceState(p.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: machineType, ID: id})
	p.must(err, got.Diagnostics)
	in := got.ImportedResources[0]
	m := p.read(managed{state: in.State, private: in.Private, identity: in.Identity})
	value, err := m.state.Unmarshal(p.kind)
	p.must(err, nil)
	all := map[string]tftypes.Value{}
	p.must(value.As(&all), nil)
	for name, v := range all {
		if !slices.Contains(p.names, name) {
			all[name] = tftypes.NewValue(v.Type(), nil)
		}
	}
	m.config = p.dynamic(p.kind, tftypes.NewValue(p.kind, all))
	return m
}

func (p *planner) read(m managed) managed {
	p.Helper()
	got, err := p.server.ReadResource(p.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: machineType, CurrentState: m.state, Private: m.private, CurrentIdentity: m.identity,
	})
	p.must(err, got.Diagnostics)
	return managed{got.NewState, m.config, got.Private, got.NewIdentity}
}

func (p *planner) plan(m managed) {
	p.Helper()
	got, err := p.server.PlanResourceChange(p.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: machineType, PriorState: m.state, ProposedNewState: m.state, Config: m.config,
		PriorPrivate: m.private, PriorIdentity: m.identity,
	})
	p.must(err, got.Diagnostics)
}

// stocked adds n machines and adopts them. The client then has a list of all of them.
func (p *planner) stocked(n int) (all []managed) {
	p.Helper()
	var ids []string
	for i := range n {
		ids = append(ids, p.env.AddMachine(ready(fmt.Sprint("m", i))).ID)
	}
	for _, id := range ids {
		all = append(all, p.adopt(id))
	}
	return all
}

// BenchmarkUnchanged measures what the provider does in a plan for each machine that
// has not changed: the read, from a list that the client has already, and the plan.
func BenchmarkUnchanged(b *testing.B) {
	p := newPlanner(b)
	m := p.stocked(20)[19]
	b.Run("call=read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p.read(m)
		}
	})
	b.Run("call=plan", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p.plan(m)
		}
	})
}

// TestUnchangedMachineCostsLittle limits the cost of a plan for an unchanged machine, in
// figures that do not depend on the computer: allocations, requests, and goroutines.
func TestUnchangedMachineCostsLittle(t *testing.T) {
	p := newPlanner(t)
	all := p.stocked(20)
	m := p.read(all[19])
	p.env.ResetJournal()
	before := runtime.NumGoroutine()
	reads := testing.AllocsPerRun(10, func() { p.read(m) })
	plans := testing.AllocsPerRun(10, func() { p.plan(m) })
	t.Logf("allocations: %.0f for a read, %.0f for a plan", reads, plans)
	if n := len(p.env.Journal()); n > 0 {
		t.Errorf("%d requests although the list is at hand", n)
	}
	if reads > mostReadAllocs || plans > mostPlanAllocs {
		t.Errorf("%.0f allocations for a read, %.0f for a plan", reads, plans)
	}
	// No call leaves goroutines behind, except those of idle connections.
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	for runtime.NumGoroutine() > before+2 && ctx.Err() == nil {
		runtime.Gosched()
	}
	if n := runtime.NumGoroutine(); n > before+2 {
		t.Errorf("%d goroutines after 22 calls, %d before", n, before)
	}
}

// About twice what was measured. Through the framework, a call allocates about ten
// times as often, so the test fails if calls no longer bypass it.
const (
	mostReadAllocs = 1500
	mostPlanAllocs = 2000
)

// fresh returns what Terraform sends to plan a new machine. none is its prior state.
func (p *planner) fresh() (config, proposed, none *tfprotov6.DynamicValue) {
	p.Helper()
	written := map[string]tftypes.Value{}
	for name, t := range p.kind.AttributeTypes {
		written[name] = tftypes.NewValue(t, nil)
	}
	for name, text := range map[string]string{"name": "m", "machine_type": "C5", "region": "East Coast (NY2)", "template_id": "t0nspur5", "wait_for": "none"} {
		written[name] = tftypes.NewValue(tftypes.String, text)
	}
	written["size"] = tftypes.NewValue(tftypes.Number, 50)
	config = p.dynamic(p.kind, tftypes.NewValue(p.kind, written))
	for name, attribute := range p.computed {
		if written[name].IsNull() {
			written[name] = tftypes.NewValue(attribute, tftypes.UnknownValue)
		}
	}
	return config, p.dynamic(p.kind, tftypes.NewValue(p.kind, written)), p.dynamic(p.kind, tftypes.NewValue(p.kind, nil))
}

// BenchmarkCreate measures what the provider does for each machine that an apply
// creates. Terraform validates it twice and plans it twice.
func BenchmarkCreate(b *testing.B) {
	p := newPlanner(b)
	config, proposed, none := p.fresh()
	b.Run("call=validate", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			got, err := p.server.ValidateResourceConfig(b.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: machineType, Config: config})
			p.must(err, got.Diagnostics)
		}
	})
	var planned *tfprotov6.PlanResourceChangeResponse
	plan := func() {
		var err error
		planned, err = p.server.PlanResourceChange(b.Context(), &tfprotov6.PlanResourceChangeRequest{
			TypeName: machineType, PriorState: none, ProposedNewState: proposed, Config: config,
		})
		p.must(err, planned.Diagnostics)
	}
	b.Run("call=plan", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			plan()
		}
	})
	b.Run("call=apply", func(b *testing.B) {
		b.ReportAllocs()
		plan()
		for b.Loop() {
			got, err := p.server.ApplyResourceChange(b.Context(), &tfprotov6.ApplyResourceChangeRequest{
				TypeName: machineType, PriorState: none, PlannedState: planned.PlannedState, Config: config, PlannedPrivate: planned.PlannedPrivate,
			})
			p.must(err, got.Diagnostics)
		}
	})
}
