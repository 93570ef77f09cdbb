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

// Whatever is in the state or in private state, even from another release or edited by
// hand, a refresh returns what the framework returns.
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

// A refresh shows every change made in the console. Every field of the machine in the fake
// is changed, and each attribute must be changed by one of them. That also applies to
// attributes that are added later.
func TestReadOfAnyDrift(t *testing.T) { inEach(t, readOfAnyDrift) }

func readOfAnyDrift(t *testing.T, p *pair) {
	state := p.state()
	moved := map[string]bool{}
	whole, _ := p.fake.Machine(machineID)
	for i := range reflect.TypeFor[psfake.Machine]().NumField() {
		field := reflect.TypeFor[psfake.Machine]().Field(i)
		for n, change := range drifts(field.Type) {
			t.Run(field.Name, func(t *testing.T) {
				p.t = t
				p.fake.ChangeMachine(machineID, func(m *psfake.Machine) { change(reflect.ValueOf(m).Elem().Field(i)) })
				p.connect()
				called := p.read(&tfprotov6.ReadResourceRequest{CurrentState: p.encode(state), Private: stored("settled")})
				now, err := p.plain.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: machineType, CurrentState: p.encode(state)})
				p.check(err, nil)
				differs := changes(t, p, state, now)
				if len(differs) > 0 && !called {
					t.Errorf("variant %d: %v differ, and the framework was not called", n, differs)
				}
				for _, name := range differs {
					moved[name] = true
				}
			})
			p.fake.ChangeMachine(machineID, func(m *psfake.Machine) { *m = whole })
		}
	}
	// Attributes that only the provider uses, that are used only once, and that depend on
	// these.
	local := []string{
		"template_id", "email", "first_name", "last_name", "password", "notification_email", "release_public_ip_on_destroy",
		"wait_for", "wait_for_capacity", "timeouts", "id", "desired_state", "assign_public_ip",
		"email_password", "enable_nvlink", "take_initial_snapshot", "accessor_ids",
	}
	if p.version == "v1" { // API v1 returns neither owners nor runs, and bills by the hour only
		local = append(local, "team_id", "user_id", "billing_type", "dt_last_run")
	}
	for _, name := range p.names() {
		if !moved[name] && !slices.Contains(local, name) {
			t.Errorf("nothing in the fake moves %s: its drift is not tested", name)
		}
	}
}

// drifts returns ways to change a field of the given type.
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

// changes returns the attributes that a read has changed. It returns none if the read
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

// A refresh sends the same requests as the framework, even if the machine is gone or its
// data is wrong: the framework reuses what the shortcut has read.
func TestReadSendsOneRequest(t *testing.T) {
	for name, trouble := range map[string]func(p *pair){
		"unchanged":  func(*pair) {},
		"renamed":    func(p *pair) { p.fake.ChangeMachine(machineID, func(m *psfake.Machine) { m.Name = "other" }) },
		"gone":       func(p *pair) { p.fake.RemoveMachine(machineID) },
		"wrong data": func(p *pair) { p.fake.ChangeMachine(machineID, func(m *psfake.Machine) { m.State = "upgrading" }) },
	} {
		t.Run(name, func(t *testing.T) {
			inEach(t, func(t *testing.T, p *pair) {
				state := p.state()
				trouble(p)
				q := &tfprotov6.ReadResourceRequest{TypeName: machineType, CurrentState: p.encode(state), Private: stored("settled")}
				requests := func(s tfprotov6.ProviderServer) map[string]int {
					p.connect() // no request has been sent yet
					p.fake.ResetJournal()
					_, err := s.ReadResource(t.Context(), q)
					p.check(err, nil)
					return p.fake.Journal().Counts()
				}
				if diff := cmp.Diff(requests(p.plain), requests(p.quick)); diff != "" {
					t.Errorf("requests of the framework (-) and the shortcut (+):\n%s", diff)
				}
				p.connect()
				p.read(q)
			})
		})
	}
}
