package main

import (
	"context"
	"fmt"
	"math"
	"time"
)

// What is measured of our provider alone.

// memories measures the provider's memory in large plans.
func (b *bench) memories(ctx context.Context) error {
	for _, size := range b.memory {
		err := b.each(ctx, func(open map[string]*workspace) error {
			b.say("memory in a plan of %d machines", size)
			r := newRunner(open[ours.name], 0)
			if err := r.settled(ctx, size); err != nil {
				return err
			}
			for range b.repeats {
				if err := b.plan(ctx, r, size); err != nil {
					return err
				}
			}
			b.result.Memory = append(b.result.Memory, r.rows(size)...)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// provisionTime is how long the service takes to make a machine where that is
// what an apply waits for.
const provisionTime = 20 * time.Second

// provisioned is an apply against a service that takes its time, with the
// provider's own pauses.
type provisioned struct {
	Size    int     `json:"machines"`
	Service float64 `json:"provisioning_s"`
	Runs    []wait  `json:"runs"`
}

// wait is one run of such an apply.
type wait struct {
	Wall     float64 `json:"wall_s"`
	Lag      float64 `json:"lag_s"` // from the last machine being ready to the end of the command
	Requests int     `json:"requests"`
	Creates  int     `json:"creates"`
}

func (b *bench) provisioning(ctx context.Context) error {
	if b.provisioned == 0 {
		return nil
	}
	b.result.Provisioned = &provisioned{Size: b.provisioned, Service: provisionTime.Seconds()}
	for range b.repeats {
		w, err := b.provision(ctx)
		if err != nil {
			return err
		}
		b.say("apply of %d machines that take %s each: done %.2f s after the last, %d requests", b.provisioned, provisionTime, w.Lag, w.Requests)
		b.result.Provisioned.Runs = append(b.result.Provisioned.Runs, w)
	}
	return nil
}

// provision is one run, with a service and a workspace of its own.
func (b *bench) provision(ctx context.Context) (wait, error) {
	at, err := startService(ctx, b.fake, "-provision="+provisionTime.String(), "-destroy=0")
	if err != nil {
		return wait{}, err
	}
	defer at.stop()
	w, err := b.open(ours, at)
	if err != nil {
		return wait{}, err
	}
	if err := w.write(b.provisioned, ""); err != nil {
		return wait{}, err
	}
	got, err := w.run(ctx, "apply", "-auto-approve", parallelism)
	ended := time.Now()
	if err != nil {
		return wait{}, err
	}
	journal, err := at.journal(ctx)
	if err != nil {
		return wait{}, err
	}
	one := wait{Wall: got.Wall, Requests: got.Requests}
	for _, e := range journal {
		if e.Call == "machines.create" {
			one.Creates++
			one.Lag = ended.Sub(e.At.Add(provisionTime)).Seconds()
		}
	}
	if one.Creates < b.provisioned {
		return wait{}, fmt.Errorf("only %d of %d machines were created", one.Creates, b.provisioned)
	}
	return one, nil
}

// arrangements measures what the layout of a configuration costs in Terraform
// itself, beside the layout that all else is measured with: all machines in one
// resource block, and the state in a file.
func (b *bench) arrangements(ctx context.Context) error {
	if largest := b.sizes.largest(math.MaxInt); largest > b.perResource {
		err := b.other(ctx, largest, "one resource block", func(r *runner) error {
			r.perResource = largest
			if err := r.settled(ctx, largest); err != nil {
				return err
			}
			return b.plan(ctx, r, largest)
		})
		if err != nil {
			return err
		}
	}
	size := b.sizes.largest(many)
	if size == 0 {
		return nil
	}
	return b.other(ctx, size, "state in a file", func(r *runner) error {
		if err := r.write(size, hasty); err != nil {
			return err
		}
		return b.applyAndDestroy(ctx, r, size)
	})
}

// other measures our provider in a workspace that is laid out in another way.
func (b *bench) other(ctx context.Context, size int, name string, measure func(*runner) error) error {
	return b.each(ctx, func(open map[string]*workspace) error {
		b.say("%d machines with another arrangement: %s", size, name)
		r := newRunner(open[ours.name], 0)
		if err := measure(r); err != nil {
			return err
		}
		for _, w := range r.rows(size) {
			b.result.Arranged = append(b.result.Arranged, arranged{name, w})
		}
		return nil
	})
}
