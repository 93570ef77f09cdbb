package soak

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// mostReruns limits how often a command is repeated. A round that needs more
// repetitions fails.
const mostReruns = 12

// operation is a column of the matrix.
type operation struct {
	name   string
	args   []string
	prefix string // of the machines' names afterward, "" for no machines
	hcl    string
}

func operations(t trouble) []operation {
	return []operation{
		{name: "apply", args: []string{"apply", "-auto-approve"}, prefix: "m", hcl: machineGroup(t, "m", `
  shutdown_timeout_in_hours = count.index % 3 == 0 ? 5 : null`)},
		{name: "update", args: []string{"apply", "-auto-approve"}, prefix: "n", hcl: machineGroup(t, "n", `
  shutdown_timeout_in_hours = 7
  desired_state             = count.index % 5 == 0 ? "off" : null`)},
		{name: "plan", args: []string{"plan", "-detailed-exitcode"}, prefix: "n"},
		{name: "destroy", args: []string{"destroy", "-auto-approve"}},
	}
}

// machineGroup returns a configuration with var.machines machines.
func machineGroup(t trouble, prefix, lines string) string {
	timeouts := ""
	if t.timeout != "" {
		timeouts = fmt.Sprintf("\n  timeouts {\n    create = %[1]q\n    update = %[1]q\n    delete = %[1]q\n  }", t.timeout)
	}
	return fmt.Sprintf(`
variable "machines" { type = number }
resource "paperspace_machine" "m" {
  count        = var.machines
  name         = format("%s-%%03d", count.index)
  machine_type = "C5"
  size         = 50
  template_id  = "t0nspur5"%s%s
}
`, prefix, lines, timeouts)
}

// tally has the results of an operation, or the sums of several.
type tally struct {
	rounds, machines, made, lost, twice, manual, reruns, requests int
	took                                                          time.Duration
}

func (t *tally) add(o tally) {
	t.rounds += o.rounds
	t.machines += o.machines
	t.made += o.made
	t.lost += o.lost
	t.twice += o.twice
	t.manual += o.manual
	t.reruns += o.reruns
	t.requests += o.requests
	t.took += o.took
}

// round is one run of a scenario.
type round struct {
	scenario
	*site
	wrong   []string // what must never happen, and did
	freed   []string // IDs of machines that unstick has removed, or that another client has destroyed
	reports []report // of all commands
	log     strings.Builder
	tally   map[string]tally // by operation
}

// play runs the operations of a scenario until one goes wrong.
func play(t testing.TB, s scenario) *round {
	t.Helper()
	lines := append([]string{fmt.Sprintf("poll_interval = %q", cmp.Or(s.trouble.poll, pollInterval))}, s.trouble.lines...)
	fake := psfake.New(psfake.Strict(), psfake.WithKey(acctest.Key), psfake.WithSeed(s.seed), psfake.WithBehavior(behaviors[s.behavior]()), psfake.WithTimings(timings))
	r := &round{scenario: s, tally: map[string]tally{}}
	r.site = openSite(t, s.version, fake, lines...)
	r.SetSkew(s.trouble.skew)
	r.tf.Setenv(fmt.Sprintf("TF_VAR_machines=%d", s.machines))
	for _, op := range operations(s.trouble) {
		if op.hcl != "" {
			r.configure(t, op.hcl)
		}
		if r.operate(op); len(r.wrong) > 0 {
			break
		}
	}
	r.stop()
	if left := acctest.Leftover(r.label); left != "" {
		r.wrong = append(r.wrong, "goroutines are left:\n"+left)
	}
	return r
}

// operate runs the command of an operation, and repeats it until it succeeds.
func (r *round) operate(op operation) {
	sum := tally{rounds: 1, machines: r.machines}
	requests := len(r.Journal())
	for {
		r.ClearFaults()
		for _, f := range r.trouble.faults(r.rate, r.Now()) {
			r.Inject(f)
		}
		if r.trouble.drops && op.name == "update" && sum.reruns == 0 {
			r.drop()
		}
		result := r.run(op.args...)
		r.reports = append(r.reports, result)
		fmt.Fprintf(&r.log, "\n%s %v: exit code %d after %s\n%s", op.name, op.args, result.code, result.took, result.text)
		sum.took += result.took
		good := r.examine(op, result, &sum)
		if good || len(r.wrong) > 0 {
			break
		}
		r.unstick()
		if sum.reruns++; sum.reruns > mostReruns {
			r.wrong = append(r.wrong, fmt.Sprintf("%s: no end after %d runs", op.name, sum.reruns))
			break
		}
	}
	j := r.Journal()[requests:]
	sum.requests = len(j)
	for _, e := range j.Of("machines.create") {
		if e.Effect {
			sum.made++
		}
	}
	r.tally[op.name] = sum
}

// drop destroys some of the machines, as another client does.
func (r *round) drop() {
	for i, m := range r.Machines() {
		if i%10 == 3 && r.DestroyMachine(m.ID) {
			r.freed = append(r.freed, m.ID)
		}
	}
}

// unstick removes machines whose destroy is stuck, as Paperspace does eventually.
// Clients cannot do that, because a second destroy is rejected.
func (r *round) unstick() {
	for _, m := range r.Machines() {
		if m.Destroying && !r.trouble.drops {
			r.RemoveMachine(m.ID)
			r.freed = append(r.freed, m.ID)
		}
	}
}

// examine reports whether the operation is done, and records what went wrong.
func (r *round) examine(op operation, result report, sum *tally) (good bool) {
	note := func(format string, args ...any) {
		r.wrong = append(r.wrong, op.name+": "+fmt.Sprintf(format, args...))
	}
	state, err := r.state()
	if err != nil {
		note("the state: %v", err)
		return false
	}
	var wanted []string
	for i := range r.machines {
		if op.prefix != "" {
			wanted = append(wanted, fmt.Sprintf("%s-%03d", op.prefix, i))
		}
	}
	a := takeAccount(r.Machines(), state, wanted, r.named)
	sum.lost, sum.twice = max(sum.lost, len(a.lost)), max(sum.twice, len(a.twice))
	if len(a.lost)+len(a.twice)+len(a.taken)+len(a.shared) > 0 {
		note("lost: %v, twice: %v, another user's in the state: %v, two addresses: %v", a.lost, a.twice, a.taken, a.shared)
	}
	if len(a.tainted) > 0 && !r.trouble.taints {
		note("tainted: %v", a.tainted)
	}
	for _, id := range r.strangersHit() {
		note("destroyed a machine of another user: %s", id)
	}
	for _, text := range result.byHand() {
		if sum.manual++; !r.trouble.ambiguous {
			note("a person has to act: %s", text)
		}
	}
	names := func(address string) []string {
		var i int
		_, _ = fmt.Sscanf(address, "paperspace_machine.m[%d]", &i)
		return []string{state[address].ID, fmt.Sprintf("m-%03d", i), fmt.Sprintf("n-%03d", i)}
	}
	for _, list := range [][]string{result.broken, result.forgotten(r.freed), result.unexplained(names)} {
		for _, text := range list {
			note("%s", text)
		}
	}
	switch result.code {
	case 0:
		if short := append(a.short, a.tainted...); len(short) > 0 {
			note("not as wanted after a success: %v", short)
		}
		return true
	case 2:
		if r.trouble.differs {
			return true
		}
		if !r.trouble.lags {
			note("the plan is not empty")
		}
	default:
		if len(result.errors) == 0 {
			note("it failed without an error message")
		}
	}
	return false
}

// named reports whether a message of the round has named a machine.
func (r *round) named(m psfake.Machine) bool {
	code := r.reports[len(r.reports)-1].code
	return slices.ContainsFunc(r.reports, func(one report) bool {
		one.code = code // after a success, only the ID names a machine
		return one.names(m)
	})
}

// strangersHit returns the machines of another user that a request has destroyed.
func (r *round) strangersHit() (ids []string) {
	for _, e := range r.Journal().Of("machines.destroy") {
		if m, _ := r.Machine(e.MachineID); m.UserID == stranger && e.Effect {
			ids = append(ids, m.ID)
		}
	}
	return ids
}
