package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcli"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfrun"
)

// bench is a run of all measurements.
type bench struct {
	schedule
	cli      tfcli.CLI
	root     string // for all temporary files
	bin      string // with the command plugin, under the provider's name
	provider string
	progress io.Writer
	result   result
}

// measureAll makes all measurements of a schedule.
func measureAll(ctx context.Context, s schedule, cli tfcli.CLI, progress io.Writer) (got result, err error) {
	// The name is short because plugins create sockets below it, whose paths have a limited length.
	root, err := os.MkdirTemp("", "psbench-")
	if err != nil {
		return result{}, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(root)) }()
	b := &bench{schedule: s, cli: cli, root: root, bin: filepath.Join(root, "bin"), progress: progress}
	b.result.Machine = thisMachine(ctx, cli)
	b.say("building")
	if b.provider, err = tfrun.Provider(ctx); err != nil {
		return result{}, err
	}
	if _, err := tfrun.Build(ctx, b.bin, tfrun.Program, tfrun.Module+"/internal/bench/plugin"); err != nil {
		return result{}, err
	}
	for _, measure := range []func(ctx context.Context, size int) error{b.plans, b.applies} {
		for _, size := range b.sizes {
			if err := measure(ctx, size); err != nil {
				return result{}, err
			}
		}
	}
	return b.result, nil
}

func (b *bench) say(format string, args ...any) {
	_, _ = fmt.Fprintf(b.progress, "bench: "+format+"\n", args...)
}

// runner is a row of the result: a subject, and a latency of Paperspace if the subject sends
// requests.
type runner struct {
	*workspace
	latency time.Duration
	samples map[string][]sample // by operation
}

// measure opens a workspace for each subject, and calls do with the runners in the order of their
// turns: this provider at each latency, and then the yardsticks. All subjects share a fake server,
// except for the peer. After do has returned, measure adds the medians of the samples to the
// result.
func (b *bench) measure(size int, do func([]*runner) error) (err error) {
	var all []*runner
	shared := startFake()
	defer shared.server.Close()
	taking := subjects
	if b.peer != nil {
		taking = append(slices.Clip(taking), other)
	}
	for _, s := range taking {
		f := shared
		if s == other { // with a separate account
			f = startFake()
			defer f.server.Close()
		}
		w, err := b.open(s, f)
		if err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(w.tf.Dir) }() // the root is removed, too
		latencies := []time.Duration{0}
		if s.requests() {
			latencies = b.latencies
		}
		for _, latency := range latencies {
			all = append(all, &runner{w, latency, map[string][]sample{}})
		}
	}
	if err := do(all); err != nil {
		return err
	}
	for _, r := range all {
		for _, operation := range slices.Sorted(maps.Keys(r.samples)) {
			samples := r.samples[operation]
			b.result.Rows = append(b.result.Rows, row{
				Operation: operation, Size: size, Subject: r.name, LatencyMS: r.latency.Milliseconds(), Runs: len(samples), sample: medians(samples),
			})
		}
	}
	return nil
}

// workspaces returns the workspaces of all runners, one for each subject.
func workspaces(all []*runner) (each []*workspace) {
	for _, r := range all {
		if !slices.Contains(each, r.workspace) {
			each = append(each, r.workspace)
		}
	}
	return each
}

// turns makes all runners run the operations alternately, as often as the schedule requires.
func (b *bench) turns(ctx context.Context, all []*runner, size int, operations ...string) error {
	for range b.runs(operations[0], size) {
		for _, r := range all {
			for _, operation := range operations {
				args := []string{operation, "-auto-approve", fmt.Sprintf("-parallelism=%d", b.parallelism)}
				if operation == "plan" {
					args = []string{operation, "-detailed-exitcode"}
				}
				r.fake.slow(r.latency)
				got, err := r.run(ctx, args...)
				r.fake.slow(0)
				if err != nil {
					return err
				}
				r.samples[operation] = append(r.samples[operation], got)
				b.say("%s of %d machines, %s at a latency of %s: %s", operation, size, r.name, r.latency, got)
			}
		}
	}
	return nil
}

// plans measures plans of machines that have not changed.
func (b *bench) plans(ctx context.Context, size int) error {
	return b.measure(size, func(all []*runner) error {
		if err := all[0].settled(ctx, size); err != nil {
			return err
		}
		for _, w := range workspaces(all)[1:] {
			prepare := func() error { return w.like(all[0].workspace, size) }
			if w.peer != nil {
				prepare = func() error { return w.create(ctx, size) }
			}
			if err := prepare(); err != nil {
				return err
			}
		}
		return b.turns(ctx, all, size, "plan")
	})
}

// applies measures the creation and the destruction of machines with a remote state, as teams use it.
func (b *bench) applies(ctx context.Context, size int) error {
	states := keepStates()
	defer states.Close()
	return b.measure(size, func(all []*runner) error {
		for _, w := range workspaces(all) {
			if err := w.keepAt(ctx, states.URL+"/"+w.name); err != nil {
				return err
			}
			if err := w.write(size); err != nil {
				return err
			}
		}
		return b.turns(ctx, all, size, "apply", "destroy")
	})
}
