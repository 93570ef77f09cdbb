package acctest

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Schemas returns the schemas of everything that has a configuration, by the name for [Protocol.Validate], such as
// "resource paperspace_machine".
func (p *Protocol) Schemas() map[string]*tfprotov6.Schema {
	all := map[string]*tfprotov6.Schema{"provider": p.schemas.Provider}
	for name, s := range p.schemas.ResourceSchemas {
		all["resource "+name] = s
	}
	for name, s := range p.schemas.DataSourceSchemas {
		all["data "+name] = s
	}
	for name, s := range p.schemas.ListResourceSchemas {
		all["list "+name] = s
	}
	for name, s := range p.schemas.ActionSchemas {
		all["action "+name] = s.Schema
	}
	return all
}

// Validate validates a configuration and returns the diagnostics: the path of an attribute, if any, and the text.
func (p *Protocol) Validate(what string, config map[string]any) []string {
	p.t.Helper()
	kind, name, _ := strings.Cut(what, " ")
	s := p.Schemas()[what]
	if s == nil {
		p.t.Fatalf("no %s", what)
	}
	value := p.object(s, config)
	var diags []*tfprotov6.Diagnostic
	var err error
	switch kind {
	case "provider":
		var resp *tfprotov6.ValidateProviderConfigResponse
		if resp, err = p.server.ValidateProviderConfig(p.t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: value}); err == nil {
			diags = resp.Diagnostics
		}
	case "resource":
		var resp *tfprotov6.ValidateResourceConfigResponse
		if resp, err = p.server.ValidateResourceConfig(p.t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: name, Config: value}); err == nil {
			diags = resp.Diagnostics
		}
	case "data":
		var resp *tfprotov6.ValidateDataResourceConfigResponse
		if resp, err = p.server.ValidateDataResourceConfig(p.t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{TypeName: name, Config: value}); err == nil {
			diags = resp.Diagnostics
		}
	case "list":
		var resp *tfprotov6.ValidateListResourceConfigResponse
		if resp, err = p.server.ValidateListResourceConfig(p.t.Context(), &tfprotov6.ValidateListResourceConfigRequest{TypeName: name, Config: value}); err == nil {
			diags = resp.Diagnostics
		}
	case "action":
		var resp *tfprotov6.ValidateActionConfigResponse
		if resp, err = p.server.ValidateActionConfig(p.t.Context(), &tfprotov6.ValidateActionConfigRequest{ActionType: name, Config: value}); err == nil {
			diags = resp.Diagnostics
		}
	}
	if err != nil {
		p.t.Fatal(err)
	}
	return At(diags)
}

// At is [Said] with one element for each diagnostic, which starts with the path of the attribute.
func At(diags []*tfprotov6.Diagnostic) (all []string) {
	for _, d := range diags {
		at := ""
		for _, step := range d.Attribute.Steps() {
			if name, ok := step.(tftypes.AttributeName); ok {
				at += "." + string(name)
			}
		}
		all = append(all, strings.TrimPrefix(at+": ", ".")+Said([]*tfprotov6.Diagnostic{d}))
	}
	return all
}

// Arguments calls visit for each argument of all schemas, including those in blocks: what is the name for
// [Protocol.Validate], at is the path, such as "timeouts.create", and config returns a configuration with a value for
// the argument.
func (p *Protocol) Arguments(visit func(what, at string, a *tfprotov6.SchemaAttribute, config func(value any) map[string]any)) {
	all := p.Schemas()
	var names []string
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, what := range names {
		for _, a := range all[what].Block.Attributes {
			if a.Optional || a.Required {
				visit(what, a.Name, a, func(value any) map[string]any { return map[string]any{a.Name: value} })
			}
		}
		for _, b := range all[what].Block.BlockTypes {
			for _, a := range b.Block.Attributes {
				visit(what, b.TypeName+"."+a.Name, a, func(value any) map[string]any {
					return map[string]any{b.TypeName: map[string]any{a.Name: value}}
				})
			}
		}
	}
}

// Of returns the only text about an argument, or fails the test.
func Of(t testing.TB, said []string, at string) string {
	t.Helper()
	var found []string
	for _, s := range said {
		if text, ok := strings.CutPrefix(s, at+": "); ok {
			found = append(found, text)
		}
	}
	if len(found) != 1 {
		t.Errorf("want one text about %s: %q", at, said)
		return ""
	}
	return found[0]
}

// PlanCreate validates a configuration of a resource, plans to create it, and returns the diagnostics like
// [Protocol.Validate].
func (p *Protocol) PlanCreate(resource string, config map[string]any) []string {
	p.t.Helper()
	if said := p.Validate("resource "+resource, config); len(said) > 0 {
		return said
	}
	s := p.schemas.ResourceSchemas[resource]
	kind := s.ValueType()
	proposed := attributes(p.t, fill(kind, config))
	for _, a := range s.Block.Attributes {
		if a.Computed && proposed[a.Name].IsNull() {
			proposed[a.Name] = tftypes.NewValue(a.Type, tftypes.UnknownValue)
		}
	}
	plan, err := p.server.PlanResourceChange(p.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: resource, PriorState: p.dynamic(s, tftypes.NewValue(kind, nil)), Config: p.object(s, config),
		ProposedNewState: p.dynamic(s, tftypes.NewValue(kind, proposed)),
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return At(plan.Diagnostics)
}

// Imported imports an object, reads it, and returns the diagnostics like [Protocol.Validate]. With an identity, the
// attributes of the identity replace the ID.
func (p *Protocol) Imported(resource, id string, identity map[string]any) []string {
	p.t.Helper()
	req := &tfprotov6.ImportResourceStateRequest{TypeName: resource, ID: id}
	if identity != nil {
		kind := p.identities[resource].ValueType()
		d, err := tfprotov6.NewDynamicValue(kind, fill(kind, identity))
		if err != nil {
			p.t.Fatal(err)
		}
		req.Identity = &tfprotov6.ResourceIdentityData{IdentityData: &d}
	}
	imported, err := p.server.ImportResourceState(p.t.Context(), req)
	if err != nil {
		p.t.Fatal(err)
	}
	if len(imported.Diagnostics) > 0 {
		return At(imported.Diagnostics)
	}
	one := imported.ImportedResources[0]
	read, err := p.server.ReadResource(p.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: resource, CurrentState: one.State, Private: one.Private, CurrentIdentity: one.Identity,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return At(read.Diagnostics)
}

// ReadData validates the configuration of a data source, reads it, and returns the diagnostics like
// [Protocol.Validate], and the result.
func (p *Protocol) ReadData(source string, config map[string]any) (said []string, result map[string]tftypes.Value) {
	p.t.Helper()
	if said := p.Validate("data "+source, config); len(said) > 0 {
		return said, nil
	}
	s := p.schemas.DataSourceSchemas[source]
	resp, err := p.server.ReadDataSource(p.t.Context(), &tfprotov6.ReadDataSourceRequest{TypeName: source, Config: p.object(s, config)})
	if err != nil {
		p.t.Fatal(err)
	}
	if resp.State != nil {
		if v := p.value(s, resp.State); !v.IsNull() {
			result = attributes(p.t, v)
		}
	}
	return At(resp.Diagnostics), result
}
