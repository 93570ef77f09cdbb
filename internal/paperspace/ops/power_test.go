package ops_test

import (
	"context"
	"errors"
	"fmt"
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

// recorded are the durations that were measured with Paperspace.
var recorded = psfake.Timings{Provision: 57 * time.Second, Start: 20 * time.Second, Stop: 68 * time.Second, Restart: 35 * time.Second, ServiceReady: 5 * time.Second}

// powers runs a test with both behaviors, each in its own bubble.
func powers(t *testing.T, test func(t *testing.T, w *psfake.Server, c *ops.Client)) {
	for name, behavior := range map[string]psfake.Behavior{"documented": psfake.Documented(), "observed": psfake.Observed()} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, c := opstest.Core(t, psfake.WithBehavior(behavior), psfake.WithTimings(recorded))
				test(t, w, c)
			})
		})
	}
}

type power = func(*ops.Client, context.Context, ops.Power) error

// reported calls do and returns the lines that it reported.
func reported(ctx context.Context, c *ops.Client, do power, id string, wait bool) (string, error) {
	var lines []string
	err := do(c, ctx, ops.Power{ID: id, Wait: wait, Notify: func(line string) { lines = append(lines, line) }})
	return strings.Join(lines, "\n"), err
}

// wrote returns the calls that were meant to change something.
func wrote(w *psfake.Server) string {
	var calls []string
	for _, e := range w.Journal().Writes() {
		calls = append(calls, strings.TrimPrefix(e.Call, "machines."))
	}
	return strings.Join(calls, " ")
}

// A machine in a transition is waited for first. Then one request is sent, unless the
// machine is already in the target state, and the result is waited for if wait is set.
func TestPowerFromEveryState(t *testing.T) {
	for name, c := range map[string]struct {
		before []string // power calls of other clients that are in progress
		do     power
		wait   bool
		sent   string // by the client under test
		state  string
		says   string
	}{
		"start a running one":              {nil, (*ops.Client).SwitchOn, true, "", "ready", "nothing to do"},
		"start a stopped one":              {[]string{"off"}, (*ops.Client).SwitchOn, true, "start", "ready", "is ready, after 2"},
		"start one without waiting":        {[]string{"off"}, (*ops.Client).SwitchOn, false, "start", "starting", "accepted"},
		"start a stopping one":             {[]string{"stop"}, (*ops.Client).SwitchOn, true, "start", "ready", "is stopping: waiting"},
		"start a stopping one, no waiting": {[]string{"stop"}, (*ops.Client).SwitchOn, false, "start", "starting", "accepted"},
		"start a starting one":             {[]string{"off", "start"}, (*ops.Client).SwitchOn, true, "", "ready", "is starting: waiting"},
		"start a starting one, no waiting": {[]string{"off", "start"}, (*ops.Client).SwitchOn, false, "", "starting", "is starting: nothing to do"},
		"start a restarting one":           {[]string{"restart"}, (*ops.Client).SwitchOn, true, "", "ready", "is restarting: waiting"},
		"stop a running one":               {nil, (*ops.Client).SwitchOff, true, "stop", "off", "is off, after 1m"},
		"stop one that is off":             {[]string{"off"}, (*ops.Client).SwitchOff, true, "", "off", "nothing to do"},
		"stop a stopping one":              {[]string{"stop"}, (*ops.Client).SwitchOff, true, "", "off", "is stopping: waiting"},
		"stop a stopping one, no waiting":  {[]string{"stop"}, (*ops.Client).SwitchOff, false, "", "", "is stopping: nothing to do"},
		"stop a starting one":              {[]string{"off", "start"}, (*ops.Client).SwitchOff, true, "stop", "off", "is starting: waiting"},
		"stop a restarting one":            {[]string{"restart"}, (*ops.Client).SwitchOff, true, "stop", "off", "is restarting: waiting"},
		"restart a running one":            {nil, (*ops.Client).Restart, true, "restart", "ready", "is ready, after 3"},
		"restart one without waiting":      {nil, (*ops.Client).Restart, false, "restart", "restarting", "accepted"},
		"restart a starting one":           {[]string{"off", "start"}, (*ops.Client).Restart, true, "restart", "ready", "is starting: waiting"},
		"restart a restarting one":         {[]string{"restart"}, (*ops.Client).Restart, true, "restart", "ready", "is restarting: waiting"},
	} {
		t.Run(name, func(t *testing.T) {
			powers(t, func(t *testing.T, w *psfake.Server, client *ops.Client) {
				m := w.AddMachine(psfake.Machine{Name: "web"})
				for _, call := range c.before {
					var err error
					switch call {
					case "off":
						w.ChangeMachine(m.ID, func(m *psfake.Machine) { m.State = "off" })
					case "start":
						err = client.Machines.Start(t.Context(), m.ID)
					case "stop":
						err = client.Machines.Stop(t.Context(), m.ID)
					case "restart":
						err = client.Machines.Restart(t.Context(), m.ID)
					}
					if err != nil {
						t.Fatal(err)
					}
				}
				w.ResetJournal()
				said, err := reported(t.Context(), client, c.do, m.ID, c.wait)
				if err != nil {
					t.Fatalf("%v\n%s", err, said)
				}
				if got := wrote(w); got != c.sent {
					t.Errorf("sent %q, want %q\n%s", got, c.sent, said)
				}
				if now, _ := w.Machine(m.ID); c.state != "" && now.State != c.state {
					t.Errorf("is %q, want %q\n%s", now.State, c.state, said)
				}
				if !strings.Contains(said, c.says) || !strings.Contains(said, `"web" (`+m.ID+`)`) {
					t.Errorf("does not say %q:\n%s", c.says, said)
				}
			})
		})
	}
}

// Changes of state are reported when they happen.
func TestPowerReportsProgress(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.Core(t, psfake.WithTimings(psfake.Timings{Stop: 90 * time.Second, Start: 90 * time.Second}))
		m := w.AddMachine(psfake.Machine{Name: "web", State: "off"})
		said, err := reported(t.Context(), c, (*ops.Client).SwitchOn, m.ID, true)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(said, "\n")
		if len(lines) != 5 || !strings.HasSuffix(lines[0], "is off: starting it.") || !strings.Contains(lines[1], "is starting, 3s elapsed") ||
			!strings.Contains(lines[2], "is starting, 3") || !strings.Contains(lines[len(lines)-1], "is ready, after 1m3") {
			t.Errorf("reported:\n%s", said)
		}
	})
}

// A slow listener does not delay the other waits.
func TestSlowListenerDelaysNoWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.Core(t, psfake.WithTimings(psfake.Timings{Start: 20 * time.Second}))
		a, b := w.AddMachine(psfake.Machine{Name: "a", State: "off"}), w.AddMachine(psfake.Machine{Name: "b", State: "off"})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			_ = c.SwitchOn(ctx, ops.Power{ID: a.ID, Wait: true, Notify: func(line string) {
				if strings.Contains(line, "elapsed") {
					<-ctx.Done()
				}
			}})
		}()
		began := time.Now()
		if err := c.SwitchOn(t.Context(), ops.Power{ID: b.ID, Wait: true}); err != nil || time.Since(began) > 25*time.Second {
			t.Errorf("%v after %s", err, time.Since(began))
		}
		cancel()
		<-done
	})
}

func TestFailedStartAndRestartReportPaperspacesReason(t *testing.T) {
	for name, do := range map[string]power{"start": (*ops.Client).SwitchOn, "restart": (*ops.Client).Restart} {
		t.Run(name, func(t *testing.T) {
			powers(t, func(t *testing.T, w *psfake.Server, c *ops.Client) {
				m := w.AddMachine(psfake.Machine{Name: "web", State: map[string]string{"start": "off", "restart": "ready"}[name]})
				w.Inject(psfake.Fault{Call: "machines." + name, Kind: psfake.FaultFailure})
				_, err := reported(t.Context(), c, do, m.ID, true)
				if !errors.Is(err, paperspace.ErrFailed) || !strings.Contains(err.Error(), "insufficient capacity") {
					t.Error(err)
				}
				// The next start must not fail because of the old failure.
				w.ClearFaults()
				if _, err := reported(t.Context(), c, (*ops.Client).SwitchOn, m.ID, true); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// An event that never ends does not block a stop forever, even if the machine is watched by
// responses without events: those of API v1, and lists, which serve several waits.
func TestEventThatNeverEndsBlocksNoStop(t *testing.T) {
	for name, connect := range map[string]func(t *testing.T) (*psfake.Server, *ops.Client){
		"core": func(t *testing.T) (*psfake.Server, *ops.Client) { return opstest.Core(t, psfake.WithTimings(recorded)) },
		"v1":   func(t *testing.T) (*psfake.Server, *ops.Client) { return opstest.V1(t, ops.Options{}) },
	} {
		for _, others := range []int{0, 3} {
			t.Run(fmt.Sprint(name, ", with other waits: ", others), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w, c := connect(t)
					ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
					defer cancel()
					for range others {
						other := w.AddMachine(psfake.Machine{})
						go func() { _, _ = c.Watcher.Wait(ctx, wait.Wait{ID: other.ID, Target: wait.UntilGone}) }()
					}
					m := w.AddMachine(psfake.Machine{Name: "web", Events: []psfake.Event{{Name: "restart", State: psfake.EventInProgress, Handle: "h1", Created: time.Now()}}})
					said, err := reported(ctx, c, (*ops.Client).SwitchOff, m.ID, true)
					// The fake server rejects the stop in API v1, as it would a stop during a restart.
					if name == "core" && err != nil || errors.Is(err, paperspace.ErrTimeout) || !strings.HasPrefix(wrote(w), "stop") {
						t.Errorf("%v, sent %q\n%s", err, wrote(w), said)
					}
				})
			})
		}
	}
}

func TestPowerTimeoutReportsTheLastState(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.Core(t, psfake.WithTimings(recorded))
		for _, m := range []psfake.Machine{{Name: "stuck", State: "upgrading"}, {Name: "stuck", State: "off"}} {
			m = w.AddMachine(m)
			w.Inject(psfake.Fault{Kind: psfake.FaultStuck})
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
			_, err := reported(ctx, c, (*ops.Client).SwitchOn, m.ID, true)
			cancel()
			if !errors.Is(err, paperspace.ErrTimeout) || !strings.Contains(err.Error(), "ing\"") {
				t.Error(err)
			}
		}
	})
}

func TestPowerOfNoMachine(t *testing.T) {
	for _, do := range []power{(*ops.Client).SwitchOn, (*ops.Client).SwitchOff, (*ops.Client).Restart} {
		powers(t, func(t *testing.T, w *psfake.Server, c *ops.Client) {
			if _, err := reported(t.Context(), c, do, "psnothere", true); !errors.Is(err, paperspace.ErrNotFound) || wrote(w) != "" {
				t.Errorf("%v, sent %q", err, wrote(w))
			}
		})
	}
}
