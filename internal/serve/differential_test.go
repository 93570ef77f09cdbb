package serve

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// An unchanged machine never gets to the framework, which is what all of this
// is for, and the framework would say the same.
func TestUnchangedMachineBypassesTheFramework(t *testing.T) { inEach(t, unchangedMachine) }

func unchangedMachine(t *testing.T, p *pair) {
	state := p.state()
	for name, identity := range map[string]*tfprotov6.ResourceIdentityData{"Terraform 1.12": p.identified(machineID), "Terraform 1.11": nil} {
		for _, private := range []string{"settled", "none"} {
			t.Run(name+", private state: "+private, func(t *testing.T) {
				p.t = t
				if p.read(&tfprotov6.ReadResourceRequest{CurrentState: p.encode(state), CurrentIdentity: identity, Private: stored(private)}) {
					t.Error("the framework was asked to read")
				}
				for _, everything := range []bool{true, false} {
					q := p.change(state, p.asConfig(state, everything))
					q.PriorPrivate, q.PriorIdentity = stored(private), identity
					if p.plan(q) {
						t.Errorf("the framework was asked to plan, all written: %t", everything)
					}
				}
			})
		}
	}
}

// Another spelling than Paperspace's does not produce a diff, and no reason to ask the
// framework at every refresh.
func TestRespelledMachineIsUnchanged(t *testing.T) { inEach(t, respelledMachine) }

func respelledMachine(t *testing.T, p *pair) {
	state := p.state()
	for name, spelling := range map[string]string{"region": "ny2", "machine_type": "c5", "billing_type": "Hourly"} {
		state = with(state, name, tftypes.NewValue(tftypes.String, spelling))
	}
	if p.read(&tfprotov6.ReadResourceRequest{CurrentState: p.encode(state), Private: stored("settled")}) {
		t.Error("the framework was asked")
	}
}

// stored is how private state arrives: nil if there is none.
func stored(name string) []byte {
	if privates[name] == "" {
		return nil
	}
	return []byte(privates[name])
}

// Whatever is in the state, by another release, by hand, or by a hand in
// private state, a refresh finds what the framework finds.
func TestReadOfAnyState(t *testing.T) { inEach(t, readOfAnyState) }

func readOfAnyState(t *testing.T, p *pair) {
	state := p.state()
	for _, name := range p.names() {
		t.Run(name, func(t *testing.T) {
			p.t = t
			for _, value := range others(attributes(state)[name]) {
				p.read(&tfprotov6.ReadResourceRequest{CurrentState: p.encode(with(state, name, value)), Private: stored("settled")})
			}
		})
	}
	for name := range privates {
		t.Run("private state: "+name, func(t *testing.T) {
			p.t = t
			p.read(&tfprotov6.ReadResourceRequest{CurrentState: p.encode(state), Private: stored(name)})
		})
	}
	for name, identity := range map[string]*tfprotov6.ResourceIdentityData{
		"of another machine": p.identified("psother"), "without an id": p.identified(nil), "without values": {},
		"null": {IdentityData: p.encode(tftypes.NewValue(p.identity, nil))}, "broken": {IdentityData: &tfprotov6.DynamicValue{MsgPack: []byte("?")}},
	} {
		t.Run("identity "+name, func(t *testing.T) {
			p.t = t
			p.read(&tfprotov6.ReadResourceRequest{CurrentState: p.encode(state), CurrentIdentity: identity, Private: stored("settled")})
		})
	}
	g := generator{p, rand.New(rand.NewPCG(1, 2)), state}
	for range 30 {
		p.read(&tfprotov6.ReadResourceRequest{CurrentState: p.encode(g.changed(state)), CurrentIdentity: g.identityData(), Private: g.private()})
	}
}

// Whatever someone changes at the console, a refresh shows it. Every field of
// the state is changed, and every attribute must be moved by one of them: an
// attribute added later is held to that, too.
func TestReadOfAnyDrift(t *testing.T) { inEach(t, readOfAnyDrift) }

func readOfAnyDrift(t *testing.T, p *pair) {
	state := p.state()
	moved := map[string]bool{}
	whole, _ := p.world.Machine(machineID)
	for i := range reflect.TypeFor[psfake.Machine]().NumField() {
		field := reflect.TypeFor[psfake.Machine]().Field(i)
		for n, change := range drifts(field.Type) {
			t.Run(field.Name, func(t *testing.T) {
				p.t = t
				p.world.ChangeMachine(machineID, func(m *psfake.Machine) { change(reflect.ValueOf(m).Elem().Field(i)) })
				p.connect()
				asked := p.read(&tfprotov6.ReadResourceRequest{CurrentState: p.encode(state), Private: stored("settled")})
				now, err := p.plain.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: machineType, CurrentState: p.encode(state)})
				p.check(err, nil)
				differs := changes(t, p, state, now)
				if len(differs) > 0 && !asked {
					t.Errorf("variant %d: %v differ, and the framework was not asked", n, differs)
				}
				for _, name := range differs {
					moved[name] = true
				}
			})
			p.world.ChangeMachine(machineID, func(m *psfake.Machine) { *m = whole })
		}
	}
	// What only the provider uses, what is used once, and what depends on these.
	local := []string{
		"template_id", "email", "first_name", "last_name", "password", "notification_email", "release_public_ip_on_destroy",
		"wait_for", "wait_for_capacity", "timeouts", "id", "desired_state", "assign_public_ip",
		"email_password", "enable_nvlink", "take_initial_snapshot", "accessor_ids",
	}
	if p.generation == "v1" { // which returns neither owners nor runs, and bills by the hour only
		local = append(local, "team_id", "user_id", "billing_type", "dt_last_run")
	}
	for _, name := range p.names() {
		if !moved[name] && !slices.Contains(local, name) {
			t.Errorf("nothing in the world moves %s: its drift is not tested", name)
		}
	}
}

// drifts are ways to change a field of the state.
func drifts(kind reflect.Type) []func(reflect.Value) {
	set := func(v any) func(reflect.Value) {
		return func(field reflect.Value) { field.Set(reflect.ValueOf(v).Convert(kind)) }
	}
	switch kind {
	case reflect.TypeFor[*int]():
		return []func(reflect.Value){set((*int)(nil)), set(new(3))}
	case reflect.TypeFor[*time.Time]():
		return []func(reflect.Value){set(new(time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)))}
	case reflect.TypeFor[time.Time]():
		return []func(reflect.Value){set(time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC))}
	}
	switch kind.Kind() {
	case reflect.String:
		return []func(reflect.Value){set(""), set("other"), set("off"), set("stopping"), set("monthly")}
	case reflect.Int, reflect.Int64:
		return []func(reflect.Value){set(0), set(100)}
	case reflect.Bool:
		return []func(reflect.Value){func(field reflect.Value) { field.SetBool(!field.Bool()) }}
	default:
		return nil
	}
}

// changes are the attributes that a read has changed; all of them, if it has
// removed the machine.
func changes(t *testing.T, p *pair, before tftypes.Value, read *tfprotov6.ReadResourceResponse) (names []string) {
	t.Helper()
	after, err := read.NewState.Unmarshal(p.wire)
	p.check(err, nil)
	is, was := attributes(after), attributes(before)
	for _, name := range p.names() {
		if !after.IsNull() && !is[name].Equal(was[name]) {
			names = append(names, name)
		}
	}
	return names
}

// A machine that is gone, or a server that fails, is asked about once, and
// what the framework receives is what was seen.
func TestReadSendsOneRequest(t *testing.T) {
	for name, trouble := range map[string]func(p *pair){
		"unchanged":  func(*pair) {},
		"renamed":    func(p *pair) { p.world.ChangeMachine(machineID, func(m *psfake.Machine) { m.Name = "other" }) },
		"gone":       func(p *pair) { p.world.RemoveMachine(machineID) },
		"wrong data": func(p *pair) { p.world.ChangeMachine(machineID, func(m *psfake.Machine) { m.State = "upgrading" }) },
	} {
		t.Run(name, func(t *testing.T) {
			inEach(t, func(t *testing.T, p *pair) {
				state := p.state()
				trouble(p)
				q := &tfprotov6.ReadResourceRequest{TypeName: machineType, CurrentState: p.encode(state), Private: stored("settled")}
				asked := func(s tfprotov6.ProviderServer) map[string]int {
					p.connect() // nothing has been asked yet
					p.world.ResetJournal()
					_, err := s.ReadResource(t.Context(), q)
					p.check(err, nil)
					return p.world.Journal().Counts()
				}
				if diff := cmp.Diff(asked(p.plain), asked(p.quick)); diff != "" {
					t.Errorf("requests of the framework (-) and the shortcut (+):\n%s", diff)
				}
				p.connect()
				p.read(q)
			})
		})
	}
}

// Every argument changed, left out and unknown, and every value of the state
// another one than the configuration's or than the default.
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
				asked := p.change(state, with(config, name, wanted))
				asked.ProposedNewState = asked.PriorState
				p.plan(asked)
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

// Requests of any kind, five hundred in a test and as many as one likes with
// go test -fuzz.
func FuzzPlan(f *testing.F) {
	for seed := range uint64(500) {
		f.Add(seed)
	}
	pairs := []*pair{newPairOf(f, "core"), newPairOf(f, "v1")}
	states := []tftypes.Value{pairs[0].state(), pairs[1].state()}
	f.Fuzz(func(t *testing.T, seed uint64) {
		p, state := pairs[seed%2], states[seed%2]
		p.t = t
		p.connect() // the clients remember what they have planned, and not every plan reaches both
		p.plan(generator{p, rand.New(rand.NewPCG(seed, 0)), state}.request())
	})
}

// The cases that a shortcut by equality alone would hide: the framework must be
// asked although what is proposed is the prior state.
func TestEqualStatesThatAreLookedAt(t *testing.T) {
	type values = map[string]tftypes.Value
	text := func(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }
	yes := tftypes.NewValue(tftypes.Bool, true)
	for name, c := range map[string]struct {
		state, config values // what differs from a machine that is as it should be
		private       string
	}{
		"a create that nobody saw the end of":   {private: "unfinished"},
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
				t.Error("the framework was not asked")
			}
		})
	}
}

// A create has no prior state and a destroy nothing that is proposed; equality
// with nothing is none.
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
			t.Errorf("%s is answered without the framework", name)
		}
	}
}
