package acctest_test

import (
	"encoding/json"
	"errors"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// The guide "Drift detection in CI": the script of its workflow, run as GitHub runs it, and its table.
func TestAccDriftGuide(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("the workflow needs bash, which is not installed")
	}
	script := workflowScript(t)
	const config = `
resource "paperspace_machine" "m" {
  name         = "m"
  machine_type = "C5"
  size         = 50
  template_id  = "t0nspur5"
  LINES
}
`
	off := func(m *psfake.Machine) { m.State = psfake.StateOff }
	for name, c := range map[string]struct {
		lines, more string
		change      func(*psfake.Machine)
		vanish      bool
		fault       psfake.Fault
		code        int
		says        string
	}{
		"nothing":                    {says: "No drift."},
		"an argument that is set":    {change: func(m *psfake.Machine) { m.Name = "other" }, code: 2, says: `"other" -> "m"`},
		"one that is omitted":        {change: func(m *psfake.Machine) { m.ShutdownForces = true }},
		"one that is set to false":   {lines: "shutdown_timeout_forces = false", change: func(m *psfake.Machine) { m.ShutdownForces = true }, code: 2, says: "shutdown_timeout_forces"},
		"an omitted dynamic address": {change: func(m *psfake.Machine) { m.DynamicPublicIP = true }, code: 2, says: "dynamic_public_ip"},
		"a larger disk":              {change: func(m *psfake.Machine) { m.SizeGB = 100 }, code: 2, says: "changed outside of Terraform"},
		"deleted":                    {vanish: true, code: 2, says: "no longer exists"},
		"off":                        {change: off},
		"off instead of ready":       {lines: `desired_state = "ready"`, change: off, code: 2, says: `"off" -> "ready"`},
		"starting":                   {lines: `desired_state = "ready"`, change: func(m *psfake.Machine) { m.State = psfake.StateRestarting }},
		"a computed attribute":       {change: func(m *psfake.Machine) { m.StorageUsed = 1 << 30; m.UpdatesPending = true }},
		"an output":                  {more: "output \"used\" {\n  value = paperspace_machine.m.storage_used\n}\n", change: func(m *psfake.Machine) { m.StorageUsed = 1 << 30 }, code: 2, says: "Changes to Outputs"},
		"a rejected read":            {fault: psfake.Fault{Kind: psfake.FaultReject, Status: 403, Message: "no"}, code: 1, says: "No plan"},
	} {
		t.Run(name, func(t *testing.T) {
			w := acctest.NewWorkspace(t, "observed")
			w.Write(w.Config(strings.ReplaceAll(config, "LINES", c.lines) + c.more))
			w.MustRun("apply", "-auto-approve")
			m := w.Only(t)
			switch {
			case c.change != nil:
				w.ChangeMachine(m.ID, c.change)
			case c.vanish:
				w.RemoveMachine(m.ID)
			case c.fault.Kind != "":
				w.Inject(c.fault)
			}
			cmd := w.Command(bash, "-e", "-c", script)
			cmd.Env = append(cmd.Env, "GITHUB_STEP_SUMMARY="+w.Path("summary.md"))
			out, err := cmd.CombinedOutput()
			code := 0
			if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
				code = exit.ExitCode()
			} else if err != nil {
				t.Fatal(err)
			}
			said := acctest.Unwrap(string(out) + read(t, w.Path("summary.md")))
			if code != c.code || !strings.Contains(said, c.says) {
				t.Errorf("exit code %d, want %d and %q:\n%s", code, c.code, c.says, out)
			}
		})
	}
}

// workflowScript returns the script of the step Plan in the guide's workflow.
func workflowScript(t *testing.T) string {
	t.Helper()
	guide := read(t, filepath.Join("..", "..", "templates", "guides", "drift-detection-in-ci.md"))
	found := regexp.MustCompile(`(?s)\n      - name: Plan\n        run: \|\n(.*?)` + "\n```\n").FindStringSubmatch(guide)
	if found == nil {
		t.Fatal("the guide has no step Plan")
	}
	return regexp.MustCompile(`(?m)^ {10}`).ReplaceAllString(found[1], "")
}

// The guide "Adopting machines you already have" about machines that no configuration manages: the output, and the
// comparison of IDs.
func TestAccOrphansGuide(t *testing.T) {
	guide := read(t, filepath.Join("..", "..", "templates", "guides", "adopting-machines.md"))
	block := func(kind, word string) string {
		t.Helper()
		for _, found := range regexp.MustCompile("(?s)```"+kind+"\n(.*?)```").FindAllStringSubmatch(guide, -1) {
			if strings.Contains(found[1], word) {
				return found[1]
			}
		}
		t.Fatalf("the guide has no %s with %q", kind, word)
		return ""
	}
	w := acctest.NewWorkspace(t, "observed")
	stray := w.AddMachine(psfake.Machine{Name: "stray"})
	config := w.Provider() + block("terraform", "unmanaged_machines") + "output \"all\" {\n  value = data.paperspace_machines.all.machines[*].id\n}\n"
	for _, name := range []string{"web", "db"} {
		config += strings.ReplaceAll(`
resource "paperspace_machine" "NAME" {
  name         = "NAME"
  machine_type = "C5"
  size         = 50
  template_id  = "t0nspur5"
}
`, "NAME", name)
	}
	w.Write(config)
	w.MustRun("apply", "-auto-approve")
	w.MustRun("apply", "-auto-approve") // Terraform reads the data source before it creates the first machine
	out := w.MustRun("output", "-json", "unmanaged_machines")
	var unmanaged map[string]string
	if err := json.Unmarshal([]byte(out), &unmanaged); err != nil || len(unmanaged) != 1 || unmanaged[stray.ID] != "stray" {
		t.Errorf("%v %s", err, out)
	}

	bash, err := exec.LookPath("bash")
	if _, noJQ := exec.LookPath("jq"); err != nil || noJQ != nil {
		t.Skip("the comparison of IDs needs bash and jq")
	}
	got, err := w.Command(bash, "-e", "-o", "pipefail", "-c", block("shell", "show -json")+block("shell", "comm")).CombinedOutput()
	if err != nil || strings.TrimSpace(string(got)) != stray.ID {
		t.Errorf("%v %s", err, got)
	}
}

// fenced returns the code blocks in one language.
func fenced(markdown, kind string) []string {
	var all []string
	for _, found := range regexp.MustCompile("(?ms)^```"+kind+"\n(.*?)\n```$").FindAllStringSubmatch(markdown, -1) {
		all = append(all, found[1])
	}
	return all
}
