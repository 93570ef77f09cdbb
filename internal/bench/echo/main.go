// Command echo is a provider with the schemas of ours that answers every call
// at once: with the state it is shown, or the plan. What it costs is what
// Terraform, the protocol and the width of the schema cost.
package main

import (
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/provider"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/serve"
)

func main() {
	// The lines that nobody reads would cost more than the answers.
	if err := os.Setenv("TF_LOG_SDK", "off"); err != nil {
		log.Fatal(err)
	}
	schemas := providerserver.NewProtocol6(provider.New("bench")())()
	err := tf6server.Serve(serve.Address, func() tfprotov6.ProviderServer { return server{ProviderServer: schemas} })
	if err != nil {
		log.Fatal(err)
	}
}
