package machine_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// machines returns a configuration with n machines.
func machines(n int) string {
	var all strings.Builder
	for i := range n {
		all.WriteString(strings.NewReplacer(`"m" {`, fmt.Sprintf(`"m%d" {`, i), `"m"`+"\n", fmt.Sprintf("\"m%d\"\n", i)).Replace(hcl("")))
	}
	return all.String()
}

// If Paperspace requires a pause of an hour, a plan does not wait for it, whatever the
// plan reads, and the checks of all machines report it once.
func TestAccLongPauseDoesNotHangAPlan(t *testing.T) {
	pause := psfake.Fault{Kind: psfake.FaultThrottle, RetryAfter: "3600"}
	inBoth(t, psfake.Timings{}, func(t *testing.T, w *acctest.Workspace) {
		w.Inject(pause)
		w.Write(w.Config(machines(10)))
		out := w.MustRun("plan")
		w.Expect(out, "Could not check new machines", `whether template "t0nspur5" exists`, "Paperspace requires a wait of", "the operation has only")
		if n := strings.Count(out, "requires a wait of"); n != 1 {
			t.Errorf("said %d times:\n%s", n, out)
		}
		for _, source := range []string{
			`"paperspace_templates" "x" {}`, `"paperspace_template" "x" { id = "t1" }`, `"paperspace_machines" "x" {}`, `"paperspace_machine" "x" { name = "m" }`,
			`"paperspace_networks" "x" {}`, `"paperspace_network" "x" { id = "n1" }`, `"paperspace_scripts" "x" {}`, `"paperspace_script" "x" { id = "sc1" }`,
			`"paperspace_users" "x" {}`, `"paperspace_user" "x" { email = "a@example.com" }`,
			`"paperspace_machine_availability" "x" { machine_type = "P4000" }`,
		} {
			w.Write(w.Config("data " + source + "\n"))
			if out, err := w.Run("plan"); err == nil || !strings.Contains(strings.Join(strings.Fields(out), " "), "requires a wait of") {
				t.Errorf("%s: %v\n%s", source, err, out)
			}
		}
	})
}

// A wrong API key is one error, for any number of existing and new machines.
func TestAccWrongKeyIsOneError(t *testing.T) {
	inBoth(t, psfake.Timings{}, func(t *testing.T, w *acctest.Workspace) {
		w.Write(w.Config(machines(3)))
		w.MustRun("apply", "-auto-approve")
		w.Inject(psfake.Fault{Kind: psfake.FaultDenied})
		w.Write(w.Config(machines(6)))
		for _, command := range [][]string{{"plan"}, {"destroy", "-auto-approve"}, {"plan", "-refresh=false"}} {
			out, err := w.Run(command...)
			rest := strings.ReplaceAll(out, "Warning: Provider development overrides", "")
			if err == nil || strings.Count(out, "Error: ") != 1 || !strings.Contains(out, "Error: API key rejected") ||
				strings.Contains(rest, "Warning:") || strings.Contains(out, "-refresh=false") {
				t.Errorf("%v: %v\n%s", command, err, out)
			}
		}
		w.ClearFaults()
		w.Expect(w.MustRun("plan"), "3 to add")
	})
}

// If no request succeeds, the cause is explained once, for any number of machines or
// data sources. The configuration with the data sources has no machines, so the machines
// in the state are read as well.
func TestAccOneCauseIsExplainedOnce(t *testing.T) {
	data := ""
	for i := range 3 {
		data += fmt.Sprintf("data \"paperspace_template\" \"d%d\" {\n  label = \"x%d\"\n}\n", i, i)
	}
	causes := map[string]struct {
		fault psfake.Fault
		says  string
	}{
		"wrong key":         {psfake.Fault{Kind: psfake.FaultDenied}, "Paperspace rejected the API key."},
		"down":              {psfake.Fault{Kind: psfake.FaultStatus, Status: 503}, "Paperspace is not available."},
		"fails":             {psfake.Fault{Kind: psfake.FaultStatus, Status: 500}, "Paperspace failed."},
		"does not respond":  {psfake.Fault{Kind: psfake.FaultCut}, "Paperspace did not respond."},
		"page of a proxy":   {psfake.Fault{Kind: psfake.FaultHTML, Status: 403}, "The response did not come from the Paperspace API."},
		"pause of one hour": {psfake.Fault{Kind: psfake.FaultThrottle, RetryAfter: "3600"}, "Paperspace limits requests."},
	}
	inBoth(t, psfake.Timings{}, func(t *testing.T, w *acctest.Workspace) {
		config := w.Provider("max_retries = 0")
		w.Write(config + machines(3))
		w.MustRun("apply", "-auto-approve")
		for name, c := range causes {
			w.Inject(c.fault)
			for hcl, short := range map[string]int{machines(3): 0, data: 3} {
				w.Write(config + hcl)
				out, err := w.Run("plan")
				plain := strings.Join(strings.Fields(acctest.Unwrap(out)), " ")
				if err == nil || strings.Count(plain, "Request: GET") != 1 || strings.Count(plain, "Error: ") != 1+short ||
					strings.Count(plain, c.says+" See the error") != short {
					t.Errorf("%s: %v\n%s", name, err, out)
				}
			}
			w.ClearFaults()
		}
		w.Write(config + machines(3))
		w.Expect(w.MustRun("plan"), "No changes")
	})
}

// With create_before_destroy, the plan of a replacement does not advise to import the
// machine that is about to be destroyed. If the apply does, it adds when to ignore that.
func TestAccReplacementOffersNoImport(t *testing.T) {
	inBoth(t, psfake.Timings{}, func(t *testing.T, w *acctest.Workspace) {
		config := hcl("lifecycle {\n    create_before_destroy = true\n  }")
		w.Write(w.Config(config))
		w.MustRun("apply", "-auto-approve")
		w.Write(w.Config(strings.Replace(config, "t0nspur5", "t04azgph", 1)))
		without(t, w.MustRun("plan"), "terraform import", "already exists")
		out := w.MustRun("apply", "-auto-approve")
		w.Expect(out, "1 added, 0 changed, 1 destroyed")
		if strings.Contains(out, "terraform import") {
			w.Expect(out, "If the plan replaces it with create_before_destroy, ignore this warning.")
		}
	})
}

// A machine type that no template lists fails the plan.
func TestAccUnknownMachineTypeFailsThePlan(t *testing.T) {
	w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
	w.Write(w.Config(strings.Replace(hcl(""), `"C5"`, `"P40000"`, 1)))
	out, err := w.Run("plan")
	if err == nil || !strings.Contains(out, `machine_type = "P40000"`) || strings.Contains(out, "wait_for_capacity") {
		t.Errorf("%v\n%s", err, out)
	}
	w.Expect(out, `Unknown machine type "P40000"`, "The machine types in templates are: ", "P4000")
}

// A whole machine can be an output, because no attribute is sensitive, which the CLI
// checks: the password is write-only.
func TestAccWholeMachineAsAnOutput(t *testing.T) {
	inBoth(t, psfake.Timings{}, func(t *testing.T, w *acctest.Workspace) {
		w.CLI()
		w.Write(w.Config(hcl("")) + "output \"m\" {\n  value = paperspace_machine.m\n}\n")
		w.MustRun("apply", "-auto-approve")
		w.Expect(w.MustRun("plan"), "No changes")
	})
}
