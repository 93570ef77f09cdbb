package serve

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// twins are two pairs with a fake server each, because a create changes the server. Both
// poll without a pause.
type twins struct {
	framework, ours *pair
}

func newTwins(t *testing.T, version string) twins {
	t.Helper()
	tw := twins{newPairOf(t, version), newPairOf(t, version)}
	for _, p := range []*pair{tw.framework, tw.ours} {
		settings, err := p.settings.Unmarshal(p.provider)
		p.check(err, nil)
		p.settings = p.encode(with(settings, "poll_interval", tftypes.NewValue(tftypes.String, "5ms")))
	}
	return tw
}

// create plans and applies a configuration through the framework and through ours, each with
// its own fake server, and compares the responses. It returns ours, and whether it called the
// framework. An invalid configuration returns nil.
func (tw twins) create(config tftypes.Value, prepare func(*psfake.Server)) (reply *tfprotov6.ApplyResourceChangeResponse, called bool) {
	t := tw.ours.t
	t.Helper()
	var all [2]*tfprotov6.ApplyResourceChangeResponse
	for i, p := range []*pair{tw.framework, tw.ours} {
		p.t = t
		p.connect()
		server := []tfprotov6.ProviderServer{p.plain, p.quick}[i]
		q := p.order(config)
		q.TypeName = machineType
		valid, err := p.quick.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: machineType, Config: q.Config, ClientCapabilities: capable})
		p.check(err, nil)
		if failed(valid.Diagnostics) {
			return nil, false
		}
		plan, err := p.plain.PlanResourceChange(t.Context(), q)
		p.check(err, nil)
		if failed(plan.Diagnostics) {
			return nil, false
		}
		prepare(p.fake)
		before := p.calls.applies
		all[i], err = server.ApplyResourceChange(t.Context(), &tfprotov6.ApplyResourceChangeRequest{
			TypeName: machineType, PriorState: q.PriorState, PlannedState: plan.PlannedState, Config: q.Config,
			PlannedPrivate: plan.PlannedPrivate, PlannedIdentity: plan.PlannedIdentity,
		})
		p.check(err, nil)
		called = p.calls.applies > before
		p.fake.ClearFaults()
	}
	if diff := cmp.Diff(tw.text(all[0]), tw.text(all[1])); diff != "" {
		t.Errorf("the framework (-) and the shortcut (+) respond differently:\n%s", diff)
	}
	return all[1], called
}

func failed(diags []*tfprotov6.Diagnostic) bool {
	for _, d := range diags {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			return true
		}
	}
	return false
}

// incomparable matches what differs between two machines with the same settings.
var incomparable = regexp.MustCompile(`\b(ps|u)[a-z0-9]{7,8}\b|\d{4}-\d\d-\d\dT[0-9:.]+Z|\b\d+\.\d+\.\d+\.\d+\b|\b\d+(\.\d+)? ?m?s\b|127\.0\.0\.1:\d+`)

// text returns a response as comparable text. Unlike that of a plan, the rest of a response
// with an error counts: Terraform stores the state.
func (tw twins) text(r *tfprotov6.ApplyResourceChangeResponse) reply {
	p := tw.ours
	hide := func(s string) string { return incomparable.ReplaceAllString(s, "…") }
	out := reply{State: hide(p.text(r.NewState)), Private: hide(privateText(r.Private)), Identity: hide(p.id(r.NewIdentity))}
	for _, s := range said(r.Diagnostics) {
		out.Said = append(out.Said, hide(s))
	}
	return out
}

// privateText returns private state with readable values.
func privateText(raw []byte) string {
	private, ok := decodePrivate(raw)
	if !ok {
		return "not in the form of the framework: " + string(raw)
	}
	text := ""
	for _, key := range slices.Sorted(maps.Keys(private)) {
		text += key + "=" + string(private[key]) + " "
	}
	return text
}

func inTwins(t *testing.T, test func(t *testing.T, tw twins)) {
	t.Parallel()
	for _, version := range versions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			test(t, newTwins(t, version))
		})
	}
}

// A new machine is created without the framework, and the response equals the framework's,
// with errors, warnings, and private state.
func TestNewMachineIsCreatedBeforeTheFramework(t *testing.T) { inTwins(t, createdMachine) }

func createdMachine(t *testing.T, tw twins) {
	config := tw.ours.ordered()
	text := func(s string) tftypes.Value { return tftypes.NewValue(tftypes.String, s) }
	number := func(n int64) tftypes.Value { return tftypes.NewValue(tftypes.Number, n) }
	for name, c := range map[string]struct {
		set   map[string]tftypes.Value
		fault psfake.Fault
		fails bool
	}{
		"as short as possible":        {},
		"another spelling":            {set: map[string]tftypes.Value{"region": text("ny2"), "machine_type": text("c5")}},
		"settings":                    {set: map[string]tftypes.Value{"shutdown_timeout_in_hours": number(8), "perform_auto_snapshot": tftypes.NewValue(tftypes.Bool, true), "auto_snapshot_frequency": text("Week"), "auto_snapshot_save_count": number(2)}},
		"with an address":             {set: map[string]tftypes.Value{"assign_public_ip": tftypes.NewValue(tftypes.Bool, true)}},
		"not waited for":              {set: map[string]tftypes.Value{"wait_for": text("none")}},
		"off":                         {set: map[string]tftypes.Value{"desired_state": text("off")}},
		"a rejected create":           {fault: psfake.Fault{Call: "machines.create", Kind: psfake.FaultReject, Status: 402, Message: "Please add a payment method"}, fails: true},
		"a machine that fails":        {fault: psfake.Fault{Call: "machines.create", Kind: psfake.FaultFailure, Times: 1}, fails: true},
		"a lost response":             {fault: psfake.Fault{Call: "machines.create", Kind: psfake.FaultCutAfter, Times: 1}},
		"a setting that is rejected":  {set: map[string]tftypes.Value{"shutdown_timeout_in_hours": number(9)}, fault: psfake.Fault{Call: "machines.update", Kind: psfake.FaultReject, Status: 400, Message: "no"}},
		"a stop that is rejected":     {set: map[string]tftypes.Value{"desired_state": text("off")}, fault: psfake.Fault{Call: "machines.stop", Kind: psfake.FaultReject, Status: 400, Message: "no"}},
		"another create of this name": {set: map[string]tftypes.Value{"name": text("m")}},
	} {
		t.Run(name, func(t *testing.T) {
			tw.ours.t = t
			config := config
			for name, value := range c.set {
				config = with(config, name, value)
			}
			got, called := tw.create(config, func(w *psfake.Server) {
				if c.fault.Call != "" {
					w.Inject(c.fault)
				}
			})
			switch {
			case got == nil:
				t.Error("the configuration is not valid")
			case called, failed(got.Diagnostics) != c.fails:
				t.Errorf("created by the framework: %t; failed: %t", called, failed(got.Diagnostics))
			}
		})
	}
}

// Every argument has each kind of valid value.
func TestApplyOfAnyCreate(t *testing.T) { inTwins(t, applyOfAnyCreate) }

func applyOfAnyCreate(t *testing.T, tw twins) {
	base := tw.ours.ordered()
	created := 0
	for _, a := range tw.ours.schema.Block.Attributes {
		if !a.Optional && !a.Required {
			continue
		}
		name := a.Name
		for _, value := range others(attributes(base)[name]) {
			got, called := tw.create(with(base, name, value), func(*psfake.Server) {})
			if called {
				t.Errorf("%s = %s: created by the framework", name, value)
			}
			if got != nil {
				created++
			}
		}
	}
	if created < 30 {
		t.Errorf("only %d creates were compared", created)
	}
}

// In these cases the framework must be called, and the shortcut must have sent nothing.
func TestOtherAppliesAreTheFrameworks(t *testing.T) {
	p := newPair(t)
	state, nothing := p.encode(p.state()), p.encode(tftypes.NewValue(p.wire, nil))
	config := p.encode(p.ordered())
	for name, q := range map[string]*tfprotov6.ApplyResourceChangeRequest{
		"an update":                 {PriorState: state, PlannedState: state, Config: config},
		"a destroy":                 {PriorState: state, PlannedState: nothing, Config: nothing},
		"nothing to create":         {PriorState: nothing, PlannedState: nothing, Config: config},
		"no configuration":          {PriorState: nothing, PlannedState: state, Config: nothing},
		"no values":                 {},
		"private state of the plan": {PriorState: nothing, PlannedState: state, Config: config, PlannedPrivate: stored("settled")},
		"an identity in JSON":       {PriorState: nothing, PlannedState: state, Config: config, PlannedIdentity: &tfprotov6.ResourceIdentityData{IdentityData: &tfprotov6.DynamicValue{JSON: []byte("null")}}},
	} {
		p.fake.ResetJournal()
		before := p.calls.applies
		p.calls.unapplied = true
		q.TypeName = machineType
		if _, err := p.quick.ApplyResourceChange(t.Context(), q); err != nil {
			t.Fatal(err)
		}
		if p.calls.applies == before || len(p.fake.Journal()) > 0 {
			t.Errorf("%s: passed to the framework: %t, %d requests", name, p.calls.applies > before, len(p.fake.Journal()))
		}
	}
}

// oddCreator is a creator that returns what a creator should not.
type oddCreator struct {
	Steady
	state, identity tftypes.Value
}

func (o oddCreator) CreateNoting(ctx context.Context, _ resource.CreateRequest, resp *resource.CreateResponse, notes interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}) {
	resp.State.Raw, resp.Identity.Raw = o.state, o.identity
	resp.Diagnostics.Append(notes.SetKey(ctx, "kept", []byte("1"))...)
	resp.Diagnostics.Append(notes.SetKey(ctx, "removed", []byte("1"))...)
	resp.Diagnostics.Append(notes.SetKey(ctx, "removed", nil)...)
}

// A create that returns no state or no identity is an error, because Terraform would forget
// the machine. A password does not get into the state, and a value that means the same keeps
// the planned spelling.
func TestWhatACreateReturns(t *testing.T) {
	p := newPair(t)
	ours, ok := p.quick.(server)
	if !ok {
		t.Fatal("no server of ours")
	}
	r := ours.steady.rule(t.Context(), machineType)
	planned := with(p.state(), "region", tftypes.NewValue(tftypes.String, "ny2"))
	none, id := tftypes.NewValue(p.wire, nil), object(p.identity.(tftypes.Object), map[string]any{"id": machineID})
	noID := tftypes.NewValue(p.identity, nil)
	for name, c := range map[string]struct {
		odd  oddCreator
		want bool
	}{
		"no state":    {oddCreator{state: none, identity: id}, true},
		"no identity": {oddCreator{state: p.state(), identity: noID}, true},
		"a password":  {oddCreator{state: with(p.state(), "password", tftypes.NewValue(tftypes.String, "secret")), identity: id}, false},
	} {
		got := r.apply(t.Context(), c.odd, &tfprotov6.ApplyResourceChangeRequest{PriorState: p.encode(none), PlannedState: p.encode(planned), Config: p.encode(p.ordered())})
		if failed(got.Diagnostics) != c.want {
			t.Errorf("%s: %v", name, said(got.Diagnostics))
		}
		if private := privateText(got.Private); private != "kept=1 " {
			t.Errorf("%s: private state %q", name, private)
		}
		if c.want {
			continue
		}
		state, err := got.NewState.Unmarshal(p.wire)
		p.check(err, nil)
		if values := attributes(state); !values["password"].IsNull() || !values["region"].Equal(attributes(planned)["region"]) {
			t.Errorf("%s: password %s, region %s", name, values["password"], values["region"])
		}
	}
}

// Private state has the rules of the framework, whose private state could not be read otherwise.
func TestNotesHaveTheRulesOfTheFramework(t *testing.T) {
	for _, c := range []struct {
		key, value string
		want       bool
	}{{"a", `{"b":1}`, true}, {"a", "", true}, {"a", "{", false}, {"a", "\"\xff\"", false}, {".a", "1", false}, {"a.b", "1", true}} {
		if diags := (notes{}).SetKey(t.Context(), c.key, []byte(c.value)); diags.HasError() == c.want {
			t.Errorf("%q = %q: %v", c.key, c.value, diags)
		}
	}
	if got := (notes{}).bytes(); got != nil {
		t.Errorf("no private state is %q", got)
	}
}
