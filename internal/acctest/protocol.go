package acctest

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Protocol calls the provider as Terraform's core does, for features that the installed CLI might not have.
// [Env.Protocol] calls the provider in this process, and [Env.OverTheWire] in a separate process.
type Protocol struct {
	t          testing.TB
	server     protocolServer
	schemas    *tfprotov6.GetProviderSchemaResponse
	identities map[string]*tfprotov6.ResourceIdentitySchema
}

// protocolServer has all methods that a provider can serve. The optional ones would otherwise be missing without an
// error.
type protocolServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
}

// Protocol configures a provider for this server, with additional settings. A nil setting is unknown.
func (e *Env) Protocol(t testing.TB, settings map[string]any) *Protocol {
	t.Helper()
	return e.configured(t, inProcess(t), settings)
}

// inProcess returns the server of a new provider.
func inProcess(t testing.TB) protocolServer {
	t.Helper()
	server, err := Factories()["paperspace"]()
	if err != nil {
		t.Fatal(err)
	}
	all, ok := server.(protocolServer)
	if !ok {
		t.Fatalf("%T serves no list resources or no actions", server)
	}
	return all
}

func (e *Env) configured(t testing.TB, server protocolServer, settings map[string]any) *Protocol {
	t.Helper()
	p := &Protocol{t: t, server: server}
	var err error
	if p.schemas, err = server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{}); err != nil {
		t.Fatal(err)
	}
	p.must("get the schemas", p.schemas.Diagnostics)
	ids, err := server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		t.Fatal(err)
	}
	p.must("get the identity schemas", ids.Diagnostics)
	p.identities = ids.IdentitySchemas

	all := map[string]any{"api_version": e.APIVersion, "api_key": Key, "endpoint": e.Endpoint, "region": "East Coast (NY2)", "poll_interval": "10ms"}
	for name, value := range settings {
		all[name] = value
		if value == nil {
			all[name] = tftypes.UnknownValue
		}
	}
	configured, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: "1.14.2", Config: p.object(p.schemas.Provider, all),
	})
	if err != nil {
		t.Fatal(err)
	}
	p.must("configure the provider", configured.Diagnostics)
	return p
}

// Invoke validates, plans, and invokes an action. It returns the progress lines, and the errors as text. If progress
// is not nil and returns false, Invoke disconnects.
func (p *Protocol) Invoke(ctx context.Context, action string, config map[string]any, progress func(line string) bool) (lines []string, failed string) {
	p.t.Helper()
	s, ok := p.schemas.ActionSchemas[action]
	if !ok {
		p.t.Fatalf("no action %s", action)
	}
	value := p.object(s.Schema, config)
	valid, err := p.server.ValidateActionConfig(ctx, &tfprotov6.ValidateActionConfigRequest{ActionType: action, Config: value})
	if err != nil {
		p.t.Fatal(err)
	}
	if text := Said(valid.Diagnostics); text != "" {
		return nil, text
	}
	planned, err := p.server.PlanAction(ctx, &tfprotov6.PlanActionRequest{ActionType: action, Config: value})
	if err != nil {
		p.t.Fatal(err)
	}
	if text := Said(planned.Diagnostics); text != "" {
		return nil, text
	}
	stream, err := p.server.InvokeAction(ctx, &tfprotov6.InvokeActionRequest{ActionType: action, Config: value})
	if err != nil {
		p.t.Fatal(err)
	}
	completed := 0
	for event := range stream.Events {
		switch e := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			lines = append(lines, e.Message)
			if progress != nil && !progress(e.Message) {
				return lines, ""
			}
		case tfprotov6.CompletedInvokeActionEventType:
			completed++
			failed = Said(e.Diagnostics)
		}
	}
	if completed != 1 {
		p.t.Errorf("%s completed %d times", action, completed)
	}
	return lines, failed
}

// Listed is one result of a list resource.
type Listed struct {
	Name     string
	ID       string // of the identity
	Resource tftypes.Value
	Said     string
}

// List reads a list resource. It stops after most results, unless most is 0.
func (p *Protocol) List(resource string, config map[string]any, limit int64, include bool, most int) (all []Listed) {
	p.t.Helper()
	s, ok := p.schemas.ListResourceSchemas[resource]
	if !ok {
		p.t.Fatalf("no list resource %s", resource)
	}
	value := p.object(s, config)
	valid, err := p.server.ValidateListResourceConfig(p.t.Context(), &tfprotov6.ValidateListResourceConfigRequest{TypeName: resource, Config: value})
	if err != nil {
		p.t.Fatal(err)
	}
	if text := Said(valid.Diagnostics); text != "" {
		return []Listed{{Said: text}}
	}
	stream, err := p.server.ListResource(p.t.Context(), &tfprotov6.ListResourceRequest{TypeName: resource, Config: value, Limit: limit, IncludeResource: include})
	if err != nil {
		p.t.Fatal(err)
	}
	for result := range stream.Results {
		one := Listed{Name: result.DisplayName, Said: Said(result.Diagnostics)}
		if result.Identity != nil {
			one.ID = p.identityID(resource, result.Identity)
		}
		if result.Resource != nil {
			one.Resource = p.value(p.schemas.ResourceSchemas[resource], result.Resource)
		}
		all = append(all, one)
		if len(all) == most {
			break
		}
	}
	return all
}

// Import imports an object by ID or by identity, and reads it.
func (p *Protocol) Import(resource, id string, byIdentity bool) (state tftypes.Value, identity string) {
	p.t.Helper()
	s := p.schemas.ResourceSchemas[resource]
	req := &tfprotov6.ImportResourceStateRequest{TypeName: resource, ID: id}
	if byIdentity {
		req.ID, req.Identity = "", p.identity(resource, id)
	}
	imported, err := p.server.ImportResourceState(p.t.Context(), req)
	if err != nil {
		p.t.Fatal(err)
	}
	p.must("import "+id, imported.Diagnostics)
	if n := len(imported.ImportedResources); n != 1 {
		p.t.Fatalf("%d imported resources", n)
	}
	one := imported.ImportedResources[0]
	read, err := p.server.ReadResource(p.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: resource, CurrentState: one.State, Private: one.Private, CurrentIdentity: one.Identity,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	p.must("read "+id, read.Diagnostics)
	return p.value(s, read.NewState), p.identityID(resource, read.NewIdentity)
}

// Open opens an ephemeral resource. It returns its attributes, and the errors as text.
func (p *Protocol) Open(resource string, config map[string]any) (result map[string]tftypes.Value, failed string) {
	p.t.Helper()
	s, ok := p.schemas.EphemeralResourceSchemas[resource]
	if !ok {
		p.t.Fatalf("no ephemeral resource %s", resource)
	}
	value := p.object(s, config)
	valid, err := p.server.ValidateEphemeralResourceConfig(p.t.Context(), &tfprotov6.ValidateEphemeralResourceConfigRequest{TypeName: resource, Config: value})
	if err != nil {
		p.t.Fatal(err)
	}
	if text := Said(valid.Diagnostics); text != "" {
		return nil, text
	}
	opened, err := p.server.OpenEphemeralResource(p.t.Context(), &tfprotov6.OpenEphemeralResourceRequest{TypeName: resource, Config: value})
	if err != nil {
		p.t.Fatal(err)
	}
	if text := Said(opened.Diagnostics); text != "" {
		return nil, text
	}
	result = attributes(p.t, p.value(s, opened.Result))
	closed, err := p.server.CloseEphemeralResource(p.t.Context(), &tfprotov6.CloseEphemeralResourceRequest{TypeName: resource, Private: opened.Private})
	if err != nil {
		p.t.Fatal(err)
	}
	p.must("close "+resource, closed.Diagnostics)
	return result, ""
}

// Generate returns the configuration that Terraform generates for a state.
func (p *Protocol) Generate(resource string, state tftypes.Value) tftypes.Value {
	p.t.Helper()
	s := p.schemas.ResourceSchemas[resource]
	generated, err := p.server.GenerateResourceConfig(p.t.Context(), &tfprotov6.GenerateResourceConfigRequest{
		TypeName: resource, State: p.dynamic(s, state),
	})
	if err != nil {
		p.t.Fatal(err)
	}
	p.must("generate a configuration", generated.Diagnostics)
	return p.value(s, generated.Config)
}

// Plan validates a configuration and plans it with a state.
func (p *Protocol) Plan(resource string, state, config tftypes.Value) (planned tftypes.Value, said string) {
	p.t.Helper()
	s := p.schemas.ResourceSchemas[resource]
	valid, err := p.server.ValidateResourceConfig(p.t.Context(), &tfprotov6.ValidateResourceConfigRequest{TypeName: resource, Config: p.dynamic(s, config)})
	if err != nil {
		p.t.Fatal(err)
	}
	if text := Said(valid.Diagnostics); text != "" {
		return tftypes.Value{}, text
	}
	plan, text := p.plan(resource, &Held{State: state}, config)
	if len(plan.RequiresReplace) > 0 {
		said = fmt.Sprintf("replaces because of %v; ", plan.RequiresReplace)
	}
	return p.value(s, plan.PlannedState), said + text
}

// Missing returns the required arguments that a configuration omits. Terraform's core rejects it without a request to
// the provider.
func (p *Protocol) Missing(resource string, config tftypes.Value) (names []string) {
	p.t.Helper()
	values := attributes(p.t, config)
	for _, a := range p.schemas.ResourceSchemas[resource].Block.Attributes {
		if a.Required && values[a.Name].IsNull() {
			names = append(names, a.Name)
		}
	}
	return names
}

// Said returns the text of diagnostics as one line.
func Said(diags []*tfprotov6.Diagnostic) string {
	var all []string
	for _, d := range diags {
		all = append(all, strings.Join(strings.Fields(fmt.Sprintf("%s: %s: %s", d.Severity, d.Summary, d.Detail)), " "))
	}
	return strings.Join(all, "; ")
}

func (p *Protocol) must(what string, diags []*tfprotov6.Diagnostic) {
	p.t.Helper()
	if text := Said(diags); text != "" {
		p.t.Fatalf("%s: %s", what, text)
	}
}
