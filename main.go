// Command terraform-provider-paperspace is the Paperspace provider for Terraform and OpenTofu.
package main

import (
	"flag"
	"log"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/provider"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/serve"
)

// version is set at link time: -ldflags "-X main.version=1.2.3".
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "serve for a debugger, printing what Terraform needs to attach")
	flag.Parse()
	if err := serve.Serve(provider.New(version), *debug); err != nil {
		log.Fatal(err)
	}
}
