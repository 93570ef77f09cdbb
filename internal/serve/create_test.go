package serve

import (
	"math/rand/v2"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// validate calls both servers and compares their responses. It reports whether ours called
// the framework.
func (p *pair) validate(q *tfprotov6.ValidateResourceConfigRequest) (called bool) {
	p.t.Helper()
	q.TypeName = machineType
	before := p.calls.validations
	got, err := p.quick.ValidateResourceConfig(p.t.Context(), q)
	p.check(err, nil)
	want, err := p.plain.ValidateResourceConfig(p.t.Context(), q)
	p.check(err, nil)
	p.same(reply{Said: said(want.Diagnostics)}, reply{Said: said(got.Diagnostics)})
	return p.calls.validations > before
}

// ordered returns the configuration of a machine that does not exist yet.
func (p *pair) ordered() tftypes.Value {
	text := func(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }
	config := object(p.wire, nil)
	for name, value := range map[string]tftypes.Value{
		"name": text("new"), "machine_type": text("C5"), "region": text("East Coast (NY2)"), "template_id": text("t0nspur5"),
		"size": tftypes.NewValue(tftypes.Number, 50),
	} {
		config = with(config, name, value)
	}
	return config
}

// order returns the request for the plan of a create. Terraform sends no private state and,
// from 1.12 on, a null identity.
func (p *pair) order(config tftypes.Value) *tfprotov6.PlanResourceChangeRequest {
	q := p.change(tftypes.NewValue(p.wire, nil), config)
	q.PriorPrivate, q.PriorIdentity = nil, nil
	return q
}

// capable has the capabilities of a CLI that supports write-only arguments.
var capable = &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true}

// A new machine is validated and planned without the framework, and the response equals the
// framework's.
func TestNewMachineIsPlannedBeforeTheFramework(t *testing.T) { inEach(t, newMachine) }

func newMachine(t *testing.T, p *pair) {
	config := p.ordered()
	for name, config := range map[string]tftypes.Value{
		"as short as possible": config,
		"with timeouts":        with(config, "timeouts", object(p.wire.AttributeTypes["timeouts"].(tftypes.Object), map[string]any{"create": "2h"})),
		"another spelling":     with(config, "region", tftypes.NewValue(tftypes.String, "ny2")),
		"an unknown name":      with(config, "name", tftypes.NewValue(tftypes.String, tftypes.UnknownValue)),
		"a name of two lines":  with(config, "name", tftypes.NewValue(tftypes.String, "a\nb")),
	} {
		t.Run(name, func(t *testing.T) {
			p.t = t
			if p.validate(&tfprotov6.ValidateResourceConfigRequest{Config: p.encode(config), ClientCapabilities: capable}) {
				t.Error("the framework was called to validate it")
			}
			for name, identity := range map[string]*tfprotov6.ResourceIdentityData{"1.11": nil, "1.12": {IdentityData: p.encode(tftypes.NewValue(p.identity, nil))}} {
				q := p.order(config)
				q.PriorIdentity = identity
				if p.plan(q) {
					t.Errorf("the framework was called to plan it for Terraform %s", name)
				}
			}
		})
	}
}

// Every argument is tried with every kind of value, valid or not.
func TestCreateOfAnyConfiguration(t *testing.T) { inEach(t, createOfAnyConfiguration) }

func createOfAnyConfiguration(t *testing.T, p *pair) {
	base := p.ordered()
	for _, name := range p.names() {
		t.Run(name, func(t *testing.T) {
			p.t = t
			kind := p.wire.AttributeTypes[name]
			for _, value := range append(others(attributes(base)[name]), tftypes.NewValue(kind, tftypes.UnknownValue)) {
				config := with(base, name, value)
				for _, client := range []*tfprotov6.ValidateResourceConfigClientCapabilities{nil, capable} {
					p.validate(&tfprotov6.ValidateResourceConfigRequest{Config: p.encode(config), ClientCapabilities: client})
				}
				p.plan(p.order(config))
			}
		})
	}
}

// FuzzValidate generates requests like those of FuzzPlan.
func FuzzValidate(f *testing.F) {
	for seed := range uint64(300) {
		f.Add(seed)
	}
	pairs := []*pair{newPairOf(f, "core"), newPairOf(f, "v1")}
	f.Fuzz(func(t *testing.T, seed uint64) {
		p := pairs[seed%2]
		p.t = t
		p.connect()
		q := generator{p, rand.New(rand.NewPCG(seed, 0)), p.ordered()}.request()
		p.validate(&tfprotov6.ValidateResourceConfigRequest{Config: q.Config, ClientCapabilities: capable})
		none := p.encode(tftypes.NewValue(p.wire, nil))
		p.plan(&tfprotov6.PlanResourceChangeRequest{PriorState: none, ProposedNewState: q.ProposedNewState, Config: q.Config, PriorIdentity: q.PriorIdentity})
	})
}
