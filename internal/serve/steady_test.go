package serve

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	ours "github.com/paperspace-community/terraform-provider-paperspace/internal/provider"
)

// The framework checks a provider for its optional interfaces by type. One that the
// provider has and the wrapper lacks would be disabled silently.
func TestWrappedProviderLacksNothing(t *testing.T) {
	p := ours.New("test")()
	all, ok := p.(whole)
	if !ok {
		t.Fatal("the provider lacks a part that the wrapper counts on: nothing is handled before the framework")
	}
	for _, part := range []reflect.Type{
		reflect.TypeFor[provider.ProviderWithActions](),
		reflect.TypeFor[provider.ProviderWithConfigValidators](),
		reflect.TypeFor[provider.ProviderWithEphemeralResources](),
		reflect.TypeFor[provider.ProviderWithFunctions](),
		reflect.TypeFor[provider.ProviderWithListResources](),
		reflect.TypeFor[provider.ProviderWithMetaSchema](),
		reflect.TypeFor[provider.ProviderWithStateStores](),
		reflect.TypeFor[provider.ProviderWithValidateConfig](),
	} {
		if has, keeps := reflect.TypeOf(p).Implements(part), reflect.TypeOf(&dataRecorder{whole: all}).Implements(part); has != keeps {
			t.Errorf("%s: the provider has it: %t, wrapped: %t", part, has, keeps)
		}
	}
}

// The server has a rule for machines, whatever attributes they get.
func TestMachineHasARule(t *testing.T) {
	p := newPair(t)
	s, _ := p.quick.(server)
	if r, one := s.steady.of(t.Context(), machineType); r == nil || one == nil {
		t.Error("machines have none: the schema has a part that newRule does not know")
	}
	if r, _ := s.steady.of(t.Context(), "paperspace_script"); r != nil {
		t.Error("a resource that promises nothing has one")
	}
}

// An unsupported part of a schema turns the shortcuts off.
func TestOddSchemaHasNoRule(t *testing.T) {
	text := schema.StringAttribute{Optional: true}
	for name, c := range map[string]struct {
		schema schema.Schema
		rule   bool
	}{
		"plain":                {schema.Schema{Attributes: map[string]schema.Attribute{"a": text}}, true},
		"plain block":          {schema.Schema{Blocks: map[string]schema.Block{"b": schema.SingleNestedBlock{Attributes: map[string]schema.Attribute{"a": text}}}}, true},
		"collection":           {schema.Schema{Attributes: map[string]schema.Attribute{"a": schema.ListAttribute{ElementType: types.StringType, Optional: true}}}, false},
		"nested attribute":     {schema.Schema{Attributes: map[string]schema.Attribute{"a": schema.SingleNestedAttribute{Optional: true}}}, false},
		"block that is a list": {schema.Schema{Blocks: map[string]schema.Block{"b": schema.ListNestedBlock{}}}, false},
		"block in a block":     {schema.Schema{Blocks: map[string]schema.Block{"b": schema.SingleNestedBlock{Blocks: map[string]schema.Block{"c": schema.SingleNestedBlock{}}}}}, false},
		"default in a block": {schema.Schema{Blocks: map[string]schema.Block{"b": schema.SingleNestedBlock{Attributes: map[string]schema.Attribute{
			"a": schema.StringAttribute{Optional: true, Computed: true, Default: stringdefault.StaticString("d")},
		}}}}, false},
		"computed in a block": {schema.Schema{Blocks: map[string]schema.Block{"b": schema.SingleNestedBlock{Attributes: map[string]schema.Attribute{
			"a": schema.StringAttribute{Computed: true},
		}}}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := newRule(t.Context(), &odd{schema: c.schema}) != nil; got != c.rule {
				t.Errorf("a rule: %t, want %t", got, c.rule)
			}
		})
	}
}

// odd is a steady resource with any schema.
type odd struct {
	Steady
	schema schema.Schema
}

func (o *odd) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = o.schema
}

func (o *odd) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{"a": identityschema.StringAttribute{RequiredForImport: true}}}
}

// A default has the value that the framework would plan.
func TestDefaults(t *testing.T) {
	p := newPair(t)
	s, _ := p.quick.(server)
	r, _ := s.steady.of(t.Context(), machineType)
	for name, want := range map[string]tftypes.Value{
		"wait_for":          tftypes.NewValue(tftypes.String, "ready"),
		"wait_for_capacity": tftypes.NewValue(tftypes.Bool, false),
	} {
		if got := r.defaults[name]; !got.Equal(want) {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	if _, has := r.defaults["name"]; has {
		t.Error("name has a default")
	}
}

// Private state that the framework would not return unchanged prevents a shortcut, whatever
// the resource reports about its keys.
func TestPrivateStateThatIsHandedOn(t *testing.T) {
	asItIs := []string{"none", "settled", "applied otherwise", "unfinished", "only unfinished", "unreadable key", "of a newer one"}
	for name, raw := range privates {
		if _, ok := decodePrivate([]byte(raw)); ok != slices.Contains(asItIs, name) {
			t.Errorf("%s: handed on as it is: %t", name, ok)
		}
	}
}
