package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

const both = 2 // the machines of examples/demo

// step is a run of the CLI, and its expected result.
type step struct {
	text     string
	args     []string
	changes  bool // the exit code is that of a plan with changes
	machines int  // in the account afterward
	excerpt  func(text string) []string
	promised []string
}

// play runs all steps, and then prints the requests that they sent.
func (d *demo) play(ctx context.Context) error {
	plan, apply, destroy := []string{"plan", "-detailed-exitcode"}, []string{"apply", "-auto-approve"}, []string{"destroy", "-auto-approve"}
	var sent []psfake.Journal
	for i, s := range []step{
		{"Plan: the configuration has two machines, and none exists.", plan, true, 0, planned, []string{"Plan: 2 to add, 0 to change, 0 to destroy."}},
		{"Apply: one request each creates them, and one request at a time waits for both.", apply, false, both, applied, []string{"Apply complete! Resources: 2 added, 0 changed, 0 destroyed."}},
		{"Plan again: nothing differs.", plan, false, both, planned, nil},
		{"Another person changes the shutdown timeout of web in the console, and switches trainer off. Plan shows both.", plan, true, both, planned, []string{"Plan: 0 to add, 2 to change, 0 to destroy.", "shutdown_timeout_in_hours    = 1 -> 8", `"off" -> "ready"`}},
		{"Apply puts that right: an update for one, a start for the other.", apply, false, both, applied, []string{"Apply complete! Resources: 0 added, 2 changed, 0 destroyed."}},
		{"Plan: again nothing differs.", plan, false, both, planned, nil},
		{"Destroy: both machines go, and it returns when they are gone.", destroy, false, 0, applied, []string{"Destroy complete! Resources: 2 destroyed."}},
	} {
		d.say("\n%d. %s", i+1, s.text)
		if s.changes && s.machines > 0 {
			d.drift()
		}
		before := len(d.fake.Journal())
		err := d.run(ctx, s)
		if err == nil {
			err = d.check(s)
		}
		if err != nil {
			return fmt.Errorf("step %d is not as promised: %w", i+1, err)
		}
		sent = append(sent, d.fake.Journal()[before:])
	}
	if n := d.fake.Journal().Count("machines.create"); n != both {
		return fmt.Errorf("%d creates were sent in all, not %d", n, both)
	}
	d.say("\n%d. These are the requests that the fake server received, by step:", len(sent)+1)
	d.quote(table(sent, both)...)
	return nil
}

// run runs the CLI, checks what it prints, and shows an excerpt.
func (d *demo) run(ctx context.Context, s step) error {
	r, err := d.tf.Run(ctx, s.args...)
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		return err
	}
	want := map[bool]int{false: 0, true: 2}[s.changes]
	if code := r.State.ExitCode(); code != want {
		return r.Errorf("exit code %d, not %d", code, want)
	}
	if state, _ := os.ReadFile(d.tf.Path("terraform.tfstate")); strings.Contains(r.Text+string(state), d.key) {
		return r.Errorf("the API key is in the output or in the state")
	}
	if i := slices.IndexFunc(s.promised, func(text string) bool { return !strings.Contains(r.Text, text) }); i >= 0 {
		return r.Errorf("%q is missing from the output", s.promised[i])
	}
	d.quote("$ " + r.Line)
	if d.Verbose {
		d.quote(strings.Split(strings.TrimSpace(r.Text), "\n")...)
	} else {
		d.quote(s.excerpt(r.Text)...)
	}
	return nil
}

// check returns an error if the machines in the account are not those that the step must result in.
func (d *demo) check(s step) error {
	all := d.fake.Machines()
	if len(all) != s.machines {
		return fmt.Errorf("the fake server has %d machines, not %d", len(all), s.machines)
	}
	for _, m := range all {
		if !s.changes && (m.State != psfake.StateReady || m.Name == "web" && (m.ShutdownHours == nil || *m.ShutdownHours != 8)) {
			return fmt.Errorf("machine %s differs from the configuration: %+v", m.Name, m)
		}
	}
	return nil
}

// drift changes both machines outside of Terraform.
func (d *demo) drift() {
	for _, m := range d.fake.Machines() {
		d.fake.ChangeMachine(m.ID, func(m *psfake.Machine) {
			if m.Name == "web" {
				m.ShutdownHours = new(1)
			} else {
				m.State = psfake.StateOff
			}
		})
	}
}
