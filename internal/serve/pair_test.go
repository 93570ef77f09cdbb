package serve

import (
	"fmt"
	"maps"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/provider"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakecore "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/core"
	fakev1 "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/v1"
)

const (
	testKey     = "test-key-1ba4f98e7c0"
	machineType = "paperspace_machine"
	machineID   = "psforeign1"
)

// pair is the framework's server and ours in front of one fake. Their responses to the same
// request must never differ.
type pair struct {
	t        testing.TB
	version  string
	fake     *psfake.Server
	endpoint string
	schema   *tfprotov6.Schema
	wire     tftypes.Object
	identity tftypes.Type
	provider tftypes.Object
	settings *tfprotov6.DynamicValue // of the provider

	plain tfprotov6.ProviderServer
	quick tfprotov6.ProviderServer
	calls *counting // the calls that reach the framework through quick
}

// versions are the API versions that every shortcut is tested with.
var versions = []string{"core", "v1"}

// inEach runs a test with each API version, in parallel with others.
func inEach(t *testing.T, test func(t *testing.T, p *pair)) {
	t.Parallel()
	for _, version := range versions {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			test(t, newPairOf(t, version))
		})
	}
}

func newPair(t testing.TB) *pair { return newPairOf(t, "core") }

func newPairOf(t testing.TB, version string) *pair {
	t.Helper()
	p := &pair{t: t, version: version, fake: psfake.New(psfake.Strict(), psfake.WithKey(testKey))}
	handler, path := fakecore.New(p.fake), ""
	if version == "v1" {
		handler, path = fakev1.New(p.fake), psfake.V1Prefix
	}
	service := httptest.NewServer(handler)
	t.Cleanup(service.Close)
	p.endpoint = service.URL + path
	p.fake.AddMachine(psfake.Machine{
		ID: machineID, Name: "m", MachineType: "C5", SizeGB: 50, BillingType: "hourly",
		ShutdownHours: new(8), AutoSnapshot: true, SnapshotFrequency: "week", SnapshotCount: new(4),
	})
	p.fake.AddScript(psfake.Script{ID: "other", Name: "for a machine to drift to", Text: "exit"})
	p.plain = providerserver.NewProtocol6(provider.New("test")())()
	ours, ok := NewServer(provider.New("test")()).(server)
	if !ok {
		p.t.Fatal("the provider is not served by a server of ours")
	}
	p.calls = &counting{full: ours.full}
	ours.full = p.calls
	p.quick = ours

	schemas, err := p.plain.GetProviderSchema(p.t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	p.check(err, schemas.Diagnostics)
	ids, err := p.plain.GetResourceIdentitySchemas(p.t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	p.check(err, ids.Diagnostics)
	p.schema = schemas.ResourceSchemas[machineType]
	p.wire = p.schema.ValueType().(tftypes.Object)
	p.identity = ids.IdentitySchemas[machineType].ValueType()

	p.provider = schemas.Provider.ValueType().(tftypes.Object)
	p.settings = p.encode(object(p.provider, map[string]any{
		"api_version": version, "api_key": testKey, "endpoint": p.endpoint, "region": "East Coast (NY2)", "max_retries": 0,
	}))
	p.connect()
	return p
}

// connect configures both servers again, as every run of the CLI does, so that neither has
// read anything yet.
func (p *pair) connect() {
	p.t.Helper()
	for _, s := range []tfprotov6.ProviderServer{p.plain, p.quick} {
		resp, err := s.ConfigureProvider(p.t.Context(), &tfprotov6.ConfigureProviderRequest{Config: p.settings, TerraformVersion: "1.14.2"})
		p.check(err, resp.Diagnostics)
	}
}

func (p *pair) check(err error, diags []*tfprotov6.Diagnostic) {
	p.t.Helper()
	if err != nil || len(diags) > 0 {
		p.t.Fatal(err, said(diags))
	}
}

// state returns the state that a refresh stores for the machine.
func (p *pair) state() tftypes.Value {
	p.t.Helper()
	imported := object(p.wire, map[string]any{"id": machineID})
	resp, err := p.plain.ReadResource(p.t.Context(), &tfprotov6.ReadResourceRequest{TypeName: machineType, CurrentState: p.encode(imported)})
	p.check(err, resp.Diagnostics)
	v, err := resp.NewState.Unmarshal(p.wire)
	p.check(err, nil)
	// The state is as a create would have left it.
	return with(v, "template_id", tftypes.NewValue(tftypes.String, "t0nspur5"))
}

// read calls both servers and compares their responses. It reports whether ours called the
// framework.
func (p *pair) read(q *tfprotov6.ReadResourceRequest) (called bool) {
	p.t.Helper()
	q.TypeName = machineType
	before := p.calls.reads
	got, err := p.quick.ReadResource(p.t.Context(), q)
	p.check(err, nil)
	want, err := p.plain.ReadResource(p.t.Context(), q)
	p.check(err, nil)
	p.same(reply{State: p.text(want.NewState), Private: string(want.Private), Identity: p.id(want.NewIdentity), Said: said(want.Diagnostics), Deferred: want.Deferred},
		reply{State: p.text(got.NewState), Private: string(got.Private), Identity: p.id(got.NewIdentity), Said: said(got.Diagnostics), Deferred: got.Deferred})
	return p.calls.reads > before
}

// plan calls our server and reports whether it called the framework. If not, it compares
// the response with the framework's.
func (p *pair) plan(q *tfprotov6.PlanResourceChangeRequest) (called bool) {
	p.t.Helper()
	q.TypeName = machineType
	p.calls.planned = nil
	got, err := p.quick.PlanResourceChange(p.t.Context(), q)
	p.check(err, nil)
	if p.calls.planned == q {
		return true
	}
	want, err := p.plain.PlanResourceChange(p.t.Context(), q)
	p.check(err, nil)
	p.same(reply{State: p.text(want.PlannedState), Private: string(want.PlannedPrivate), Identity: p.id(want.PlannedIdentity), Said: said(want.Diagnostics), Replaces: paths(want.RequiresReplace), Deferred: want.Deferred},
		reply{State: p.text(got.PlannedState), Private: string(got.PlannedPrivate), Identity: p.id(got.PlannedIdentity), Said: said(got.Diagnostics), Replaces: paths(got.RequiresReplace), Deferred: got.Deferred})
	return false
}

// upgrade calls both servers and compares their responses. It reports whether ours called
// the framework.
func (p *pair) upgrade(version int64, stored []byte) (called bool) {
	p.t.Helper()
	q := &tfprotov6.UpgradeResourceStateRequest{TypeName: machineType, Version: version, RawState: &tfprotov6.RawState{JSON: stored}}
	before := p.calls.upgrades
	got, err := p.quick.UpgradeResourceState(p.t.Context(), q)
	p.check(err, nil)
	want, err := p.plain.UpgradeResourceState(p.t.Context(), q)
	p.check(err, nil)
	p.same(reply{State: p.text(want.UpgradedState), Said: said(want.Diagnostics)}, reply{State: p.text(got.UpgradedState), Said: said(got.Diagnostics)})
	return p.calls.upgrades > before
}

// reply is everything in a response.
type reply struct {
	State, Private, Identity string
	Said, Replaces           []string
	Deferred                 *tfprotov6.Deferred
}

func (p *pair) same(framework, ours reply) {
	p.t.Helper()
	if slices.ContainsFunc(framework.Said, func(s string) bool { return strings.HasPrefix(s, "ERROR") }) {
		// Terraform uses only the errors of such a response, and the rest depends on the
		// order in which the framework visits attributes.
		framework, ours = reply{Said: framework.Said}, reply{Said: ours.Said}
	}
	if diff := cmp.Diff(framework, ours); diff != "" {
		p.t.Errorf("the framework (-) and the shortcut (+) respond differently:\n%s", diff)
	}
}

func (p *pair) encode(v tftypes.Value) *tfprotov6.DynamicValue {
	p.t.Helper()
	d, err := tfprotov6.NewDynamicValue(v.Type(), v)
	p.check(err, nil)
	return &d
}

func (p *pair) identified(id any) *tfprotov6.ResourceIdentityData {
	p.t.Helper()
	return &tfprotov6.ResourceIdentityData{IdentityData: p.encode(object(p.identity.(tftypes.Object), map[string]any{"id": id}))}
}

func (p *pair) text(d *tfprotov6.DynamicValue) string { return decoded(d, p.wire) }

func (p *pair) id(data *tfprotov6.ResourceIdentityData) string {
	if data == nil {
		return "absent"
	}
	return decoded(data.IdentityData, p.identity)
}

// decoded returns a value as a string, with its attributes in order.
func decoded(d *tfprotov6.DynamicValue, kind tftypes.Type) string {
	if d == nil {
		return "absent"
	}
	v, err := d.Unmarshal(kind)
	if err != nil {
		return err.Error()
	}
	return v.String()
}

// requestID matches Paperspace's request IDs, which differ between requests.
var requestID = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

func said(diags []*tfprotov6.Diagnostic) (all []string) {
	for _, d := range diags {
		all = append(all, fmt.Sprintf("%s: %s: %s: %s", d.Severity, d.Attribute, d.Summary, requestID.ReplaceAllString(d.Detail, "…")))
	}
	slices.Sort(all) // diagnostics about single arguments come in any order
	return all
}

func paths(all []*tftypes.AttributePath) (texts []string) {
	for _, p := range all {
		texts = append(texts, strings.TrimSpace(p.String()))
	}
	return texts
}

// object returns an object with the given attributes. The others are null.
func object(kind tftypes.Object, set map[string]any) tftypes.Value {
	parts := map[string]tftypes.Value{}
	for name, t := range kind.AttributeTypes {
		parts[name] = tftypes.NewValue(t, set[name])
	}
	return tftypes.NewValue(kind, parts)
}

// with returns an object with another value for one attribute.
func with(object tftypes.Value, name string, value tftypes.Value) tftypes.Value {
	parts := maps.Clone(attributes(object))
	parts[name] = value
	return tftypes.NewValue(object.Type(), parts)
}
