//go:build unix

package main

import (
	"context"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/provider"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/serve"
)

// serveEcho serves a provider with our schemas that responds to every call with the state or the
// plan that it received. So it measures the cost of Terraform, the protocol, and the number of
// attributes.
func serveEcho() error {
	// Log lines that nothing reads would cost more than the responses.
	if err := os.Setenv("TF_LOG_SDK", "off"); err != nil {
		return err
	}
	schemas := providerserver.NewProtocol6(provider.New("bench")())()
	return tf6server.Serve(serve.Address, func() tfprotov6.ProviderServer { return server{ProviderServer: schemas} })
}

// server returns the schemas of the embedded provider, and echoes all other calls.
type server struct{ tfprotov6.ProviderServer }

func (server) ValidateProviderConfig(_ context.Context, q *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return &tfprotov6.ValidateProviderConfigResponse{PreparedConfig: q.Config}, nil
}

func (server) ConfigureProvider(context.Context, *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	return &tfprotov6.ConfigureProviderResponse{}, nil
}

func (server) StopProvider(context.Context, *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	return &tfprotov6.StopProviderResponse{}, nil
}

func (server) ValidateResourceConfig(context.Context, *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return &tfprotov6.ValidateResourceConfigResponse{}, nil
}

func (server) UpgradeResourceState(_ context.Context, q *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &tfprotov6.DynamicValue{JSON: q.RawState.JSON}}, nil
}

func (server) ReadResource(_ context.Context, q *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return &tfprotov6.ReadResourceResponse{NewState: q.CurrentState, Private: q.Private, NewIdentity: q.CurrentIdentity}, nil
}

func (server) PlanResourceChange(_ context.Context, q *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return &tfprotov6.PlanResourceChangeResponse{PlannedState: q.ProposedNewState, PlannedPrivate: q.PriorPrivate, PlannedIdentity: q.PriorIdentity}, nil
}

func (server) ApplyResourceChange(_ context.Context, q *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return &tfprotov6.ApplyResourceChangeResponse{NewState: q.PlannedState, Private: q.PlannedPrivate, NewIdentity: q.PlannedIdentity}, nil
}
