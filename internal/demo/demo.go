package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcli"
)

// options is what a demo can vary in.
type options struct {
	// CLI is what tfcli.Find takes.
	CLI string
	// API is the generation of the API that is spoken: "core" or "v1".
	API string
	// Out is told the story.
	Out io.Writer
	// Verbose tells all that the CLI prints, not only the point of it.
	Verbose bool
	// Built is a folder with the provider's binary. If it is empty, the provider
	// is built. Otherwise the demo needs no go command, but runs in the root of
	// the module.
	Built string
	// Timings are those of the fake service.
	Timings psfake.Timings
	// PollInterval is for tests that do not want to wait; empty is the
	// provider's own.
	PollInterval string
	// Temp is where the workplace is made; empty is the system's.
	Temp string
	// Prepare changes the world before the story begins, for tests.
	Prepare func(*psfake.World)
}

// run is the whole demo. Whatever way it ends, it leaves nothing behind.
func run(ctx context.Context, o options) (err error) {
	began := time.Now()
	cli, err := tfcli.Find(ctx, o.CLI)
	if err != nil {
		return err
	}
	key := "demo-" + rand.Text()
	world := psfake.New(psfake.Strict(), psfake.WithKey(key), psfake.WithTimings(o.Timings))
	if o.Prepare != nil {
		o.Prepare(world)
	}
	service, err := serve(ctx, world, o.API)
	if err != nil {
		return err
	}
	defer service.close()

	t := &teller{out: o.Out}
	t.say("%s %s drives the provider, with a fake Paperspace that speaks %s on %s.", cli.Name(), cli.Version, o.API, service.address)
	t.say("There is no account behind it, and nothing is bought. Preparing the provider first …")
	place, err := prepare(ctx, o.Temp, o.Built)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, place.remove()) }()

	s := story{
		teller:  t,
		service: service,
		verbose: o.Verbose,
		cli: &command{
			CLI: cli, dir: place.config, secret: key,
			env: environment(place, service, key, o.PollInterval),
		},
	}
	if err := s.tell(ctx); err != nil {
		return fmt.Errorf("step %d is not as promised: %w", t.steps, err)
	}
	t.say("\nAll as promised, in %s.", time.Since(began).Round(time.Second))
	return nil
}
