package main

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// The machines of examples/demo.
const (
	web     = "web"
	trainer = "trainer"
	both    = 2
)

// story is what the demo tells, and what it holds the provider to.
type story struct {
	*teller
	service *service
	cli     *command
	verbose bool
	visits  []visit
}

func (s *story) tell(ctx context.Context) error {
	for _, chapter := range []func(context.Context) error{s.create, s.drift, s.destroy} {
		if err := chapter(ctx); err != nil {
			return err
		}
	}
	s.step("These are the requests that the service got, by step:")
	s.quote(table(s.visits, both))
	return nil
}

func (s *story) create(ctx context.Context) error {
	s.step("Plan: the configuration wants two machines, and there are none.")
	if err := s.plan(ctx, "Plan: 2 to add, 0 to change, 0 to destroy."); err != nil {
		return err
	}
	if err := s.service.has(0); err != nil {
		return err
	}

	s.step("Apply: one request each creates them, and one request at a time waits for both.")
	if err := s.apply(ctx, "Apply complete! Resources: 2 added, 0 changed, 0 destroyed."); err != nil {
		return err
	}
	if err := s.service.has(both); err != nil {
		return err
	}
	if err := s.running(8); err != nil {
		return err
	}
	if err := s.cli.hides(filepath.Join(s.cli.dir, "terraform.tfstate")); err != nil {
		return err
	}

	s.step("Plan again: nothing differs.")
	return s.planNothing(ctx)
}

func (s *story) drift(ctx context.Context) error {
	s.step("Somebody changes the shutdown timeout of web in the console, and switches trainer off. Plan shows both.")
	if err := s.service.change(ctx, web, `{"ShutdownHours": 1}`); err != nil {
		return err
	}
	if err := s.service.change(ctx, trainer, `{"State": "off"}`); err != nil {
		return err
	}
	if err := s.plan(ctx, "Plan: 0 to add, 2 to change, 0 to destroy.",
		"shutdown_timeout_in_hours    = 1 -> 8", `"off" -> "ready"`); err != nil {
		return err
	}

	s.step("Apply puts that right: an update for one, a start for the other.")
	if err := s.apply(ctx, "Apply complete! Resources: 0 added, 2 changed, 0 destroyed."); err != nil {
		return err
	}
	if err := s.running(8); err != nil {
		return err
	}

	s.step("Plan: again nothing differs.")
	return s.planNothing(ctx)
}

func (s *story) destroy(ctx context.Context) error {
	s.step("Destroy: both machines go, and it returns when they are gone.")
	out, err := s.run(ctx, 0, "destroy", "-auto-approve")
	if err == nil {
		err = s.cli.wants(out, "Destroy complete! Resources: 2 destroyed.")
	}
	if err != nil {
		return err
	}
	s.show(out, applied(out.text))
	if err := s.service.has(0); err != nil {
		return err
	}
	if n := s.service.world.Journal().Count("machines.create"); n != both {
		return fmt.Errorf("%d creates were sent in all, not %d", n, both)
	}
	return nil
}

// The exit codes of plan -detailed-exitcode.
const (
	exitSame    = 0
	exitDiffers = 2
)

func (s *story) plan(ctx context.Context, promised ...string) error {
	out, err := s.run(ctx, exitDiffers, "plan", "-detailed-exitcode")
	if err == nil {
		err = s.cli.wants(out, promised...)
	}
	if err != nil {
		return err
	}
	s.show(out, planned(out.text))
	return nil
}

func (s *story) planNothing(ctx context.Context) error {
	out, err := s.run(ctx, exitSame, "plan", "-detailed-exitcode")
	if err != nil {
		return err
	}
	s.show(out, planned(out.text))
	return nil
}

func (s *story) apply(ctx context.Context, promised ...string) error {
	out, err := s.run(ctx, 0, "apply", "-auto-approve")
	if err == nil {
		err = s.cli.wants(out, promised...)
	}
	if err != nil {
		return err
	}
	s.show(out, applied(out.text))
	return nil
}

// run runs the CLI and notes what it asked of the service.
func (s *story) run(ctx context.Context, code int, args ...string) (output, error) {
	before := len(s.service.world.Journal())
	out, err := s.cli.run(ctx, code, args...)
	s.visits = append(s.visits, visit{step: s.steps, asked: s.service.world.Journal()[before:]})
	return out, err
}

// show quotes the excerpt, or everything if that is wanted.
func (s *story) show(out output, excerpt []string) {
	s.quote([]string{"$ " + s.cli.line(out)})
	if s.verbose {
		excerpt = allLines(out.text)
	}
	s.quote(excerpt)
}

// running is an error unless the service has both machines up, and web with
// the given timeout.
func (s *story) running(hours int) error {
	for _, name := range []string{web, trainer} {
		m, err := s.service.machine(name)
		if err != nil {
			return err
		}
		if m.State != psfake.StateReady {
			return fmt.Errorf("machine %s is %s at the service, not ready", name, m.State)
		}
		if name == web && (m.ShutdownHours == nil || *m.ShutdownHours != hours) {
			return fmt.Errorf("machine %s does not shut down after %d hours at the service", name, hours)
		}
	}
	return nil
}
