// The provider "paperspace" for Terraform and OpenTofu.
package main

import (
	"context"
	"flag"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/provider"
)

// version is stamped at link time: -ldflags "-X main.version=1.2.3".
var version = "dev"

// address is where people find the provider; OpenTofu maps the host itself.
const address = "registry.terraform.io/paperspace-community/paperspace"

func main() {
	debug := flag.Bool("debug", false, "serve for a debugger, printing what Terraform needs to attach")
	flag.Parse()

	err := providerserver.Serve(context.Background(), provider.New(version), providerserver.ServeOpts{
		Address: address, Debug: *debug, ProtocolVersion: 6,
	})
	if err != nil {
		log.Fatal(err)
	}
}
