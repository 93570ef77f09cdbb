// Command nothing is a provider whose machines have the schema of ours and do
// nothing, served by the framework as it comes: the logs and the collector as
// they are by default, nothing around the framework's server.
package main

import (
	"context"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	paperspace "github.com/paperspace-community/terraform-provider-paperspace/internal/provider"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/serve"
)

func main() {
	idle := func() provider.Provider { return idleProvider{paperspace.New("bench")()} }
	if err := providerserver.Serve(context.Background(), idle, providerserver.ServeOpts{Address: serve.Address, ProtocolVersion: 6}); err != nil {
		log.Fatal(err)
	}
}

// idleProvider has the configuration of ours and machines that do nothing.
type idleProvider struct{ provider.Provider }

// Configure implements provider.Provider.
func (idleProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

// Resources implements provider.Provider.
func (idleProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return idleMachine{} }}
}
