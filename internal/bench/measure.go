package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcli"
)

// hasty are the settings for a service that is done at once.
const hasty = `poll_interval = "100ms"`

// parallelism is that of applies; plans have Terraform's own.
const parallelism = "-parallelism=100"

// bench is a run of all measurements.
type bench struct {
	schedule
	cli      tfcli.CLI
	root     string            // of all temporary files
	bin      string            // with the launcher under the provider's name
	programs map[string]string // by the name of the subject
	fake     string
	progress io.Writer
	result   result
}

// measureAll measures what the schedule says.
func measureAll(ctx context.Context, s schedule, cli tfcli.CLI, progress io.Writer) (got result, err error) {
	// A short name: plugins put sockets below it, whose paths may not be long.
	root, err := os.MkdirTemp("", "psbench-")
	if err != nil {
		return result{}, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(root)) }()
	s.repeats = max(s.repeats, 1)
	b := &bench{schedule: s, cli: cli, root: root, bin: filepath.Join(root, "bin"), programs: map[string]string{}, progress: progress}
	b.result.Machine = thisMachine(ctx, cli)
	if err := b.build(ctx); err != nil {
		return result{}, err
	}
	for _, measure := range []func(context.Context) error{b.plans, b.applies, b.memories, b.provisioning, b.arrangements} {
		if err := measure(ctx); err != nil {
			return result{}, err
		}
	}
	return b.result, nil
}

func (b *bench) build(ctx context.Context) (err error) {
	b.say("building")
	if err := os.Mkdir(b.bin, 0o750); err != nil {
		return err
	}
	for _, s := range subjects {
		if s.program == "" {
			continue
		}
		if b.programs[s.name], err = build(ctx, b.root, s.program, s.name); err != nil {
			return err
		}
	}
	if b.fake, err = build(ctx, b.root, module+"/cmd/psfake", "psfake"); err != nil {
		return err
	}
	_, err = build(ctx, b.bin, module+"/internal/bench/launch", "terraform-provider-paperspace")
	return err
}

func (b *bench) say(format string, args ...any) {
	_, _ = fmt.Fprintf(b.progress, "bench: "+format+"\n", args...) // nobody may be looking
}

// runner is one line of a table on its way: a subject, and for ours a latency.
type runner struct {
	*workspace
	latency time.Duration
	samples map[string][]sample
}

func newRunner(w *workspace, latency time.Duration) *runner {
	return &runner{w, latency, map[string][]sample{}}
}

// rows have the medians of the operations that were measured.
func (r *runner) rows(size int) (all []row) {
	for _, operation := range operations {
		if samples := r.samples[operation]; len(samples) > 0 {
			all = append(all, row{
				Operation: operation, Size: size, Subject: r.name, LatencyMS: r.latency.Milliseconds(), Runs: len(samples), sample: medians(samples),
			})
		}
	}
	return all
}

// runners are all that are measured at a size, in the order of their turns.
func (b *bench) runners(open map[string]*workspace) (all []*runner) {
	for _, s := range subjects {
		latencies := durations{0}
		if s.asks {
			latencies = b.latencies
		}
		for _, latency := range latencies {
			all = append(all, newRunner(open[s.name], latency))
		}
	}
	return all
}

// plan and applyAndDestroy are what is measured.
func (b *bench) plan(ctx context.Context, r *runner, size int) error {
	return b.turn(ctx, r, size, "plan", "-detailed-exitcode")
}

func (b *bench) applyAndDestroy(ctx context.Context, r *runner, size int) error {
	if err := b.turn(ctx, r, size, "apply", "-auto-approve", parallelism); err != nil {
		return err
	}
	return b.turn(ctx, r, size, "destroy", "-auto-approve", parallelism)
}

// turn runs one command of a runner at its latency.
func (b *bench) turn(ctx context.Context, r *runner, size int, operation string, flags ...string) error {
	if r.asks {
		if err := r.service.slow(ctx, r.latency); err != nil {
			return err
		}
	}
	got, err := r.run(ctx, append([]string{operation}, flags...)...)
	if err != nil {
		return err
	}
	r.samples[operation] = append(r.samples[operation], got)
	b.say("%s of %d machines, %s at a latency of %s: %s", operation, size, r.name, r.latency, got)
	if r.asks {
		return r.service.slow(ctx, 0)
	}
	return nil
}

// each opens a workspace for each subject and closes them all.
func (b *bench) each(ctx context.Context, do func(open map[string]*workspace) error) error {
	at, err := startService(ctx, b.fake, "-provision=0", "-start=0", "-stop=0", "-restart=0", "-destroy=0")
	if err != nil {
		return err
	}
	defer at.stop()
	open := map[string]*workspace{}
	for _, s := range subjects {
		if open[s.name], err = b.open(s, at); err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(open[s.name].dir) }() // the root goes, too
	}
	return do(open)
}

// plans measures plans of machines that have not changed.
func (b *bench) plans(ctx context.Context) error {
	for _, size := range b.sizes {
		err := b.each(ctx, func(open map[string]*workspace) error {
			b.say("plan of %d machines: preparing", size)
			if err := open[ours.name].settled(ctx, size); err != nil {
				return err
			}
			if err := open[terraformData.name].settled(ctx, size); err != nil {
				return err
			}
			for _, s := range []subject{echo, nothing} {
				if err := open[s.name].like(open[ours.name], size); err != nil {
					return err
				}
			}
			all := b.runners(open)
			runs := func(r *runner) int { return b.planRuns(size, r.subject, r.latency) }
			for turn := range most(all, runs) {
				for _, r := range all {
					if turn >= runs(r) {
						continue
					}
					if err := b.plan(ctx, r, size); err != nil {
						return err
					}
				}
			}
			b.note(size, all)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// applies measures how machines are made and destroyed, with a remote state as
// teams have it.
func (b *bench) applies(ctx context.Context) error {
	remote, err := keepStates(ctx)
	if err != nil {
		return err
	}
	defer remote.close()
	for _, size := range b.sizes {
		err := b.each(ctx, func(open map[string]*workspace) error {
			for name, w := range open {
				if err := w.keepAt(ctx, fmt.Sprintf("%s/%s/%d", remote.url, name, size)); err != nil {
					return err
				}
				if err := w.write(size, hasty); err != nil {
					return err
				}
			}
			all := b.runners(open)
			for range b.applyRuns(size) {
				for _, r := range all {
					if err := b.applyAndDestroy(ctx, r, size); err != nil {
						return err
					}
				}
			}
			b.note(size, all)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// note adds the medians to the result.
func (b *bench) note(size int, all []*runner) {
	for _, r := range all {
		b.result.Rows = append(b.result.Rows, r.rows(size)...)
	}
}
