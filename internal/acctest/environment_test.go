package acctest_test

import (
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

const (
	byDefault = `
resource "paperspace_machine" "m" {
  name         = "m"
  machine_type = "C5"
  size         = 50
  template_id  = "t0nspur5"
}
`
	networkByDefault = "resource \"paperspace_network\" \"n\" {\n  name = \"n\"\n}\n"
)

// defaultsFrom returns the configuration of a workspace whose defaults are set in the environment.
func defaultsFrom(w *acctest.Workspace, hcl string) string {
	return strings.Replace(w.Config(hcl), `region        = "East Coast (NY2)"`, "", 1)
}

// If a default from the environment differs between plan and apply, nothing is created. The provider cannot detect
// the difference, so the error is Terraform's, and the index page explains it.
func TestAccAnotherDefaultAtTheApplyCreatesNothing(t *testing.T) {
	acctest.Parallel(t)
	for version, hcl := range map[string]string{"core": byDefault, "v1": byDefault + networkByDefault} {
		for variable, values := range map[string][2]string{"PAPERSPACE_REGION": {"ny2", "ams1"}, "PAPERSPACE_TEAM_ID": {"te123abc", "te456def"}} {
			if version == "v1" && variable == "PAPERSPACE_TEAM_ID" {
				continue // this network has no team_id
			}
			t.Run(fmt.Sprint(version, " ", variable), func(t *testing.T) {
				w := acctest.NewWorkspaceOf(t, version, "observed", psfake.Timings{})
				w.Write(defaultsFrom(w, hcl))
				w.Setenv("PAPERSPACE_REGION", "ny2")
				w.Setenv(variable, values[0])
				w.MustRun("plan", "-out=saved")
				networks := len(w.Networks())
				w.Setenv(variable, values[1])
				out, err := w.Run("apply", "saved")
				w.Expect(out, "Provider produced inconsistent final plan")
				var exit *exec.ExitError
				if !errors.As(err, &exit) || exit.ExitCode() != 1 || len(w.Machines()) != 0 || len(w.Networks()) != networks {
					t.Errorf("%v, machines %+v, networks %+v", err, w.Machines(), w.Networks())
				}
				if writes := w.Journal().Writes(); len(writes) != 0 {
					t.Errorf("sent %v", writes)
				}
				w.MustRun("plan", "-out=saved") // the workaround
				w.MustRun("apply", "saved")
			})
		}
	}
}

// Two spellings of the same region do not produce a diff.
func TestAccDefaultWithAnotherSpellingProducesNoDiff(t *testing.T) {
	acctest.Parallel(t)
	for version, hcl := range map[string]string{"core": byDefault, "v1": byDefault + networkByDefault} {
		t.Run(version, func(t *testing.T) {
			w := acctest.NewWorkspaceOf(t, version, "observed", psfake.Timings{})
			w.Write(defaultsFrom(w, hcl))
			w.Setenv("PAPERSPACE_REGION", "ny2")
			w.MustRun("plan", "-out=saved")
			w.Setenv("PAPERSPACE_REGION", "East Coast (NY2)")
			w.MustRun("apply", "saved")
			w.Expect(w.MustRun("plan"), "No changes")
		})
	}
}

// If a default is missing at the apply, the provider reports an error.
func TestAccMissingDefaultAtTheApplyIsReported(t *testing.T) {
	acctest.Parallel(t)
	for _, version := range []string{"core", "v1"} {
		t.Run(version, func(t *testing.T) {
			w := acctest.NewWorkspaceOf(t, version, "observed", psfake.Timings{})
			w.Write(defaultsFrom(w, byDefault))
			w.Setenv("PAPERSPACE_REGION", "ny2")
			w.MustRun("plan", "-out=saved")
			w.Setenv("PAPERSPACE_REGION", "")
			out, err := w.Run("apply", "saved")
			w.Expect(out, "Missing region", "PAPERSPACE_REGION")
			if err == nil || strings.Contains(out, "inconsistent") || len(w.Machines()) != 0 {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}
