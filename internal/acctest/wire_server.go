package acctest

import (
	"context"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// OverTheWire is [Env.Protocol] with the provider in a separate process.
func (e *Env) OverTheWire(t testing.TB) *Protocol {
	t.Helper()
	return e.configured(t, wired{protocolServer: inProcess(t), wire: dial(t)}, nil)
}

// wired sends the calls of Protocol over the wire. The schemas come from this process, because they determine how
// values are encoded.
type wired struct {
	protocolServer
	wire *wire
}

func (w wired) GetProviderSchema(ctx context.Context, q *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	if _, err := call[struct{}](ctx, w.wire, "GetProviderSchema", q); err != nil {
		return nil, err
	}
	return w.protocolServer.GetProviderSchema(ctx, q)
}

func (w wired) ConfigureProvider(ctx context.Context, q *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	return call[tfprotov6.ConfigureProviderResponse](ctx, w.wire, "ConfigureProvider", q)
}

func (w wired) ValidateResourceConfig(ctx context.Context, q *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	q.ClientCapabilities = &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true}
	return call[tfprotov6.ValidateResourceConfigResponse](ctx, w.wire, "ValidateResourceConfig", q)
}

func (w wired) PlanResourceChange(ctx context.Context, q *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return call[tfprotov6.PlanResourceChangeResponse](ctx, w.wire, "PlanResourceChange", q)
}

func (w wired) ApplyResourceChange(ctx context.Context, q *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return call[tfprotov6.ApplyResourceChangeResponse](ctx, w.wire, "ApplyResourceChange", q)
}

func (w wired) ReadResource(ctx context.Context, q *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return call[tfprotov6.ReadResourceResponse](ctx, w.wire, "ReadResource", q)
}

func (w wired) ImportResourceState(ctx context.Context, q *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return call[tfprotov6.ImportResourceStateResponse](ctx, w.wire, "ImportResourceState", q)
}

func (w wired) GenerateResourceConfig(ctx context.Context, q *tfprotov6.GenerateResourceConfigRequest) (*tfprotov6.GenerateResourceConfigResponse, error) {
	return call[tfprotov6.GenerateResourceConfigResponse](ctx, w.wire, "GenerateResourceConfig", q)
}

func (w wired) ValidateEphemeralResourceConfig(ctx context.Context, q *tfprotov6.ValidateEphemeralResourceConfigRequest) (*tfprotov6.ValidateEphemeralResourceConfigResponse, error) {
	return call[tfprotov6.ValidateEphemeralResourceConfigResponse](ctx, w.wire, "ValidateEphemeralResourceConfig", q)
}

func (w wired) OpenEphemeralResource(ctx context.Context, q *tfprotov6.OpenEphemeralResourceRequest) (*tfprotov6.OpenEphemeralResourceResponse, error) {
	return call[tfprotov6.OpenEphemeralResourceResponse](ctx, w.wire, "OpenEphemeralResource", q)
}

func (w wired) CloseEphemeralResource(ctx context.Context, q *tfprotov6.CloseEphemeralResourceRequest) (*tfprotov6.CloseEphemeralResourceResponse, error) {
	return call[tfprotov6.CloseEphemeralResourceResponse](ctx, w.wire, "CloseEphemeralResource", q)
}

func (w wired) ValidateActionConfig(ctx context.Context, q *tfprotov6.ValidateActionConfigRequest) (*tfprotov6.ValidateActionConfigResponse, error) {
	return call[tfprotov6.ValidateActionConfigResponse](ctx, w.wire, "ValidateActionConfig", q)
}

func (w wired) PlanAction(ctx context.Context, q *tfprotov6.PlanActionRequest) (*tfprotov6.PlanActionResponse, error) {
	return call[tfprotov6.PlanActionResponse](ctx, w.wire, "PlanAction", q)
}

func (w wired) InvokeAction(ctx context.Context, q *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	type event struct {
		Progress  *tfprotov6.ProgressInvokeActionEventType
		Completed *tfprotov6.CompletedInvokeActionEventType
	}
	all, err := stream[event](ctx, w.wire, "InvokeAction", q)
	if err != nil {
		return nil, err
	}
	events := make([]tfprotov6.InvokeActionEvent, 0, len(all))
	for _, e := range all {
		if e.Progress != nil {
			events = append(events, tfprotov6.InvokeActionEvent{Type: *e.Progress})
		}
		if e.Completed != nil {
			events = append(events, tfprotov6.InvokeActionEvent{Type: *e.Completed})
		}
	}
	return &tfprotov6.InvokeActionServerStream{Events: slices.Values(events)}, nil
}

func (w wired) ValidateListResourceConfig(ctx context.Context, q *tfprotov6.ValidateListResourceConfigRequest) (*tfprotov6.ValidateListResourceConfigResponse, error) {
	return call[tfprotov6.ValidateListResourceConfigResponse](ctx, w.wire, "ValidateListResourceConfig", q)
}

func (w wired) ListResource(ctx context.Context, q *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	type request struct {
		TypeName              string
		Config                *tfprotov6.DynamicValue
		IncludeResourceObject bool
		Limit                 int64
	}
	type event struct {
		DisplayName    string
		Identity       *tfprotov6.ResourceIdentityData
		ResourceObject *tfprotov6.DynamicValue
		Diagnostic     []*tfprotov6.Diagnostic
	}
	all, err := stream[event](ctx, w.wire, "ListResource", request{q.TypeName, q.Config, q.IncludeResource, q.Limit})
	if err != nil {
		return nil, err
	}
	results := make([]tfprotov6.ListResourceResult, 0, len(all))
	for _, e := range all {
		results = append(results, tfprotov6.ListResourceResult{
			DisplayName: e.DisplayName, Identity: e.Identity, Resource: e.ResourceObject, Diagnostics: e.Diagnostic,
		})
	}
	return &tfprotov6.ListResourceServerStream{Results: slices.Values(results)}, nil
}
