package serve

import (
	"math/rand/v2"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// An unchanged machine bypasses the framework, and the response equals the framework's.
func TestUnchangedMachineBypassesTheFramework(t *testing.T) { inEach(t, unchangedMachine) }

func unchangedMachine(t *testing.T, p *pair) {
	state := p.state()
	for name, identity := range map[string]*tfprotov6.ResourceIdentityData{"Terraform 1.12": p.identified(machineID), "Terraform 1.11": nil} {
		for _, private := range []string{"settled", "none"} {
			t.Run(name+", private state: "+private, func(t *testing.T) {
				p.t = t
				if p.read(&tfprotov6.ReadResourceRequest{CurrentState: p.encode(state), CurrentIdentity: identity, Private: stored(private)}) {
					t.Error("the framework received the read")
				}
				for _, everything := range []bool{true, false} {
					q := p.change(state, p.asConfig(state, everything))
					q.PriorPrivate, q.PriorIdentity = stored(private), identity
					if p.plan(q) {
						t.Errorf("the framework received the plan, all written: %t", everything)
					}
				}
			})
		}
	}
}

// A value that is spelled differently from Paperspace's does not produce a diff, and is no
// reason to call the framework at every refresh.
func TestRespelledMachineIsUnchanged(t *testing.T) { inEach(t, respelledMachine) }

func respelledMachine(t *testing.T, p *pair) {
	state := p.state()
	for name, spelling := range map[string]string{"region": "ny2", "machine_type": "c5", "billing_type": "Hourly"} {
		state = with(state, name, tftypes.NewValue(tftypes.String, spelling))
	}
	if p.read(&tfprotov6.ReadResourceRequest{CurrentState: p.encode(state), Private: stored("settled")}) {
		t.Error("the framework was called")
	}
}

// stored returns private state as it arrives: nil if there is none.
func stored(name string) []byte {
	if privates[name] == "" {
		return nil
	}
	return []byte(privates[name])
}

// Every argument is changed, left out, and unknown, and every value of the state differs
// from the configuration or the default.
func TestPlanOfAnyConfiguration(t *testing.T) { inEach(t, planOfAnyConfiguration) }

func planOfAnyConfiguration(t *testing.T, p *pair) {
	state := p.state()
	for _, name := range p.names() {
		t.Run(name, func(t *testing.T) {
			p.t = t
			kind := p.wire.AttributeTypes[name]
			config, values := p.asConfig(state, true), others(attributes(state)[name])
			for _, wanted := range []tftypes.Value{values[len(values)-1], tftypes.NewValue(kind, nil), tftypes.NewValue(kind, tftypes.UnknownValue)} {
				p.plan(p.change(state, with(config, name, wanted)))
				planned := p.change(state, with(config, name, wanted))
				planned.ProposedNewState = planned.PriorState
				p.plan(planned)
			}
			for _, value := range values {
				prior := with(state, name, value)
				p.plan(p.change(prior, p.asConfig(prior, false)))
			}
		})
	}
	for name := range privates {
		t.Run("private state: "+name, func(t *testing.T) {
			p.t = t
			q := p.change(state, p.asConfig(state, false))
			q.PriorPrivate = stored(name)
			p.plan(q)
		})
	}
}

// FuzzPlan generates requests of any kind: five hundred in a test, and any number with go
// test -fuzz.
func FuzzPlan(f *testing.F) {
	for seed := range uint64(500) {
		f.Add(seed)
	}
	pairs := []*pair{newPairOf(f, "core"), newPairOf(f, "v1")}
	states := []tftypes.Value{pairs[0].state(), pairs[1].state()}
	f.Fuzz(func(t *testing.T, seed uint64) {
		p, state := pairs[seed%2], states[seed%2]
		p.t = t
		p.connect() // the clients remember what they have planned, and not every plan reaches both servers
		p.plan(generator{p, rand.New(rand.NewPCG(seed, 0)), state}.request())
	})
}

// In these cases a shortcut by equality alone would be wrong: the framework must be called
// although the proposed state is the prior state.
func TestEqualStatesThatAreLookedAt(t *testing.T) {
	type values = map[string]tftypes.Value
	text := func(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }
	yes := tftypes.NewValue(tftypes.Bool, true)
	for name, c := range map[string]struct {
		state, config values // what differs from an unchanged machine
		private       string
	}{
		"a create whose outcome is unknown":     {private: "unfinished"},
		"private state of a newer release":      {private: "of a newer one"},
		"private state of another provider":     {private: "of the old SDK"},
		"wait_for left the configuration":       {state: values{"wait_for": text("serviceready")}},
		"a release of the address left it":      {state: values{"release_public_ip_on_destroy": yes}},
		"a default of a newer release":          {state: values{"wait_for_capacity": tftypes.NewValue(tftypes.Bool, nil)}},
		"another value in the configuration":    {config: values{"name": text("other")}},
		"an unknown value in the configuration": {config: values{"region": tftypes.NewValue(tftypes.String, tftypes.UnknownValue)}},
		"a password in the configuration":       {config: values{"password": text("secret")}},
		"a password in the state, by hand":      {state: values{"password": text("secret")}, config: values{"password": tftypes.NewValue(tftypes.String, nil)}},
		"a fraction in an argument, by hand":    {state: values{"size": tftypes.NewValue(tftypes.Number, 50.5)}},
		"a fraction in the state, by hand":      {state: values{"ram": tftypes.NewValue(tftypes.Number, 0.5)}},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPair(t)
			state := p.state()
			for attribute, value := range c.state {
				state = with(state, attribute, value)
			}
			config := p.asConfig(state, false)
			for attribute, value := range c.config {
				config = with(config, attribute, value)
			}
			q := p.change(state, config)
			q.ProposedNewState = q.PriorState
			if c.private != "" {
				q.PriorPrivate = stored(c.private)
			}
			if !p.plan(q) {
				t.Error("the framework was not called")
			}
		})
	}
}

// A create has no prior state and a destroy no proposed one. Two missing states do not make
// an unchanged machine.
func TestNothingIsNotAnUnchangedMachine(t *testing.T) {
	p := newPair(t)
	state, nothing := p.state(), tftypes.NewValue(p.wire, nil)
	for name, q := range map[string]*tfprotov6.PlanResourceChangeRequest{
		"a create":              p.change(nothing, p.asConfig(state, false)),
		"a destroy":             p.change(state, nothing),
		"a destroy of none":     p.change(nothing, nothing),
		"no values":             {},
		"nothing, in JSON":      {PriorState: &tfprotov6.DynamicValue{JSON: []byte("null")}, ProposedNewState: &tfprotov6.DynamicValue{JSON: []byte("null")}},
		"an equal create":       {PriorState: p.encode(nothing), ProposedNewState: p.encode(nothing), Config: p.encode(p.asConfig(state, false))},
		"an equal, odd destroy": {PriorState: p.encode(state), ProposedNewState: p.encode(state), Config: p.encode(nothing)},
	} {
		if !p.plan(q) {
			t.Errorf("%s is handled without the framework", name)
		}
	}
}
