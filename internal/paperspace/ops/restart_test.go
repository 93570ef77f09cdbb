package ops_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/opstest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wait"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

var restart power = (*ops.Client).Restart

func TestRestartNeedsARunningMachine(t *testing.T) {
	powers(t, func(t *testing.T, w *psfake.Server, c *ops.Client) {
		m := w.AddMachine(psfake.Machine{Name: "web", State: "off"})
		_, err := reported(t.Context(), c, restart, m.ID, true)
		if _, off := opstest.ReasonIn[paperspace.IsOff](err); !off || !strings.Contains(err.Error(), "is off") || wrote(w) != "" {
			t.Errorf("%v, sent %q", err, wrote(w))
		}
	})
}

// A restart whose response was lost is never sent again. If it arrived, its event shows
// that. If it did not, the failure is reported.
func TestLostRestartIsLookedUp(t *testing.T) {
	for name, c := range map[string]struct {
		kind    psfake.FaultKind
		arrived bool
		unknown bool // whether the outcome must be looked up
	}{
		"cut, arrived":            {psfake.FaultCutAfter, true, true},
		"a proxy's page, arrived": {psfake.FaultHTMLAfter, true, true},
		"500, arrived":            {psfake.FaultStatusAfter, true, true},
		"cut":                     {psfake.FaultCut, false, true},
		"a proxy's page":          {psfake.FaultHTML, false, true},
		"500":                     {psfake.FaultStatus, false, true},
		"rejected":                {psfake.FaultReject, false, false},
	} {
		for _, wait := range []bool{true, false} {
			t.Run(name, func(t *testing.T) {
				powers(t, func(t *testing.T, w *psfake.Server, client *ops.Client) {
					m := w.AddMachine(psfake.Machine{Name: "web", Events: []psfake.Event{
						{Name: "restart", State: psfake.EventDone, Handle: "old", Created: time.Now()}, // an older restart
					}})
					w.Inject(psfake.Fault{Call: "machines.restart", Kind: c.kind, Times: 1})
					began := time.Now()
					said, err := reported(t.Context(), client, restart, m.ID, wait)
					if n := w.Journal().Count("machines.restart"); n != 1 {
						t.Errorf("sent %d times", n)
					}
					if (err == nil) != c.arrived {
						t.Errorf("%v\n%s", err, said)
					}
					if lost := strings.Contains(said, "was lost"); lost != c.unknown {
						t.Errorf("reported:\n%s", said)
					}
					if took := time.Since(began); !c.arrived && c.unknown && (took < 5*time.Second ||
						!strings.Contains(err.Error(), "shows no restart") || paperspace.HadEffect(err) == false) {
						t.Errorf("after %s: %v", took, err)
					}
					if now, _ := w.Machine(m.ID); now.State != "ready" && wait {
						t.Errorf("is %q", now.State)
					}
				})
			})
		}
	}
}

// If the response is lost and the events cannot be read, the error says that the outcome is
// unknown.
func TestLostRestartOfAServiceThatIsDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.Core(t)
		m := w.AddMachine(psfake.Machine{Name: "web"})
		w.Inject(psfake.Fault{Call: "machines.restart", Kind: psfake.FaultCutAfter})
		w.Inject(psfake.Fault{Call: "machines.show", Kind: psfake.FaultStatus, Status: http.StatusServiceUnavailable, Skip: 1})
		_, err := reported(t.Context(), c, restart, m.ID, true)
		if err == nil || !strings.Contains(err.Error(), "was lost") || !strings.Contains(err.Error(), "the events of the machine could not be read") || w.Journal().Count("machines.restart") != 1 {
			t.Error(err)
		}
	})
}

func TestInterruptedRestartIsNotSentAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.Core(t)
		m := w.AddMachine(psfake.Machine{Name: "web"})
		w.Inject(psfake.Fault{Call: "machines.restart", Kind: psfake.FaultSlow, Delay: time.Minute})
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(10*time.Second, cancel)
		_, err := reported(ctx, c, restart, m.ID, true)
		if !errors.Is(err, context.Canceled) || w.Journal().Count("machines.restart") != 1 {
			t.Errorf("%v", err)
		}
	})
}

// The test replays what an API version can show of a restart: states and events at certain
// times after the request was accepted.
func TestUntilRestarted(t *testing.T) {
	type sighting struct {
		at     time.Duration
		state  string
		events []psfake.Event // nil leaves them
	}
	event := func(name, state string) []psfake.Event {
		return []psfake.Event{{Name: name, State: state, Handle: "new", Error: map[string]string{"error": "no power"}[state], Created: time.Now()}}
	}
	for name, c := range map[string]struct {
		shown []sighting
		over  time.Duration // the earliest time at which it counts as restarted
		fails string
	}{
		"ready for a while first": {[]sighting{{10 * time.Second, "restarting", nil}, {30 * time.Second, "ready", nil}}, 30 * time.Second, ""},
		"the event first": {[]sighting{{5 * time.Second, "ready", event("restart", "in progress")}, {10 * time.Second, "restarting", nil},
			{20 * time.Second, "restarting", event("restart", "done")}, {30 * time.Second, "ready", nil}}, 30 * time.Second, ""},
		"only the event":      {[]sighting{{30 * time.Second, "ready", event("restart", "done")}}, 30 * time.Second, ""},
		"as stop and start":   {[]sighting{{5 * time.Second, "stopping", nil}, {20 * time.Second, "starting", nil}, {30 * time.Second, "ready", nil}}, 30 * time.Second, ""},
		"off in between":      {[]sighting{{5 * time.Second, "stopping", event("restart", "in progress")}, {10 * time.Second, "off", event("restart", "in progress")}, {20 * time.Second, "starting", nil}, {30 * time.Second, "ready", nil}}, 30 * time.Second, ""},
		"late news of before": {[]sighting{{0, "starting", nil}, {5 * time.Second, "ready", nil}, {15 * time.Second, "restarting", nil}, {30 * time.Second, "ready", nil}}, 30 * time.Second, ""},
		"another's start":     {[]sighting{{2 * time.Second, "ready", event("start", "done")}, {15 * time.Second, "restarting", nil}, {30 * time.Second, "ready", nil}}, 30 * time.Second, ""},
		"failed":              {[]sighting{{10 * time.Second, "ready", event("restart", "error")}}, 0, "no power"},
		"failed and off":      {[]sighting{{5 * time.Second, "restarting", nil}, {10 * time.Second, "off", event("restart", "error")}}, 0, "no power"},
		"ends off":            {[]sighting{{5 * time.Second, "restarting", nil}, {10 * time.Second, "off", nil}}, 0, `ended "off"`},
		"forgotten":           {nil, 0, `stayed "ready" for 2m0s`},
	} {
		for _, others := range []int{0, 3} { // 0 makes the watcher use shows, 3 makes it use lists
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w, client := opstest.Core(t, psfake.WithTimings(psfake.Timings{Start: 4 * time.Minute}))
					m := w.AddMachine(psfake.Machine{Name: "web"})
					for range others {
						id := w.AddMachine(psfake.Machine{State: "off"}).ID
						go func() { _ = client.SwitchOn(t.Context(), ops.Power{ID: id, Wait: true}) }()
					}
					synctest.Wait()
					for _, s := range c.shown {
						time.AfterFunc(s.at, func() {
							w.ChangeMachine(m.ID, func(m *psfake.Machine) { m.State = s.state }) // this ends its events
							if s.events != nil {
								w.ChangeMachine(m.ID, func(m *psfake.Machine) { m.Events = s.events })
							}
						})
					}
					time.Sleep(time.Millisecond)
					began := time.Now()
					_, err := client.Watcher.Wait(t.Context(), wait.Wait{ID: m.ID, Name: "web", Target: wait.UntilRestarted, Known: map[string]bool{}})
					took := time.Since(began) + time.Millisecond
					switch {
					case c.fails != "" && (!errors.Is(err, paperspace.ErrFailed) || !strings.Contains(err.Error(), c.fails)):
						t.Errorf("after %s: %v", took, err)
					case c.fails == "" && (err != nil || took < c.over || took > c.over+10*time.Second):
						t.Errorf("over after %s, want %s: %v", took, c.over, err)
					}
					time.Sleep(10 * time.Minute) // for the others
				})
			})
		}
	}
}
