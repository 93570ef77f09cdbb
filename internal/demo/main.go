// Command demo demonstrates the provider without an account. It builds the provider, starts a fake
// Paperspace server on a loopback port, and runs plan, apply, drift, repair, and destroy on
// examples/demo with a real Terraform or OpenTofu. It checks the result of every step.
//
//	go run ./internal/demo [-v] [-provider DIR]
//
// It must run in the root of the repository. The environment variable TF selects the CLI, as it
// does for make, and API selects the API version: core (the default) or v1.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfrun"
)

func main() {
	o := options{
		CLI: os.Getenv("TF"), API: cmp.Or(os.Getenv("API"), "core"), Out: os.Stdout, Example: filepath.Join("examples", "demo"),
		Timings: psfake.Timings{Provision: 4 * time.Second, Start: 3 * time.Second, Stop: 2 * time.Second, Destroy: 2 * time.Second}, Prepare: func(*psfake.Server) {},
	}
	flag.BoolVar(&o.Verbose, "v", false, "show all that the CLI prints")
	flag.StringVar(&o.Provider, "provider", "", "`folder` with the provider's binary; without it, the provider is built")
	flag.Parse()

	// SIGPIPE is included for `make demo | head`. Otherwise, it would end this process before the
	// cleanup.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE)
	err := run(ctx, o)
	_ = tfrun.Clean() // a temporary folder
	if err != nil && ctx.Err() != nil {
		err = errors.New("interrupted")
	}
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "\ndemo:", err)
		os.Exit(1)
	}
}
