package acctest

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Held is Terraform's record of an object.
type Held struct {
	State   tftypes.Value
	private []byte
}

// Change is the result of a plan and its apply.
type Change struct {
	Held
	Replaces bool // nothing was applied
	Differs  bool // the plan shows a change
	// Inconsistent is true if the plan that the apply repeats replaces the object,
	// which Terraform reports as "inconsistent final plan".
	Inconsistent bool
	Said         string
}

// Change plans a configuration and applies the plan, unless it replaces the object or fails. A nil value is null. If
// a value is tftypes.UnknownValue, the apply uses the value from final.
func (p *Protocol) Change(resource string, had *Held, config, final map[string]any) (c Change) {
	p.t.Helper()
	s := p.schemas.ResourceSchemas[resource]
	kind := s.ValueType()
	if had == nil {
		had = &Held{State: tftypes.NewValue(kind, nil)}
	}
	planned, said := p.plan(resource, had, fill(kind, config))
	c.Said, c.Replaces = said, len(planned.RequiresReplace) > 0
	c.Differs = !p.value(s, planned.PlannedState).Equal(had.State)
	if c.Replaces || failed(planned.Diagnostics) || !c.Differs {
		c.Held = *had
		return c
	}
	if final != nil { // Terraform plans again when all values are known
		config = final
		planned, said = p.plan(resource, had, fill(kind, config))
		c.Said += said
		if c.Inconsistent = len(planned.RequiresReplace) > 0; c.Inconsistent {
			c.Held = *had
			return c
		}
	}
	applied, err := p.server.ApplyResourceChange(p.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: resource, PriorState: p.dynamic(s, had.State), Config: p.dynamic(s, fill(kind, config)),
		PlannedState: planned.PlannedState, PlannedPrivate: planned.PlannedPrivate,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	c.Said += Said(applied.Diagnostics)
	c.Held = Held{State: p.value(s, applied.NewState), private: applied.Private}
	return c
}

// plan plans without validation. As in Terraform's core, the proposed value of a computed attribute is that of the
// state, or unknown for a new object.
func (p *Protocol) plan(resource string, had *Held, config tftypes.Value) (*tfprotov6.PlanResourceChangeResponse, string) {
	p.t.Helper()
	s := p.schemas.ResourceSchemas[resource]
	// A clone, because attributes returns the map of config.
	wanted, kept := maps.Clone(attributes(p.t, config)), map[string]tftypes.Value{}
	if !had.State.IsNull() {
		kept = attributes(p.t, had.State)
	}
	for _, a := range s.Block.Attributes {
		value := wanted[a.Name]
		if !a.Computed || !value.IsNull() {
			continue
		}
		wanted[a.Name] = tftypes.NewValue(value.Type(), tftypes.UnknownValue)
		if old, ok := kept[a.Name]; ok {
			wanted[a.Name] = old
		}
	}
	plan, err := p.server.PlanResourceChange(p.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: resource, PriorState: p.dynamic(s, had.State), PriorPrivate: had.private, Config: p.dynamic(s, config),
		ProposedNewState: p.dynamic(s, tftypes.NewValue(config.Type(), wanted)),
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return plan, Said(plan.Diagnostics)
}

func failed(diags []*tfprotov6.Diagnostic) bool {
	for _, d := range diags {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			return true
		}
	}
	return false
}
