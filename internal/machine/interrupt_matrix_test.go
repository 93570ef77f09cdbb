//go:build unix

package machine_test

import (
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// The result for the machine if a run is interrupted or killed. Rows are moments in
// the run, and columns are what happens to it:
//
//	state    the machine is in the state, untainted, and the next apply continues
//	named    the machine is not in the state; the next plan names it and the command to import it
//	nothing  no machine was created, and none is created later
//	-        not tested, because another cell tests the same
//
// SIGINT and SIGTERM to the whole group also reach the provider, but it does not act
// on them, so only the most critical moment tests the CLI alone, too. If only the CLI
// is killed, the provider is orphaned and must end. Once the machine is in the state,
// no signal can remove it.
const matrix = `
                     Ctrl-C   Ctrl-C-twice  INT-to-CLI  TERM     TERM-to-CLI  KILL   KILL-of-CLI  KILL-of-provider
waiting-for-capacity nothing  -             -           nothing  -            -      nothing      -
create-requested     state    named         state       state    state        named  named        named
create-unanswered    state    -             -           -        -            -      named        -
waiting-for-ready    state    -             -           state    -            -      named        named
sending-settings     state    -             -           -        -            -      -            named
update-requested     state    -             -           -        -            -      state        state
waiting-for-off      state    -             -           state    -            state  -            -
destroy-requested    state    -             -           -        -            -      -            state
waiting-for-gone     state    -             -           -        -            state  -            -
`

// The same for API v1, where it differs: it uses other requests, and it stops a machine
// to change its hardware. A run that is killed in that moment cannot record that the
// machine was running; see TestAccKilledWhileStoppedForAChange.
const matrixV1 = `
                      Ctrl-C   TERM   KILL
create-requested      state    -      named
create-unanswered     -        state  -
waiting-for-ready     state    -      -
stopped-for-change    state    -      -
`

// moment is a moment of a run in which it is interrupted or killed.
type moment struct {
	timings psfake.Timings
	fault   psfake.Fault
	had     string   // the configuration applied before, "" for none
	wanted  string   // the configuration of the run
	args    []string // the command of the run
	// come reports whether the moment has come, from the requests of the run.
	come func(j psfake.Journal) bool
	// pass makes Paperspace finish the operation that the run was waiting for.
	pass func(w *acctest.Workspace)
	// is reports whether the machine matches wanted.
	is func(m psfake.Machine) bool
}

const (
	forever = time.Hour // longer than any test; moment.pass ends what lasts this long
	awhile  = time.Second
)

func moments() map[string]moment {
	apply, destroy := []string{"apply", "-auto-approve"}, []string{"destroy", "-auto-approve"}
	sent := func(call string) func(psfake.Journal) bool {
		return func(j psfake.Journal) bool { return j.Count(call) > 0 }
	}
	waits := func(call string) func(psfake.Journal) bool {
		return func(j psfake.Journal) bool {
			j = j[slices.IndexFunc(j, func(e psfake.Entry) bool { return e.Call == call })+1:]
			return j.Count("machines.show") > 1
		}
	}
	becomes := func(state string) func(*acctest.Workspace) {
		return func(w *acctest.Workspace) {
			for _, m := range w.Machines() {
				w.ChangeMachine(m.ID, func(m *psfake.Machine) { m.State = state })
			}
		}
	}
	slow := func(call string) psfake.Fault { return psfake.Fault{Call: call, Kind: psfake.FaultSlow, Times: 1} }
	up := func(m psfake.Machine) bool { return m.State == psfake.StateReady }
	frugal := func(m psfake.Machine) bool { return up(m) && *m.ShutdownHours == 9 }
	gpu := strings.Replace(hcl("wait_for_capacity = true"), "C5", "P4000", 1)
	return map[string]moment{
		"waiting-for-capacity": {
			wanted: gpu, args: apply, is: up,
			// The plan sends one request, and the apply another one when it plans the create again.
			come: func(j psfake.Journal) bool { return j.Count("machines.availability") > 3 },
			pass: func(w *acctest.Workspace) { w.SetAvailability(psfake.EastCoast, "P4000", true) },
		},
		"create-requested": {
			fault: slow("machines.create"), wanted: hcl(""), args: apply, come: sent("machines.create"), is: up,
		},
		"create-unanswered": { // the provider searches for the machine
			fault:  psfake.Fault{Call: "machines.create", Kind: psfake.FaultCutAfter, Times: 1},
			wanted: hcl(""), args: apply, come: sent("machines.create"), is: up,
		},
		"waiting-for-ready": {
			timings: psfake.Timings{Provision: forever}, wanted: hcl(""), args: apply,
			come: waits("machines.create"), pass: becomes(psfake.StateReady), is: up,
		},
		"sending-settings": { // after the create, with CORE
			fault: slow("machines.update"), wanted: hcl("shutdown_timeout_in_hours = 9"), args: apply,
			come: sent("machines.update"), is: frugal,
		},
		"update-requested": {
			fault: slow("machines.update"), had: hcl(""), wanted: hcl("shutdown_timeout_in_hours = 9"), args: apply,
			come: sent("machines.update"), is: frugal,
		},
		"waiting-for-off": {
			timings: psfake.Timings{Stop: forever}, had: hcl(""), wanted: hcl(`desired_state = "off"`), args: apply,
			come: waits("machines.stop"), pass: becomes(psfake.StateOff),
			is: func(m psfake.Machine) bool { return m.State == psfake.StateOff },
		},
		"stopped-for-change": {
			timings: psfake.Timings{Stop: forever}, had: hcl(""), wanted: strings.Replace(hcl(""), "C5", "C7", 1), args: apply,
			come: waits("machines.stop"), pass: becomes(psfake.StateOff),
			is: func(m psfake.Machine) bool { return up(m) && m.MachineType == "C7" },
		},
		"destroy-requested": {
			fault: slow("machines.destroy"), had: hcl(""), wanted: hcl(""), args: destroy, come: sent("machines.destroy"),
		},
		"waiting-for-gone": {
			timings: psfake.Timings{Destroy: forever}, had: hcl(""), wanted: hcl(""), args: destroy, come: waits("machines.destroy"),
			pass: func(w *acctest.Workspace) {
				for _, m := range w.Machines() {
					w.RemoveMachine(m.ID)
				}
			},
		},
	}
}

// stopSignal is a signal that interrupts or kills a run.
type stopSignal struct {
	signal syscall.Signal
	to     acctest.Target
	twice  bool
}

var stopSignals = map[string]stopSignal{
	"Ctrl-C":           {signal: syscall.SIGINT, to: acctest.WholeGroup},
	"Ctrl-C-twice":     {signal: syscall.SIGINT, to: acctest.WholeGroup, twice: true},
	"INT-to-CLI":       {signal: syscall.SIGINT, to: acctest.CLIAlone},
	"TERM":             {signal: syscall.SIGTERM, to: acctest.WholeGroup},
	"TERM-to-CLI":      {signal: syscall.SIGTERM, to: acctest.CLIAlone},
	"KILL":             {signal: syscall.SIGKILL, to: acctest.WholeGroup},
	"KILL-of-CLI":      {signal: syscall.SIGKILL, to: acctest.CLIAlone},
	"KILL-of-provider": {signal: syscall.SIGKILL, to: acctest.ProviderAlone},
}

// waitsForCreate reports whether the run waits for the response to a create.
func (s stopSignal) waitsForCreate() bool { return s.signal != syscall.SIGKILL && !s.twice }

func (s stopSignal) send(w *acctest.Workspace, p *acctest.Process) {
	p.Signal(s.to, s.signal)
	if s.twice {
		w.Await("the first signal to be received", func() bool { return p.Said("Interrupt received") })
		p.Signal(s.to, s.signal)
	}
}

// Whenever a run is interrupted or killed, no machine is lost or created twice. A machine
// that exists is in the state, or the next plan names it. After the import that the plan
// recommends, the next apply continues, and a destroy leaves nothing behind.
func TestAccInterruptsAndKills(t *testing.T) {
	playMatrix(t, "core", matrix)
	t.Run("v1", func(t *testing.T) { playMatrix(t, "v1", matrixV1) })
}

func playMatrix(t *testing.T, version, matrix string) {
	all := moments()
	rows := strings.Split(strings.TrimSpace(matrix), "\n")
	columns := strings.Fields(rows[0])
	for _, row := range rows[1:] {
		cells := strings.Fields(row)
		for i, want := range cells[1:] {
			if want != "-" {
				t.Run(cells[0]+"/"+columns[i], func(t *testing.T) {
					playInterrupted(t, version, all[cells[0]], stopSignals[columns[i]], want)
				})
			}
		}
	}
}

func playInterrupted(t *testing.T, version string, m moment, s stopSignal, want string) {
	w := acctest.NewWorkspaceOf(t, version, "observed", m.timings)
	w.SetAvailability(psfake.EastCoast, "P4000", false)
	if m.had != "" {
		w.Write(w.Config(m.had))
		w.MustRun("apply", "-auto-approve")
		w.ResetJournal()
	}
	if m.fault.Kind == psfake.FaultSlow {
		m.fault.Delay = forever
		if s.waitsForCreate() {
			m.fault.Delay = awhile
		}
	}
	if m.fault.Kind != "" {
		w.Inject(m.fault)
	}
	w.Write(w.Config(m.wanted))
	run := w.Start(m.args...)
	w.Await("the moment", func() bool { return m.come(w.Journal()) })
	s.send(w, run)

	said := run.Wait()
	for _, id := range checkOutcome(t, w, want, said) {
		w.MustRun("import", address, id)
	}
	if m.pass != nil {
		m.pass(w)
	}
	goOn(t, w, m)
}

// checkOutcome checks the result of an interrupted run against a cell of the matrix, and
// returns the IDs that the next plan offers for import.
func checkOutcome(t *testing.T, w *acctest.Workspace, want, said string) (offered []string) {
	t.Helper()
	alive, known := w.Machines(), w.Instances()
	plan := w.MustRun("plan")
	offered = acctest.Offered(plan)
	got := "nothing"
	switch {
	case len(known) == 1 && len(offered) == 0 && !known[0].Tainted:
		got = "state"
	case len(known) == 0 && len(offered) == 1:
		got = "named"
	case len(known) > 0 || len(offered) > 0 || len(alive) > 0:
		got = "something else"
	}
	if got != want {
		t.Errorf("%s instead of %s: in the state %+v, offered for import %v, alive %+v\n%s\n%s", got, want, known, offered, alive, said, plan)
	}
	for _, m := range alive {
		if !slices.Contains(offered, m.ID) && !slices.ContainsFunc(known, func(i acctest.Instance) bool { return i.Attributes["id"] == m.ID }) {
			t.Errorf("machine %s is lost", m.ID)
		}
	}
	return offered
}

// goOn applies and destroys, as after a run that was not interrupted.
func goOn(t *testing.T, w *acctest.Workspace, m moment) {
	t.Helper()
	if m.is != nil {
		w.MustRun("apply", "-auto-approve")
		if got := w.Only(t); !m.is(got) {
			t.Errorf("after the next apply: %+v", got)
		}
		if n := w.Journal().Count("machines.create"); m.had == "" && n != 1 || m.had != "" && n != 0 {
			t.Errorf("%d creates", n)
		}
	}
	w.MustRun("destroy", "-auto-approve")
	if left := w.Machines(); len(left) != 0 {
		t.Errorf("left in the end: %+v", left)
	}
}
