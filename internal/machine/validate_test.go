package machine_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// Mistakes that can be detected while planning fail the plan, and no writes are sent.
func TestAccMistakesAreFoundByThePlan(t *testing.T) {
	const newUser = "email = \"a@example.com\"\n password = \"p\"\n first_name = \"A\"\n last_name = \"S\"\n"
	for name, c := range map[string]struct{ config, says string }{
		"no template":                 {bare("name = \"m\"\n machine_type = \"C5\"\n size = 50"), "cannot be created without template_id"},
		"size 0":                      {bare("name = \"m\"\n machine_type = \"C5\"\n size = 0\n template_id = \"t0nspur5\""), "The value of size is 0, and it must be at least 1 GB."},
		"unknown region":              {hcl(`region = "ny3"`), `"ny3" is not a region of Paperspace`},
		"user and new user":           {hcl("user_id = \"u123abc\"\n" + newUser), "user_id names an existing user, and email, password, first_name, last_name a new one"},
		"user and e-mail":             {hcl("user_id = \"u123abc\"\n email = \"a@example.com\""), "user_id names an existing user, and email a new one"},
		"three of four":               {hcl("email = \"a@example.com\"\n first_name = \"A\"\n last_name = \"S\""), "Missing: password."},
		"unknown billing":             {hcl(`billing_type = "weekly"`), "billing_type"},
		"unknown frequency":           {hcl(`auto_snapshot_frequency = "hourly"`), "auto_snapshot_frequency"},
		"empty name":                  {bare("name = \"\"\n machine_type = \"C5\"\n size = 50\n template_id = \"t0nspur5\""), "name must not be empty"},
		"a negative number of hours":  {hcl("shutdown_timeout_in_hours = -1"), "The value of shutdown_timeout_in_hours is -1, and it must be at least 0."},
		"an argument spelled wrong":   {hcl(`machine_typ = "C5"`), `An argument named "machine_typ" is not expected here`},
		"a timeout that is no length": {hcl("timeouts {\n create = \"soon\"\n }"), `The value "soon" is not a duration.`},
		"template that is not there":  {bare("name = \"m\"\n machine_type = \"C5\"\n size = 50\n template_id = \"tnothere\""), `Template "tnothere" does not exist, or the API key has no access to it`},
		"Windows on a CPU-only type":  {bare("name = \"m\"\n machine_type = \"c1\"\n size = 50\n template_id = \"t123abc\""), "Windows templates cannot be used with the CPU-only machine types C1 to C10"},
	} {
		t.Run(name, func(t *testing.T) {
			// Only the checks of templates send requests, so only they run with both API versions.
			versions := []string{"core"}
			if slices.Contains([]string{"template that is not there", "Windows on a CPU-only type"}, name) {
				versions = nil
			}
			acctest.Run(t, acctest.Case{
				APIVersions: versions,
				Behaviors:   []string{"observed"},
				Steps: func(e *acctest.Env) []resource.TestStep {
					return []resource.TestStep{{Config: e.Config(c.config), PlanOnly: true, ExpectError: says(c.says)}}
				},
				After: func(t *testing.T, e *acctest.Env) {
					if w := e.Journal().Writes(); len(w) != 0 {
						t.Errorf("sent: %v", w)
					}
				},
			})
		})
	}
}

// An incomplete group of arguments is one error, at an argument that is set.
func TestAccHalfAGroupOfArgumentsIsOneError(t *testing.T) {
	acctest.Parallel(t)
	for name, c := range map[string]struct{ version, lines, title, at, says string }{
		"only an email":        {"core", `email = "a@example.com"`, "Incomplete new user", `email = "a@example.com"`, "Missing: password, first_name, last_name."},
		"only names":           {"core", "first_name = \"A\"\n last_name = \"S\"", "Incomplete new user", `first_name = "A"`, "Missing: email, password."},
		"only snapshots":       {"v1", "perform_auto_snapshot = true", "Incomplete auto-snapshot settings", "perform_auto_snapshot = true", "Missing: auto_snapshot_frequency, auto_snapshot_save_count."},
		"snapshots, how often": {"v1", "perform_auto_snapshot = true\n auto_snapshot_frequency = \"day\"", "Incomplete auto-snapshot settings", "perform_auto_snapshot = true", "Missing: auto_snapshot_save_count."},
	} {
		t.Run(name, func(t *testing.T) {
			w := acctest.NewWorkspaceOf(t, c.version, "observed", psfake.Timings{})
			w.Write(w.Config(hcl(c.lines)))
			out, err := w.Run("plan")
			w.Expect(out, c.title, c.at, c.says)
			if err == nil || strings.Count(out, "Error: ") != 1 {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
}

// A new value that only some sources on Paperspace allow is a warning. A value that does
// not change is not.
func TestAccDoubtfulFiguresAreWarnedOf(t *testing.T) {
	const hours, size = `Shutdown timeout of machine "m" might be rejected`, `Disk size of machine "m" might be rejected`
	inBoth(t, psfake.Timings{}, func(t *testing.T, w *acctest.Workspace) {
		sized := func(gb, lines string) string { return strings.Replace(hcl(lines), "= 50", "= "+gb, 1) }
		for _, ok := range []string{"0", "1", "3", "168"} {
			w.Write(w.Config(hcl("shutdown_timeout_in_hours = " + ok)))
			without(t, w.MustRun("plan"), hours, size)
		}
		w.Write(w.Config(sized("75", "shutdown_timeout_in_hours = 169")))
		out := w.MustRun("apply", "-auto-approve")
		w.Expect(out, hours, "shutdown_timeout_in_hours is 169")
		if w.APIVersion == "v1" {
			w.Expect(out, size, "75 GB is not one of them. Choose one of these sizes: 50, 100, 250, 500, 1000, 2000, 4000, 8000, 12000, 16000.")
		} else {
			without(t, out, size)
		}
		w.Write(w.Config(sized("75", "shutdown_timeout_in_hours = 169\n  shutdown_timeout_forces = true")))
		without(t, w.MustRun("plan"), hours, size)
		w.Write(w.Provider("preflight_checks = false") + sized("80", "shutdown_timeout_in_hours = 170"))
		without(t, w.MustRun("plan"), hours, size)
	})
}

// createsUsers is the API version that can create a user together with a machine.
var createsUsers = []string{"core"}

// After the create, changing or removing the arguments of a new user updates only the
// state.
func TestAccNewUserIsForTheCreateOnly(t *testing.T) {
	user := func(first string) string {
		return hcl("email = \"a@example.com\"\n password = \"pw-1\"\n first_name = \"" + first + "\"\n last_name = \"S\"")
	}
	acctest.Run(t, acctest.Case{APIVersions: createsUsers, Steps: func(e *acctest.Env) []resource.TestStep {
		return []resource.TestStep{
			{Config: e.Config(user("A"))},
			{PreConfig: e.ResetJournal, Config: e.Config(user("B")), ConfigPlanChecks: before(update), Check: sent(t, e)},
			{Config: e.Config(hcl("")), ConfigPlanChecks: before(action(plancheck.ResourceActionUpdate)), Check: sent(t, e)},
			{Config: e.Config(hcl("")), ConfigPlanChecks: before(nothing)},
		}
	}})
}

// Paperspace rejects the email address of an existing account. The error contains the
// user_id to set instead.
func TestAccNewUserThatExists(t *testing.T) {
	acctest.Run(t, acctest.Case{APIVersions: createsUsers, Steps: func(e *acctest.Env) []resource.TestStep {
		return []resource.TestStep{{
			Config:      e.Config(hcl("email = \"jon@example.com\"\n password = \"p\"\n first_name = \"A\"\n last_name = \"S\"")),
			ExpectError: says(`set user_id = "u123abc" instead of email`),
		}}
	}, After: func(t *testing.T, e *acctest.Env) {
		if n := len(e.Machines()); n != 0 {
			t.Errorf("%d machines", n)
		}
	}})
}
