package serve

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// The response of a call does not contain a secret of its operation, whatever the resource
// returns. The response of a call that runs at the same time does not contain it either,
// because both might have waited for the same response of Paperspace.
func TestResponseContainsNoSecretOfItsOperation(t *testing.T) {
	t.Parallel()
	said := func(text string) *tfprotov6.ApplyResourceChangeResponse {
		return &tfprotov6.ApplyResourceChangeResponse{Diagnostics: []*tfprotov6.Diagnostic{{Summary: "about " + text, Detail: "because of\n" + text + "."}}}
	}
	read := func(text string) *tfprotov6.ReadResourceResponse {
		return &tfprotov6.ReadResourceResponse{Diagnostics: said(text).Diagnostics}
	}
	var other *tfprotov6.ReadResourceResponse
	reply, err := call(t.Context(), func(ctx context.Context, _ int) (*tfprotov6.ApplyResourceChangeResponse, error) {
		transport.AddSecrets(ctx, "operation-secret!", "red", "")
		other, _ = call(t.Context(), func(context.Context, int) (*tfprotov6.ReadResourceResponse, error) {
			return read("operation-secret!"), nil
		}, 0)
		return said("operation-secret! or operation-secret%21"), nil
	}, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range append(reply.Diagnostics, other.Diagnostics...) {
		if d.Summary != "about [redacted] or [redacted]" && d.Summary != "about [redacted]" ||
			d.Detail != "because of\n[redacted] or [redacted]." && d.Detail != "because of\n[redacted]." {
			t.Errorf("%q, %q", d.Summary, d.Detail)
		}
	}
	later, _ := call(t.Context(), func(context.Context, int) (*tfprotov6.ReadResourceResponse, error) {
		return read("operation-secret!"), nil
	}, 0)
	if later.Diagnostics[0].Summary != "about operation-secret!" {
		t.Errorf("%q: the secret of an operation that has ended", later.Diagnostics[0].Summary)
	}
}

// Diagnostics are found in the response to every kind of call.
func TestEveryResponseHasItsDiagnosticsSearched(t *testing.T) {
	t.Parallel()
	one := []*tfprotov6.Diagnostic{{Summary: "x"}}
	for _, response := range []any{
		&tfprotov6.ValidateResourceConfigResponse{Diagnostics: one}, &tfprotov6.UpgradeResourceStateResponse{Diagnostics: one},
		&tfprotov6.UpgradeResourceIdentityResponse{Diagnostics: one}, &tfprotov6.ReadResourceResponse{Diagnostics: one},
		&tfprotov6.PlanResourceChangeResponse{Diagnostics: one}, &tfprotov6.ApplyResourceChangeResponse{Diagnostics: one},
		&tfprotov6.ImportResourceStateResponse{Diagnostics: one}, &tfprotov6.MoveResourceStateResponse{Diagnostics: one},
		&tfprotov6.GenerateResourceConfigResponse{Diagnostics: one}, &tfprotov6.ValidateDataResourceConfigResponse{Diagnostics: one},
		&tfprotov6.ReadDataSourceResponse{Diagnostics: one},
	} {
		if len(diagnosticsOf(response)) != 1 {
			t.Errorf("%T", response)
		}
	}
	if diagnosticsOf((*tfprotov6.ReadResourceResponse)(nil)) != nil || diagnosticsOf(nil) != nil {
		t.Error("a missing response has diagnostics")
	}
}

// leaking is a provider whose ephemeral resource quotes its password.
type leaking struct{ full }

func (leaking) OpenEphemeralResource(ctx context.Context, _ *tfprotov6.OpenEphemeralResourceRequest) (*tfprotov6.OpenEphemeralResourceResponse, error) {
	transport.AddSecrets(ctx, "hunter2!")
	return &tfprotov6.OpenEphemeralResourceResponse{Diagnostics: []*tfprotov6.Diagnostic{{Summary: "about hunter2!"}}}, nil
}

func TestEphemeralResourceShowsNoSecret(t *testing.T) {
	t.Parallel()
	got, err := server{full: leaking{}}.OpenEphemeralResource(t.Context(), nil)
	if err != nil || got.Diagnostics[0].Summary != "about [redacted]" {
		t.Errorf("%v, %v", got.Diagnostics[0].Summary, err)
	}
}
