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

// What becomes of a machine whose run is interrupted or killed. Rows are the
// moments, columns what happens to the run:
//
//	state    it is in the state, untainted, and the next apply goes on with it
//	named    Terraform has never heard of it; the next plan names it, with the line to import it
//	nothing  nothing was created, and nothing is later
//	-        left out, since another cell shows the same
//
// The CLI alone and its whole group differ in what the provider receives,
// which is nothing it acts on: played once, in the most delicate moment. Killed
// alone, the CLI leaves an orphan that must end. And once the machine is in the
// state, no kind of death can take it out again.
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

// The same for API v1, as far as it goes other ways: by other requests, and
// through a stop to other hardware. A run that is killed there has no chance to
// note that the machine ran.
const matrixV1 = `
                      Ctrl-C   TERM   KILL
create-requested      state    -      named
create-unanswered     -        state  -
waiting-for-ready     state    -      -
stopped-for-change    state    -      -
`

// moment is where in the life of a machine a run is hit.
type moment struct {
	timings psfake.Timings
	fault   psfake.Fault
	had     string   // the configuration applied before, "" for none
	wanted  string   // the configuration of the run that is hit
	args    []string // that run
	// come says that the moment has come, by the requests of that run.
	come func(j psfake.Journal) bool
	// pass lets Paperspace end what the moment holds up.
	pass func(w *acctest.Workspace)
	// is says that the machine has become what is wanted.
	is func(m psfake.Machine) bool
}

const (
	forever = time.Hour // longer than any test: only the moment's pass ends it
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
			// One is of the plan, one of the create that is planned again.
			come: func(j psfake.Journal) bool { return j.Count("machines.availability") > 3 },
			pass: func(w *acctest.Workspace) { w.SetAvailability(psfake.EastCoast, "P4000", true) },
		},
		"create-requested": {
			fault: slow("machines.create"), wanted: hcl(""), args: apply, come: sent("machines.create"), is: up,
		},
		"create-unanswered": { // and looked for
			fault:  psfake.Fault{Call: "machines.create", Kind: psfake.FaultCutAfter, Times: 1},
			wanted: hcl(""), args: apply, come: sent("machines.create"), is: up,
		},
		"waiting-for-ready": {
			timings: psfake.Timings{Provision: forever}, wanted: hcl(""), args: apply,
			come: waits("machines.create"), pass: becomes(psfake.StateReady), is: up,
		},
		"sending-settings": { // those that a create cannot carry
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

// blow is what happens to a run.
type blow struct {
	signal syscall.Signal
	to     acctest.Target
	twice  bool
}

var blows = map[string]blow{
	"Ctrl-C":           {signal: syscall.SIGINT, to: acctest.WholeGroup},
	"Ctrl-C-twice":     {signal: syscall.SIGINT, to: acctest.WholeGroup, twice: true},
	"INT-to-CLI":       {signal: syscall.SIGINT, to: acctest.CLIAlone},
	"TERM":             {signal: syscall.SIGTERM, to: acctest.WholeGroup},
	"TERM-to-CLI":      {signal: syscall.SIGTERM, to: acctest.CLIAlone},
	"KILL":             {signal: syscall.SIGKILL, to: acctest.WholeGroup},
	"KILL-of-CLI":      {signal: syscall.SIGKILL, to: acctest.CLIAlone},
	"KILL-of-provider": {signal: syscall.SIGKILL, to: acctest.ProviderAlone},
}

// patient reports whether the run waits for the response to a create.
func (b blow) patient() bool { return b.signal != syscall.SIGKILL && !b.twice }

func (b blow) strike(w *acctest.Workspace, p *acctest.Process) {
	p.Signal(b.to, b.signal)
	if b.twice {
		w.Await("the first signal to be heard", func() bool { return p.Said("Interrupt received") })
		p.Signal(b.to, b.signal)
	}
}

// No machine is lost and none is created twice, whatever happens to a run and
// whenever: what is alive is in the state or named by the next plan, and anyone who
// does what that says can go on, and in the end has nothing left.
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
		for i, fate := range cells[1:] {
			if fate != "-" {
				t.Run(cells[0]+"/"+columns[i], func(t *testing.T) {
					playInterrupted(t, version, all[cells[0]], blows[columns[i]], fate)
				})
			}
		}
	}
}

func playInterrupted(t *testing.T, version string, m moment, b blow, fate string) {
	w := acctest.NewWorkspaceOf(t, version, "observed", m.timings)
	w.SetAvailability(psfake.EastCoast, "P4000", false)
	if m.had != "" {
		w.Write(w.Config(m.had))
		w.MustRun("apply", "-auto-approve")
		w.ResetJournal()
	}
	if m.fault.Kind == psfake.FaultSlow {
		m.fault.Delay = forever
		if b.patient() {
			m.fault.Delay = awhile
		}
	}
	if m.fault.Kind != "" {
		w.Inject(m.fault)
	}
	w.Write(w.Config(m.wanted))
	run := w.Start(m.args...)
	w.Await("the moment", func() bool { return m.come(w.Journal()) })
	b.strike(w, run)

	said := run.Wait()
	for _, id := range checkFate(t, w, fate, said) {
		w.MustRun("import", address, id)
	}
	if m.pass != nil {
		m.pass(w)
	}
	goOn(t, w, m)
}

// checkFate checks where the machine has ended up, and returns the IDs that the
// next plan offers for import.
func checkFate(t *testing.T, w *acctest.Workspace, fate, said string) (offered []string) {
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
	if got != fate {
		t.Errorf("%s instead of %s: in the state %+v, offered for import %v, alive %+v\n%s\n%s", got, fate, known, offered, alive, said, plan)
	}
	for _, m := range alive {
		if !slices.Contains(offered, m.ID) && !slices.ContainsFunc(known, func(i acctest.Instance) bool { return i.Attributes["id"] == m.ID }) {
			t.Errorf("machine %s is lost", m.ID)
		}
	}
	return offered
}

// goOn applies and destroys, as if nothing had happened.
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
