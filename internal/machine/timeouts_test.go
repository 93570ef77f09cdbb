package machine_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

func timeoutsBlock(operation, length string) string {
	return fmt.Sprintf("timeouts {\n    %s = %q\n  }", operation, length)
}

// A read or a destroy uses the timeout in the state. If that is too short for a single
// request, the provider uses at least request_timeout. Otherwise, no plan, destroy, or
// change of the timeout would work.
func TestAccShortTimeoutInTheStateBlocksNothing(t *testing.T) {
	acctest.Parallel(t)
	for _, version := range []string{"core", "v1"} {
		t.Run(version, func(t *testing.T) {
			w := acctest.NewWorkspaceOf(t, version, "observed", psfake.Timings{})
			w.Write(w.Config(hcl("timeouts {\n    read = \"1ns\"\n    delete = \"1ns\"\n  }")))
			w.MustRun("apply", "-auto-approve")
			w.MustRun("plan", "-detailed-exitcode")
			w.Write(w.Config(hcl("timeouts {\n    read = \"1m\"\n    delete = \"1ns\"\n  }")))
			w.Expect(w.MustRun("apply", "-auto-approve"), "0 added, 1 changed, 0 destroyed")
			w.MustRun("destroy", "-auto-approve")
			if n := len(w.Machines()); n != 0 {
				t.Errorf("%d machines are left", n)
			}
		})
	}
}

// The provider sends a create only if it has the time to wait for the response, so a
// shorter create timeout fails the plan, before other resources are created.
func TestAccCreateTimeoutThatIsTooShortFailsThePlan(t *testing.T) {
	w := acctest.NewWorkspace(t, "observed")
	w.Write(w.Config(hcl(timeoutsBlock("create", "20s"))))
	out, err := w.Run("plan")
	if err == nil {
		t.Errorf("planned:\n%s", out)
	}
	w.Expect(out, "Create timeout too short", `create = "20s"`, `The create timeout of machine "m" is 20s, and one request can take 30s`, "Set create to more than that in the timeouts block")
	w.Write(w.Provider(`request_timeout = "10s"`) + hcl(timeoutsBlock("create", "20s")))
	w.MustRun("apply", "-auto-approve")

	// For an existing machine, it is at most a warning, so that the machine can be destroyed.
	w.Write(w.Config(hcl(timeoutsBlock("create", "20s"))))
	w.MustRun("plan")
	w.MustRun("taint", address)
	w.Expect(w.MustRun("plan"), "Create timeout too short", "This is a warning and not an error, because an error would block")
	w.MustRun("destroy", "-auto-approve")
}

// A new update timeout that is shorter than a single request can take is a warning.
func TestAccShortUpdateTimeoutIsAnnounced(t *testing.T) {
	w := acctest.NewWorkspace(t, "observed")
	w.Write(w.Config(hcl("")))
	w.MustRun("apply", "-auto-approve")
	w.Write(w.Config(hcl(timeoutsBlock("update", "1s"))))
	w.Expect(w.MustRun("apply", "-auto-approve"), `Short update timeout for machine "m"`, "The update timeout is 1s, and one request can take 30s")
	if out := w.MustRun("plan"); strings.Contains(out, "Short update timeout") {
		t.Errorf("repeated:\n%s", out)
	}
}
