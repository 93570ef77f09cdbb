package main

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// What is measured of our provider alone.

// memories measures the provider's memory in large plans.
func (b *bench) memories(ctx context.Context) error {
	for _, size := range b.memory {
		err := b.each(ctx, func(open map[string]*workspace) error {
			b.say("memory in a plan of %d machines", size)
			w := open[ours.name]
			if err := w.settled(ctx, size); err != nil {
				return err
			}
			got, err := w.run(ctx, "plan", "-detailed-exitcode")
			b.result.Memory = append(b.result.Memory, row{Operation: "plan", Size: size, Subject: ours.name, Runs: 1, sample: got})
			return err
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
	Size     int     `json:"machines"`
	Service  float64 `json:"provisioning_s"`
	Wall     float64 `json:"wall_s"`
	Lag      float64 `json:"lag_s"` // from the last machine being ready to the end of the command
	Requests int     `json:"requests"`
	Creates  int     `json:"creates"`
}

func (b *bench) provisioning(ctx context.Context) error {
	if b.provisioned == 0 {
		return nil
	}
	b.say("apply of %d machines that take %s each", b.provisioned, provisionTime)
	at, err := startService(ctx, b.fake, "-provision="+provisionTime.String(), "-destroy=0")
	if err != nil {
		return err
	}
	defer at.stop()
	w, err := b.open(ours, at)
	if err != nil {
		return err
	}
	if err := w.write(b.provisioned, ""); err != nil {
		return err
	}
	got, err := w.run(ctx, "apply", "-auto-approve", parallelism)
	ended := time.Now()
	if err != nil {
		return err
	}
	journal, err := at.journal(ctx)
	if err != nil {
		return err
	}
	p := provisioned{Size: b.provisioned, Service: provisionTime.Seconds(), Wall: got.Wall, Requests: got.Requests}
	for _, e := range journal {
		if e.Call == "machines.create" {
			p.Creates++
			p.Lag = ended.Sub(e.At.Add(provisionTime)).Seconds()
		}
	}
	if p.Creates < b.provisioned {
		return fmt.Errorf("only %d of %d machines were created", p.Creates, b.provisioned)
	}
	b.result.Provisioned = &p
	return errors.Join(w.clear(ctx))
}
