//go:build unix

package customtemplate_test

import (
	"syscall"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// A template that is being made when the run is interrupted stays in the state, although
// Paperspace might not show it until it is made.
func TestAccCustomTemplateInterrupted(t *testing.T) {
	for _, behavior := range acctest.Both {
		t.Run(behavior, func(t *testing.T) {
			w := acctest.NewWorkspaceOf(t, "v1", behavior, psfake.Timings{Template: time.Hour})
			prepare(w.Env)
			w.Write(w.Config(hcl(`name = "a"`, `machine_id = "psa"`)))
			run := w.Start("apply", "-auto-approve")
			w.Await("the create to arrive", func() bool { return w.Journal().Count("templates.create") == 1 })
			run.Signal(acctest.Everybody, syscall.SIGINT)
			out := run.Wait()
			if _, tainted := w.State(); tainted {
				t.Errorf("the template is tainted: %s", out)
			}
			w.Expect(acctest.Unwrap(out), "is not finished", "The run was interrupted")
			plan := w.MustRun("plan")
			w.Expect(plan, "No changes")
			if behavior == "observed" {
				w.Expect(plan, "is not shown yet", "still creating custom template")
			}
		})
	}
}
