// Command demo shows the provider at work without an account: it builds it, starts a fake
// Paperspace on a loopback port, and takes examples/demo through plan, apply, drift, repair,
// and destroy with a real Terraform or OpenTofu. Every step checks what it promises.
//
//	go run ./internal/demo [-v] [-provider DIR]
//
// It must run in the root of the repository. The environment variable TF chooses the
// CLI, as it does for make, and API the API version: core (the default) or v1.
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

	// SIGPIPE is among them for `make demo | head`: by default it would end
	// this process before it has cleaned up.
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
