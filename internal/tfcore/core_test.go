package tfcore_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcore"
)

// thing is a provider with one resource: a name that can change, a kind that cannot, and
// a result that the provider sets. It logs its calls, and a test can change its plans and
// applies.
type thing struct {
	tfprotov6.ProviderServer
	plan  func(values map[string]tftypes.Value) // changes what is planned
	apply func(values map[string]tftypes.Value) error
	mu    *sync.Mutex
	log   *[]string
}

var thingSchema = &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{
	{Name: "name", Type: tftypes.String, Required: true},
	{Name: "kind", Type: tftypes.String, Optional: true},
	{Name: "result", Type: tftypes.String, Computed: true},
}}}

func (p *thing) note(line string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	*p.log = append(*p.log, line)
}

func (p *thing) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return &tfprotov6.GetProviderSchemaResponse{
		Provider:        &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{}},
		ResourceSchemas: map[string]*tfprotov6.Schema{"a_thing": thingSchema},
	}, nil
}

func (p *thing) GetResourceIdentitySchemas(context.Context, *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov6.GetResourceIdentitySchemasResponse{}, nil
}

func (p *thing) ValidateProviderConfig(context.Context, *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return &tfprotov6.ValidateProviderConfigResponse{}, nil
}

func (p *thing) ConfigureProvider(context.Context, *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	return &tfprotov6.ConfigureProviderResponse{}, nil
}

func (p *thing) ValidateResourceConfig(context.Context, *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return &tfprotov6.ValidateResourceConfigResponse{}, nil
}

func (p *thing) UpgradeResourceState(_ context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &tfprotov6.DynamicValue{JSON: req.RawState.JSON}}, nil
}

func (p *thing) ReadResource(_ context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return &tfprotov6.ReadResourceResponse{NewState: req.CurrentState}, nil
}

func (p *thing) PlanResourceChange(_ context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	planned := decode(req.ProposedNewState)
	if planned == nil {
		return &tfprotov6.PlanResourceChangeResponse{PlannedState: req.ProposedNewState}, nil
	}
	if decode(req.PriorState) == nil {
		planned["result"] = tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	}
	if p.plan != nil {
		p.plan(planned)
	}
	return &tfprotov6.PlanResourceChangeResponse{
		PlannedState: encode(planned), RequiresReplace: []*tftypes.AttributePath{tftypes.NewAttributePath().WithAttributeName("kind")},
	}, nil
}

func (p *thing) ApplyResourceChange(_ context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	prior, planned := decode(req.PriorState), decode(req.PlannedState)
	verb, values := "update ", planned
	switch {
	case planned == nil:
		verb, values = "destroy ", prior
	case prior == nil:
		verb = "create "
	}
	var name string
	if err := values["name"].As(&name); err != nil {
		return nil, err
	}
	p.note(verb + name)
	if planned == nil {
		return &tfprotov6.ApplyResourceChangeResponse{NewState: req.PlannedState}, nil
	}
	planned["result"] = tftypes.NewValue(tftypes.String, "of "+name)
	resp := &tfprotov6.ApplyResourceChangeResponse{}
	if p.apply != nil {
		if err := p.apply(planned); err != nil {
			resp.Diagnostics = []*tfprotov6.Diagnostic{{Severity: tfprotov6.DiagnosticSeverityError, Summary: err.Error()}}
		}
	}
	resp.NewState = encode(planned)
	return resp, nil
}

func decode(d *tfprotov6.DynamicValue) map[string]tftypes.Value {
	v, err := d.Unmarshal(thingSchema.ValueType())
	if err != nil {
		panic(err)
	}
	if v.IsNull() {
		return nil
	}
	var values map[string]tftypes.Value
	if err := v.As(&values); err != nil {
		panic(err)
	}
	return values
}

func encode(values map[string]tftypes.Value) *tfprotov6.DynamicValue {
	d, err := tfprotov6.NewDynamicValue(thingSchema.ValueType(), tftypes.NewValue(thingSchema.ValueType(), values))
	if err != nil {
		panic(err)
	}
	return &d
}

// workspace returns a Core with a provider that a test can change and that logs its
// calls.
func workspace() (*tfcore.Core, *thing) {
	p := &thing{mu: &sync.Mutex{}, log: new([]string)}
	return &tfcore.Core{Name: "a", New: func() (tfprotov6.ProviderServer, error) { return p, nil }}, p
}

func apply(t *testing.T, c *tfcore.Core, config string, o tfcore.Options) error {
	t.Helper()
	p, err := c.Plan(t.Context(), config, o)
	if err != nil {
		return err
	}
	return c.Apply(t.Context(), p)
}

const two = `
resource "a_thing" "base" { name = "base" }
resource "a_thing" "top" { name = a_thing.base.result }
output "top" { value = a_thing.top.result }
`

// An object is created after the objects that it refers to, and destroyed before them.
// The plan after an apply is empty.
func TestOrder(t *testing.T) {
	c, p := workspace()
	if err := apply(t, c, two, tfcore.Options{}); err != nil {
		t.Fatal(err)
	}
	again, err := c.Plan(t.Context(), two, tfcore.Options{})
	if err != nil || !again.Empty() {
		t.Errorf("the plan after an apply: %v\n%s", err, again)
	}
	if got := c.Flat().RootModule().Outputs["top"].Value; got != "of of base" {
		t.Errorf("the output is %v", got)
	}
	other := strings.Replace(two, `{ name = "base" }`, "{\n name = \"base\"\n kind = \"other\"\n}", 1)
	if err := apply(t, c, other, tfcore.Options{}); err != nil {
		t.Fatal(err)
	}
	if err := apply(t, c, other, tfcore.Options{Destroy: true}); err != nil {
		t.Fatal(err)
	}
	want := []string{"create base", "create of base", "destroy base", "create base", "destroy of base", "destroy base"}
	if diff := cmp.Diff(want, *p.log); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	if !c.Empty() {
		t.Error("something is left in the state")
	}
}

func TestCreateBeforeDestroy(t *testing.T) {
	c, p := workspace()
	config := func(kind string) string {
		return "resource \"a_thing\" \"a\" {\n name = \"a\"\n kind = \"" + kind + "\"\n lifecycle {\n create_before_destroy = true\n }\n}\n"
	}
	for _, kind := range []string{"one", "two"} {
		if err := apply(t, c, config(kind), tfcore.Options{}); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{"create a", "create a", "destroy a"}, *p.log); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
}

// An object whose create failed is tainted, so the next plan replaces it. Objects that
// refer to it are not created.
func TestTaint(t *testing.T) {
	c, p := workspace()
	p.apply = func(map[string]tftypes.Value) error { return errors.New("no more of these") }
	if err := apply(t, c, two, tfcore.Options{}); err == nil || !strings.Contains(err.Error(), "no more of these") {
		t.Errorf("the error is %v", err)
	}
	p.apply = nil
	if err := apply(t, c, two, tfcore.Options{}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"create base", "destroy base", "create base", "create of base"}, *p.log); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
}

// A provider that deviates from the configuration or from its plan causes an error.
func TestProviderIsHeldToItsPlan(t *testing.T) {
	set := func(name, value string) func(map[string]tftypes.Value) {
		return func(values map[string]tftypes.Value) { values[name] = tftypes.NewValue(tftypes.String, value) }
	}
	plans := 0
	for name, c := range map[string]struct {
		plan  func(map[string]tftypes.Value)
		apply func(map[string]tftypes.Value) error
		want  string
	}{
		"plans another value": {plan: set("name", "other"), want: "invalid plan"},
		"decides otherwise at the apply": {plan: func(values map[string]tftypes.Value) {
			plans++
			set("result", strings.Repeat("x", plans))(values)
		}, want: "inconsistent final plan"},
		"returns another value": {apply: func(values map[string]tftypes.Value) error {
			set("name", "other")(values)
			return nil
		}, want: "inconsistent result after apply"},
		"returns no value": {apply: func(values map[string]tftypes.Value) error {
			values["result"] = tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
			return nil
		}, want: "invalid result object"},
	} {
		t.Run(name, func(t *testing.T) {
			core, p := workspace()
			p.plan, p.apply = c.plan, c.apply
			err := apply(t, core, `resource "a_thing" "a" { name = "a" }`, tfcore.Options{})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("want %q, got %v", c.want, err)
			}
		})
	}
}

func TestInstances(t *testing.T) {
	c, p := workspace()
	config := `
locals { names = ["x", "y"] }
resource "a_thing" "each" {
  for_each = toset(local.names)
  name     = each.key
}
resource "a_thing" "count" {
  count = 2
  name  = "${count.index}"
}
output "all" { value = join(" ", concat([for t in a_thing.each : t.result], a_thing.count[*].result)) }
`
	if err := apply(t, c, config, tfcore.Options{}); err != nil {
		t.Fatal(err)
	}
	if got := c.Flat().RootModule().Outputs["all"].Value; got != "of x of y of 0 of 1" {
		t.Errorf("the output is %v", got)
	}
	if err := apply(t, c, strings.Replace(config, `"x", `, "", 1), tfcore.Options{}); err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(*p.log, "destroy x") || len(*p.log) != 5 {
		t.Errorf("calls: %v", *p.log)
	}
}

// An unsupported or invalid configuration is an error.
func TestUnsupported(t *testing.T) {
	for _, config := range []string{
		`module "m" { source = "./m" }`, `import { to = a_thing.a }`, `ephemeral "a_thing" "a" {}`,
		"resource \"a_thing\" \"a\" {\n name = \"a\"\n lifecycle {\n prevent_destroy = true\n }\n}",
		`resource "b_thing" "b" {}`, `resource "a_thing" "a" { name = a_thing.b.result }`, `resource "a_thing" "a" { name = uuid() }`,
		`resource "a_thing" "a" { nam = "a" }`, `resource "a_thing" "a" {}`,
	} {
		c, _ := workspace()
		if err := apply(t, c, config, tfcore.Options{}); err == nil {
			t.Errorf("no error for %s", config)
		}
	}
}
