package machine_test

import (
	"context"
	"runtime/pprof"
	"strings"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// brisk makes power changes fast, but slow enough for transitional states to be seen.
var brisk = psfake.Timings{Start: 200 * time.Millisecond, Stop: 200 * time.Millisecond, Restart: 200 * time.Millisecond}

// Each action sends one request, or none if there is nothing to do, waits unless wait is
// false, and reports its progress.
func TestActions(t *testing.T) {
	for name, c := range map[string]struct {
		action, from string
		config       map[string]any
		to, sent     string
		first, last  string
	}{
		"start":                 {"start", "off", nil, "ready", "start", "is off: starting it.", "is ready, after"},
		"start, wait":           {"start", "off", map[string]any{"wait": true}, "ready", "start", "is off: starting it.", "is ready, after"},
		"start, do not wait":    {"start", "off", map[string]any{"wait": false}, "starting", "start", "is off: starting it.", "Paperspace accepted the request"},
		"start a ready one":     {"start", "ready", nil, "ready", "", "is ready: nothing to do.", "is ready: nothing to do."},
		"stop":                  {"stop", "ready", nil, "off", "stop", "is ready: stopping it.", "is off, after"},
		"stop one that is off":  {"stop", "off", nil, "off", "", "is off: nothing to do.", "is off: nothing to do."},
		"restart":               {"restart", "ready", nil, "ready", "restart", "is ready: restarting it.", "is ready, after"},
		"restart, do not wait":  {"restart", "ready", map[string]any{"wait": false}, "restarting", "restart", "is ready: restarting it.", "Paperspace accepted the request"},
		"restart, with timeout": {"restart", "ready", map[string]any{"timeouts": map[string]any{"invoke": "1m"}}, "ready", "restart", "is ready: restarting it.", "is ready, after"},
	} {
		t.Run(name, func(t *testing.T) {
			timings := brisk
			if c.config["wait"] == false {
				timings = psfake.Timings{Start: time.Hour, Stop: time.Hour, Restart: time.Hour}
			}
			acctest.Everywhere(t, timings, func(t *testing.T, e *acctest.Env) {
				m := e.AddMachine(psfake.Machine{Name: "web", State: c.from})
				config := map[string]any{"machine_id": m.ID}
				for k, v := range c.config {
					config[k] = v
				}
				lines, failed := e.Protocol(t, nil).Invoke(t.Context(), "paperspace_machine_"+c.action, config, nil)
				if failed != "" {
					t.Fatal(failed)
				}
				var sent []string
				for _, entry := range e.Journal().Writes() {
					sent = append(sent, strings.TrimPrefix(entry.Call, "machines."))
				}
				if got := strings.Join(sent, " "); got != c.sent {
					t.Errorf("sent %q, want %q", got, c.sent)
				}
				if now, _ := e.Machine(m.ID); now.State != c.to && e.Behavior != "observed" { // the observed behavior shows a stop late
					t.Errorf("is %q, want %q", now.State, c.to)
				}
				if len(lines) == 0 || !strings.Contains(lines[0], `Machine "web" (`+m.ID+`) `+c.first) || !strings.Contains(lines[len(lines)-1], c.last) {
					t.Errorf("reported %q", lines)
				}
			})
		})
	}
}

func TestActionsThatFail(t *testing.T) {
	acctest.Parallel(t)
	for name, c := range map[string]struct {
		action, from string
		fault        psfake.Fault
		config       map[string]any
		settings     map[string]any
		says         []string
	}{
		"restart of one that is off": {action: "restart", from: "off", says: []string{"Machine not restarted", "the machine is off", "paperspace_machine_start"}},
		"no capacity": {action: "start", from: "off", fault: psfake.Fault{Call: "machines.start", Kind: psfake.FaultFailure},
			says: []string{"Machine not started", "insufficient capacity"}},
		"a restart that fails": {action: "restart", from: "ready", fault: psfake.Fault{Call: "machines.restart", Kind: psfake.FaultFailure},
			says: []string{"Machine not restarted", "insufficient capacity"}},
		"too slow": {action: "stop", from: "ready", fault: psfake.Fault{Call: "machines.stop", Kind: psfake.FaultStuck},
			config: map[string]any{"timeouts": map[string]any{"invoke": passes}},
			says:   []string{"Machine not stopped", `"stopping"`, "raise invoke in the timeouts block of the action"}},
		"no such machine": {action: "stop", from: "ready", config: map[string]any{"machine_id": "psnothere"}, says: []string{"Machine not stopped", "psnothere", "Check the ID"}},
		"no id":           {action: "stop", from: "ready", config: map[string]any{"machine_id": ""}, says: []string{"Empty value"}},
		"no duration":     {action: "stop", from: "ready", config: map[string]any{"timeouts": map[string]any{"invoke": "soon"}}, says: []string{"soon"}},
		"rejected": {action: "restart", from: "ready", fault: psfake.Fault{Call: "machines.restart", Kind: psfake.FaultReject, Status: 403, Message: "owners only"},
			says: []string{"Machine not restarted", "owners only", "The API key was taken from"}},
		"unknown key": {action: "start", from: "off", settings: map[string]any{"api_key": nil},
			says: []string{"Cannot start a machine: the provider setting api_key depends on a value that is not known until apply."}},
	} {
		t.Run(name, func(t *testing.T) {
			acctest.Everywhere(t, brisk, func(t *testing.T, e *acctest.Env) {
				m := e.AddMachine(psfake.Machine{Name: "web", State: c.from})
				if c.fault.Kind != "" {
					e.Inject(c.fault)
				}
				config := map[string]any{"machine_id": m.ID}
				for k, v := range c.config {
					config[k] = v
				}
				_, failed := e.Protocol(t, c.settings).Invoke(t.Context(), "paperspace_machine_"+c.action, config, nil)
				for _, words := range c.says {
					if !strings.Contains(failed, words) {
						t.Errorf("does not say %q: %s", words, failed)
					}
				}
				if n := len(e.Journal().Writes()); n > 1 {
					t.Errorf("%d requests were sent", n)
				}
			})
		})
	}
}

// A restart whose response was lost is looked up, and not sent again.
func TestActionWithALostResponse(t *testing.T) {
	everywhere(t, func(t *testing.T, e *acctest.Env) {
		m := e.AddMachine(psfake.Machine{Name: "web"})
		e.Inject(psfake.Fault{Call: "machines.restart", Kind: psfake.FaultCutAfter, Times: 1})
		lines, failed := e.Protocol(t, nil).Invoke(t.Context(), "paperspace_machine_restart", map[string]any{"machine_id": m.ID}, nil)
		if failed != "" || e.Journal().Count("machines.restart") != 1 || !strings.Contains(strings.Join(lines, "\n"), "was lost. The provider reads its events") {
			t.Errorf("%s\n%v", failed, lines)
		}
	})
}

// If Terraform no longer reads the progress of an action, the action still ends with its
// context, although a progress line would block forever.
func TestActionEndsWithItsListener(t *testing.T) {
	e := acctest.New(t, "documented", brisk)
	m := e.AddMachine(psfake.Machine{Name: "web", State: "off"})
	e.Inject(psfake.Fault{Call: "machines.start", Kind: psfake.FaultStuck})
	for name, keepListening := range map[string]bool{"interrupted": true, "gone": false} {
		t.Run(name, func(t *testing.T) {
			pprof.Do(t.Context(), acctest.Label(t.Name()), func(ctx context.Context) {
				ctx, cancel := context.WithCancel(ctx)
				defer cancel()
				lines, failed := e.Protocol(t, nil).Invoke(ctx, "paperspace_machine_start", map[string]any{"machine_id": m.ID}, func(line string) bool {
					if strings.Contains(line, "elapsed") || strings.Contains(line, "waiting until") {
						cancel()
					}
					return keepListening || ctx.Err() == nil
				})
				if keepListening && !strings.Contains(failed, "interrupted") {
					t.Errorf("%s\n%v", failed, lines)
				}
			})
			if left := acctest.Leftover(t.Name()); left != "" {
				t.Errorf("requests are still being sent after the action has ended:\n%s", left)
			}
		})
	}
}

const poweredBy = `
action "paperspace_machine_start" "m" {
  config {
    machine_id = paperspace_machine.m.id
  }
}

action "paperspace_machine_stop" "m" {
  config {
    machine_id = paperspace_machine.m.id
  }
}

action "paperspace_machine_restart" "m" {
  config {
    machine_id = paperspace_machine.m.id

    timeouts {
      invoke = "1m"
    }
  }
}

resource "terraform_data" "release" {
  input = "%s"

  lifecycle {
    action_trigger {
      events  = [after_update]
      actions = [action.paperspace_machine_restart.m]
    }
  }
}
`

// The same through a CLI: with -invoke, and with an action_trigger.
func TestAccActions(t *testing.T) {
	acctest.Needs(t, acctest.Actions)
	w := acctest.NewTimedWorkspace(t, "observed", brisk)
	config := func(release string) string { return w.Config(hcl("") + strings.ReplaceAll(poweredBy, "%s", release)) }
	w.Write(config("1"))
	w.MustRun("apply", "-auto-approve")
	for _, c := range []struct {
		action, state string
		says          []string
	}{
		{"stop", "off", []string{"is ready: stopping it.", "is off, after"}},
		{"start", "ready", []string{"is off: starting it.", "is ready, after"}},
		{"start", "ready", []string{"is ready: nothing to do."}},
		{"restart", "ready", []string{"is ready: restarting it.", "is ready, after"}},
	} {
		out := w.MustRun("apply", "-auto-approve", "-invoke=action.paperspace_machine_"+c.action+".m")
		w.Expect(out, c.says...)
		if m := w.Only(t); m.State != c.state {
			t.Errorf("%s: is %q, want %q", c.action, m.State, c.state)
		}
	}
	w.Write(config("2"))
	w.ResetJournal()
	w.Expect(w.MustRun("apply", "-auto-approve"), "is ready: restarting it.")
	if n := w.Journal().Count("machines.restart"); n != 1 {
		t.Errorf("%d restarts", n)
	}
	w.Expect(w.MustRun("plan", "-detailed-exitcode"), "No changes")
}
