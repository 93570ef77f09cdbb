//go:build unix

package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/machine"
	paperspace "github.com/paperspace-community/terraform-provider-paperspace/internal/provider"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/serve"
)

// serveFramework serves a provider whose machines have our schema and do nothing. It uses the
// framework without changes: logs and garbage collection have their defaults, and nothing wraps the
// framework's server.
func serveFramework() error {
	idle := func() provider.Provider { return idleProvider{paperspace.New("bench")()} }
	return providerserver.Serve(context.Background(), idle, providerserver.ServeOpts{Address: serve.Address, ProtocolVersion: 6})
}

// idleProvider has our configuration, and machines that do nothing.
type idleProvider struct{ provider.Provider }

// Configure implements provider.Provider.
func (idleProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

// Resources implements provider.Provider.
func (idleProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return idleMachine{} }}
}

// idleMachine stores the planned values, and a read returns the stored ones.
type idleMachine struct{}

// Metadata implements resource.Resource.
func (idleMachine) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_machine"
}

// Schema implements resource.Resource.
func (idleMachine) Schema(ctx context.Context, req resource.SchemaRequest, resp *resource.SchemaResponse) {
	machine.NewResource().Schema(ctx, req, resp)
}

// Create implements resource.Resource.
func (idleMachine) Create(_ context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var err error
	if resp.State.Raw, err = known(req.Plan.Raw); err != nil {
		resp.Diagnostics.AddError("Not created", err.Error())
	}
}

// Read implements resource.Resource. The framework has put the current state
// into the response.
func (idleMachine) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

// Update implements resource.Resource. No measurement updates anything.
func (idleMachine) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}

// Delete implements resource.Resource.
func (idleMachine) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// known returns v with null for all unknown values.
func known(v tftypes.Value) (tftypes.Value, error) {
	return tftypes.Transform(v, func(_ *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		if !v.IsKnown() {
			return tftypes.NewValue(v.Type(), nil), nil
		}
		return v, nil
	})
}
