package acctest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcore"
)

// run runs steps like plugin-testing, with the same commands in the same order, but with [tfcore.Core] instead of a
// CLI.
type run struct {
	testing.TB
	core   *tfcore.Core
	config string // the last one
}

func play(t testing.TB, steps []resource.TestStep) {
	t.Helper()
	s := &run{TB: t, core: &tfcore.Core{Name: "paperspace", New: Factories()["paperspace"]}}
	defer s.cleanUp()
	for i, step := range steps {
		s.supports(step)
		if step.PreConfig != nil {
			step.PreConfig()
		}
		err := s.step(step)
		switch {
		case step.ExpectError == nil && err != nil:
			t.Fatalf("step %d of %d: %s", i+1, len(steps), err)
		case step.ExpectError != nil && err == nil:
			t.Fatalf("step %d of %d: want an error like %s", i+1, len(steps), step.ExpectError)
		case step.ExpectError != nil && !step.ExpectError.MatchString(err.Error()):
			t.Fatalf("step %d of %d: want an error like %s, got: %s", i+1, len(steps), step.ExpectError, err)
		}
	}
}

// supported are the fields of a step that this package supports.
var supported = []string{
	"PreConfig", "Config", "Check", "Destroy", "ExpectNonEmptyPlan", "ExpectError", "ConfigPlanChecks", "RefreshPlanChecks",
	"ConfigStateChecks", "PlanOnly", "RefreshState", "ResourceName", "ImportState", "ImportStateId", "ImportStateIdFunc",
	"ImportStatePersist", "ImportStateVerify", "ImportStateVerifyIgnore",
}

func (s *run) supports(step resource.TestStep) {
	s.Helper()
	for field, value := range reflect.ValueOf(step).Fields() {
		if !value.IsZero() && !slices.Contains(supported, field.Name) {
			s.Fatalf("a step with %s needs a CLI", field.Name)
		}
	}
}

func (s *run) cleanUp() {
	s.Helper()
	if s.core.Empty() {
		return
	}
	p, err := s.core.Plan(s.Context(), s.config, tfcore.Options{Destroy: true, NoRefresh: true})
	if err == nil {
		err = s.core.Apply(s.Context(), p)
	}
	if err != nil {
		s.Errorf("the destroy after the steps: %s", err)
	}
}

func (s *run) step(step resource.TestStep) error {
	switch {
	case step.ImportState:
		return s.imported(step)
	case step.RefreshState:
		return s.refreshed(step)
	}
	s.config = step.Config
	if !step.PlanOnly {
		if err := s.applied(step); err != nil {
			return err
		}
	}
	for _, o := range []tfcore.Options{{Destroy: step.Destroy, NoRefresh: true}, {Destroy: step.Destroy}} {
		checks := step.ConfigPlanChecks.PostApplyPostRefresh
		if o.NoRefresh {
			checks = step.ConfigPlanChecks.PostApplyPreRefresh
		}
		if err := s.unchanged(o, checks, step.ExpectNonEmptyPlan, o.NoRefresh); err != nil {
			return err
		}
	}
	return nil
}

// applied plans and applies the configuration of a step.
func (s *run) applied(step resource.TestStep) error {
	p, err := s.core.Plan(s.Context(), step.Config, tfcore.Options{Destroy: step.Destroy})
	if err != nil {
		return err
	}
	if err := s.checkPlan(p, step.ConfigPlanChecks.PreApply); err != nil {
		return err
	}
	before := s.core.Flat()
	if err := s.core.Apply(s.Context(), p); err != nil {
		return err
	}
	if step.Check != nil {
		state := s.core.Flat()
		if step.Destroy {
			state = before
		}
		if err := step.Check(state); err != nil {
			return err
		}
	}
	return s.checkState(step.ConfigStateChecks)
}

// unchanged plans again. The plan must be empty, unless the step expects otherwise.
func (s *run) unchanged(o tfcore.Options, checks []plancheck.PlanCheck, changes, maybe bool) error {
	p, err := s.core.Plan(s.Context(), s.config, o)
	if err != nil {
		return err
	}
	if err := s.checkPlan(p, checks); err != nil {
		return err
	}
	switch empty := p.Empty(); {
	case !empty && !changes:
		return fmt.Errorf("the plan after it (%+v) is not empty:\n%s", o, p)
	case empty && changes && !maybe:
		return errors.New("the plan after it is empty")
	}
	return nil
}

func (s *run) refreshed(step resource.TestStep) error {
	if err := s.core.Refresh(s.Context(), s.config); err != nil {
		return err
	}
	if step.Check != nil {
		if err := step.Check(s.core.Flat()); err != nil {
			return err
		}
	}
	return s.unchanged(tfcore.Options{}, step.RefreshPlanChecks.PostRefresh, step.ExpectNonEmptyPlan, true)
}

// imported imports an object to an empty state, and compares it with the object in the state.
func (s *run) imported(step resource.TestStep) error {
	had := s.core.Flat().RootModule().Resources[step.ResourceName]
	id := step.ImportStateId
	if id == "" && step.ImportStateIdFunc == nil {
		id = had.Primary.ID
	}
	if step.ImportStateIdFunc != nil {
		var err error
		if id, err = step.ImportStateIdFunc(s.core.Flat()); err != nil {
			return err
		}
	}
	config := step.Config
	if config == "" {
		config = s.config
	}
	other := &tfcore.Core{Name: s.core.Name, New: s.core.New}
	if step.ImportStatePersist {
		other = s.core
	}
	if err := other.Import(s.Context(), config, step.ResourceName, id); err != nil || !step.ImportStateVerify {
		return err
	}
	got := other.Flat().RootModule().Resources[step.ResourceName]
	ignored := func(name, _ string) bool {
		return strings.HasPrefix(name, "timeouts") || slices.ContainsFunc(step.ImportStateVerifyIgnore, func(prefix string) bool { return strings.HasPrefix(name, prefix) })
	}
	if diff := cmp.Diff(without(had.Primary.Attributes, ignored), without(got.Primary.Attributes, ignored)); diff != "" {
		return fmt.Errorf("imported (-state +import):\n%s", diff)
	}
	return nil
}

// without returns attributes without the ignored ones and without empty collections.
func without(all map[string]string, ignored func(name, value string) bool) map[string]string {
	left := map[string]string{}
	for name, value := range all {
		empty := value == "0" && (strings.HasSuffix(name, ".#") || strings.HasSuffix(name, ".%"))
		if !empty && !ignored(name, value) {
			left[name] = value
		}
	}
	return left
}

func (s *run) checkPlan(p *tfcore.Plan, checks []plancheck.PlanCheck) error {
	var all []error
	for _, c := range checks {
		var resp plancheck.CheckPlanResponse
		c.CheckPlan(s.Context(), plancheck.CheckPlanRequest{Plan: p.JSON()}, &resp)
		all = append(all, resp.Error)
	}
	return errors.Join(all...)
}

func (s *run) checkState(checks []statecheck.StateCheck) error {
	var all []error
	state := &tfjson.State{}
	if len(checks) > 0 {
		state = s.core.State()
	}
	for _, c := range checks {
		var resp statecheck.CheckStateResponse
		c.CheckState(s.Context(), statecheck.CheckStateRequest{State: state}, &resp)
		all = append(all, resp.Error)
	}
	return errors.Join(all...)
}
