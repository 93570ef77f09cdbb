//go:build unix

package acctest_test

import (
	"cmp"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// The messages in the guide "What happens when things go wrong" are those that users get: the test causes the event
// of each heading in a run of the CLI, and compares the messages. It also plans the configurations of the guide.
func TestAccTroubleGuide(t *testing.T) {
	acctest.Parallel(t)
	guide := read(t, filepath.Join("..", "..", "templates", "guides", "when-things-go-wrong.md"))
	quoted := map[string][]string{}
	for _, section := range strings.Split(guide, "\n## ")[1:] {
		heading, text, _ := strings.Cut(section, "\n")
		if messages := fenced(text, "text"); len(messages) > 0 {
			quoted[heading] = messages
		}
	}
	if documented, tested := slices.Sorted(maps.Keys(quoted)), slices.Sorted(maps.Keys(troubles)); !slices.Equal(documented, tested) {
		t.Errorf("the guide has messages under\n%q, and the test covers\n%q", documented, tested)
	}
	for heading, c := range troubles {
		t.Run(heading, func(t *testing.T) {
			w := acctest.NewWorkspaceOf(t, cmp.Or(c.version, "core"), "observed", c.timings)
			said := c.play(t, w)
			for _, message := range quoted[heading] {
				rest := alike(said)
				for part := range strings.SplitSeq(message, "\n\n") {
					_, after, found := strings.Cut(rest, alike(part))
					if !found {
						t.Errorf("no message says\n%s\nin\n%s", part, said)
						break
					}
					rest = after
				}
			}
		})
	}
	t.Run("configurations", func(t *testing.T) {
		w := acctest.NewWorkspace(t, "observed")
		for _, hcl := range fenced(guide, "terraform") {
			w.Write(w.Config(hcl))
			w.MustRun("plan")
		}
	})
}

// The parts that differ between runs.
var (
	ids       = regexp.MustCompile(`\bps[a-z0-9]{7}\b`)
	hosts     = regexp.MustCompile(`https?://[\w.-]*\w(:\d+)?`)
	requestID = regexp.MustCompile(`[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}`)
	dates     = regexp.MustCompile(`\d{4}-\d\d-\d\dT[\d:.]+Z`)
	durations = regexp.MustCompile(`\b(\d+m(\d+s)?|\d+s)\b`)
	lengths   = regexp.MustCompile(`\d+ bytes`)
	states    = regexp.MustCompile(`Hourly, \w+,`)
)

// alike returns a text as one line, without the parts that differ between runs.
func alike(s string) string {
	for _, differs := range []*regexp.Regexp{ids, hosts, requestID, dates, durations, lengths, states} {
		s = differs.ReplaceAllString(s, "·")
	}
	return strings.Join(strings.Fields(acctest.Unwrap(s)), " ")
}

// web returns the machine of the guide, with additional lines and with timeouts that are short enough for a test.
func web(lines string) string {
	return `
resource "paperspace_machine" "web" {
  name         = "web"
  machine_type = "C5"
  size         = 50
  template_id  = "t0nspur5"
  ` + lines + `
  timeouts {
    create = "60s"
    read   = "60s"
  }
}
`
}

func gpu(lines string) string { return strings.Replace(web(lines), "C5", "P4000", 1) }

// trouble causes the event of a heading. It returns the output of the CLI.
type trouble struct {
	version string // the API version, CORE if empty
	timings psfake.Timings
	play    func(t *testing.T, w *acctest.Workspace) string
}

const aDay = 24 * time.Hour // longer than any test

var troubles = map[string]trouble{
	"The response to a create is lost": {play: func(t *testing.T, w *acctest.Workspace) string {
		remove := w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultCutAfter})
		w.Write(w.Provider() + web(""))
		said := w.MustRun("apply", "-auto-approve")
		w.MustRun("destroy", "-auto-approve")
		remove()
		return said + creating(web(""),
			psfake.Fault{Call: "machines.create", Kind: psfake.FaultCutAfter},
			psfake.Fault{Call: "machines.list", Kind: psfake.FaultStatus, Status: 503, Skip: 2}, // skip the two lists before the create
		)(t, w)
	}},
	"A machine is not finished": {play: func(_ *testing.T, w *acctest.Workspace) string {
		w.Inject(psfake.Fault{Call: "machines.update", Kind: psfake.FaultReject, Message: "Shutdown timeout not allowed"})
		w.Write(w.Provider() + web("shutdown_timeout_in_hours = 5"))
		return w.MustRun("apply", "-auto-approve")
	}},
	"Paperspace or the connection fails": {play: planning(
		psfake.Fault{Kind: psfake.FaultCut}, psfake.Fault{Kind: psfake.FaultStatus, Status: 503},
		psfake.Fault{Kind: psfake.FaultTruncate}, psfake.Fault{Kind: psfake.FaultHTML},
	)},
	"It takes too long":            {play: creating(web(""), psfake.Fault{Call: "machines.create", Kind: psfake.FaultStuck})},
	"Too many requests":            {play: planning(psfake.Fault{Kind: psfake.FaultThrottle, RetryAfter: "90"})},
	"The machine does not come up": {play: creating(web(""), psfake.Fault{Call: "machines.create", Kind: psfake.FaultFailure})},
	"No capacity": {play: func(t *testing.T, w *acctest.Workspace) string {
		w.SetAvailability(psfake.EastCoast, "P4000", false)
		w.Write(w.Provider() + gpu(""))
		return w.MustRun("plan") + creating(gpu("wait_for_capacity = true"))(t, w)
	}},
	"A change in place fails": {version: "v1", play: func(_ *testing.T, w *acctest.Workspace) string {
		w.Write(w.Config(web("")))
		w.MustRun("apply", "-auto-approve")
		w.Inject(psfake.Fault{Call: "machines.update", Kind: psfake.FaultReject, Message: "machineType must be of the same group", Times: 1})
		w.Write(w.Config(strings.Replace(web(""), "C5", "C7", 1)))
		rejected := failing(w, "apply", "-auto-approve")
		w.Write(w.Config(gpu("")))
		return rejected + failing(w, "apply", "-auto-approve")
	}},
	"A disk grew outside of Terraform": {play: func(t *testing.T, w *acctest.Workspace) string {
		w.Write(w.Config(web("")))
		w.MustRun("apply", "-auto-approve")
		w.ChangeMachine(w.Only(t).ID, func(m *psfake.Machine) { m.SizeGB = 100 })
		return w.MustRun("plan") + failing(w, "apply", "-auto-approve")
	}},
	"The key is rejected": {play: func(_ *testing.T, w *acctest.Workspace) string {
		w.Write("provider \"paperspace\" {\n  endpoint = \"" + w.Endpoint + "\"\n  region = \"ny2\"\n}\n" + web(""))
		w.Setenv("PAPERSPACE_API_KEY", acctest.Key)
		w.MustRun("apply", "-auto-approve")
		w.Setenv("PAPERSPACE_API_KEY", "revoked")
		return failing(w, "plan")
	}},
	"The host is the wrong one": {play: func(t *testing.T, w *acctest.Workspace) string {
		said := planning(psfake.Fault{Kind: psfake.FaultHTML, Status: 404})(t, w)
		w.Setenv("HTTPS_PROXY", "http://127.0.0.1:1") // a proxy that does not exist, so that no request reaches the real host
		w.Write("provider \"paperspace\" {\n  api_key     = \"k\"\n  max_retries = 0\n}\ndata \"paperspace_templates\" \"all\" {}\n")
		return said + failing(w, "plan", "-refresh=false")
	}},
	"Ctrl-C, once and twice": {timings: psfake.Timings{Provision: aDay}, play: func(t *testing.T, w *acctest.Workspace) string {
		said := dying(t, w, acctest.WholeGroup, syscall.SIGINT)
		if _, tainted := w.State(); tainted {
			t.Error("tainted")
		}
		// The response to a create delays Terraform after the first interrupt.
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultSlow, Delay: aDay})
		w.ResetJournal()
		w.Write(w.Provider() + web("") + strings.ReplaceAll(gpu(""), `"web"`, `"gpu"`))
		run := w.Start("apply", "-auto-approve")
		w.Await("the create to be sent", func() bool { return w.Journal().Count("machines.create") > 0 })
		run.Signal(acctest.WholeGroup, syscall.SIGINT)
		w.Await("the CLI to report the first signal", func() bool { return run.Said("Interrupt received") })
		run.Signal(acctest.WholeGroup, syscall.SIGINT)
		return said + run.Wait()
	}},
	"Terraform or the provider is killed": {timings: psfake.Timings{Provision: aDay}, play: func(t *testing.T, w *acctest.Workspace) (said string) {
		// Terraform reports one of two errors at random.
		for range 5 {
			w.ResetJournal()
			if said = dying(t, w, acctest.ProviderAlone, syscall.SIGKILL); !strings.Contains(said, "Error: Request cancelled") {
				break
			}
		}
		return said
	}},
	"The state is lost": {play: func(_ *testing.T, w *acctest.Workspace) string {
		w.AddMachine(psfake.Machine{Name: "web", MachineType: "C5", SizeGB: 50})
		w.Write(w.Provider() + web(""))
		return w.MustRun("plan")
	}},
	"A machine was deleted": {play: func(t *testing.T, w *acctest.Workspace) string {
		w.Write(strings.Replace(w.Provider(), "api_key ", "# ", 1) + web(""))
		w.Setenv("PAPERSPACE_API_KEY", acctest.Key)
		w.MustRun("apply", "-auto-approve")
		w.RemoveMachine(w.Only(t).ID)
		said := w.MustRun("plan")
		w.MustRun("apply", "-auto-approve")
		w.ChangeMachine(w.Only(t).ID, func(m *psfake.Machine) {
			m.Destroying = true
			m.Events = append([]psfake.Event{{Name: "deactivate", State: psfake.EventInProgress, Handle: "h"}}, m.Events...)
		})
		return said + w.MustRun("plan")
	}},
	"Two people apply": {timings: psfake.Timings{Provision: aDay}, play: func(t *testing.T, w *acctest.Workspace) string {
		var said string
		w.Write(w.Provider() + web(""))
		first := w.Start("apply", "-auto-approve")
		w.Await("the wait to begin", func() bool { return w.Journal().Count("machines.show") > 1 })
		said = failing(w.CLI(), "plan")
		first.Signal(acctest.WholeGroup, syscall.SIGINT)
		first.Wait()
		return said
	}},
}

// failing runs a command that must fail.
func failing(w *acctest.Workspace, args ...string) string {
	said, err := w.Run(args...)
	if err == nil {
		return "a success: " + said
	}
	return said
}

// creating applies with faults in the server.
func creating(hcl string, faults ...psfake.Fault) func(*testing.T, *acctest.Workspace) string {
	return func(_ *testing.T, w *acctest.Workspace) string {
		for _, f := range faults {
			w.Inject(f)
		}
		w.Write(w.Provider("max_retries = 0", `request_timeout = "3s"`) + strings.Replace(hcl, `"60s"`, `"20s"`, 1))
		return failing(w, "apply", "-auto-approve")
	}
}

// planning plans for an existing machine, with one fault after another.
func planning(faults ...psfake.Fault) func(*testing.T, *acctest.Workspace) string {
	return func(_ *testing.T, w *acctest.Workspace) string {
		w.Write(w.Provider("max_retries = 0") + web(""))
		w.MustRun("apply", "-auto-approve")
		var said string
		for _, f := range faults {
			heal := w.Inject(f)
			said += failing(w, "plan")
			heal()
		}
		return said
	}
}

// dying sends a signal to an apply that is waiting for its machine.
func dying(t *testing.T, w *acctest.Workspace, to acctest.Target, signal syscall.Signal) string {
	t.Helper()
	w.Write(strings.Replace(w.Provider()+web(""), `"60s"`, `"1h"`, 1))
	run := w.Start("apply", "-auto-approve")
	w.Await("the wait to begin", func() bool { return w.Journal().Count("machines.show") > 1 })
	run.Signal(to, signal)
	return run.Wait()
}
