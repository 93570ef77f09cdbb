// Command demo shows the provider at work without an account: it builds it,
// starts a fake Paperspace on a loopback port, and takes examples/demo through
// plan, apply, drift, repair and destroy with a real Terraform or OpenTofu.
//
// Every step checks what it promises, so a demo that ends well is also a test
// of the whole from the command line to the service.
//
//	go run ./internal/demo [-v] [-provider DIR]
//
// The environment variable TF chooses the CLI, as it does for make, and API the
// generation of the API: core (the default) or v1.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

func main() {
	verbose := flag.Bool("v", false, "show all that the CLI prints")
	provider := flag.String("provider", "", "folder with the provider's binary; without it, the provider is built\n"+
		"(with it, no go command is needed, but the demo has to run in the root of the repository)")
	flag.Parse()

	// SIGPIPE is among them for `make demo | head`: by default it would end
	// this process before it has cleaned up.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE)
	err := run(ctx, options{
		CLI:     os.Getenv("TF"),
		API:     cmp.Or(os.Getenv("API"), "core"),
		Out:     os.Stdout,
		Verbose: *verbose,
		Built:   *provider,
		Timings: psfake.Timings{
			Provision: 4 * time.Second, Start: 3 * time.Second, Stop: 2 * time.Second, Destroy: 2 * time.Second,
		},
	})
	interrupted := ctx.Err() != nil
	stop()
	switch {
	case err == nil:
		return
	case interrupted:
		err = errors.New("interrupted")
	}
	fmt.Fprintln(os.Stderr, "\ndemo:", err)
	os.Exit(1)
}
