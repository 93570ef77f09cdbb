package main

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// brief is the duration of every change. It is long enough for an interrupt.
const brief = 100 * time.Millisecond

var timings = psfake.Timings{Provision: brief, Start: brief, Stop: brief, Destroy: brief, Snapshot: brief, Template: brief, Mount: brief}

// printed collects the output of a run. It is safe for concurrent use.
type printed struct {
	mu   sync.Mutex
	text strings.Builder
}

func (p *printed) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.Write(b)
}

func (p *printed) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.String()
}

// prepare returns a fake server, the options of a run that uses it, and the output of that
// run. It skips the test unless TF_ACC is set.
func prepare(t *testing.T, d psfake.Behavior, timings psfake.Timings) (*psfake.Server, options, *printed) {
	t.Helper()
	if testing.Short() || os.Getenv("TF_ACC") == "" {
		t.Skip("runs a CLI: set TF_ACC=1")
	}
	cli := acctest.UseCLI(t)
	acctest.Parallel(t)
	w, a := serveFake(t, d, timings)
	out := &printed{}
	return w, options{account: a, live: consent, cli: cli.Path, temp: t.TempDir(), out: out}, out
}

var allOK = regexp.MustCompile(`(?m)^[a-zA-Z ]+ ok +ok +ok +\d+s$`)

func TestAccLive(t *testing.T) {
	for name, d := range behaviors {
		t.Run(name, func(t *testing.T) {
			w, o, out := prepare(t, d, timings)
			fill(w, "mine", time.Now())
			before := objectsOf(w)
			if err := run(t.Context(), t.Context(), o); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if after := objectsOf(w); !slices.Equal(before, after) {
				t.Errorf("left %v\nwant %v", after, before)
			}
			for _, call := range []string{"networks.create", "scripts.create", "machines.create", "machines.setAccess", "publicips.assign",
				"snapshots.create", "templates.create", "drives.create"} {
				if w.Journal().Count(call) == 0 {
					t.Errorf("no %s", call)
				}
			}
			text := out.String()
			if n := len(allOK.FindAllString(text, -1)); n != 8 {
				t.Errorf("%d of 8 kinds are ok:\n%s", n, text)
			}
			for _, want := range []string{"up to an hour", "less than $1 an hour", "Nothing named tfacc-"} {
				if !strings.Contains(text, want) {
					t.Errorf("%q is missing:\n%s", want, text)
				}
			}
			if strings.Contains(text, key) {
				t.Errorf("the key is printed:\n%s", text)
			}
			if left, _ := os.ReadDir(o.temp); len(left) != 0 {
				t.Errorf("left the folder %s", left[0].Name())
			}
		})
	}
}

// interruptions are runs of a kind that the user interrupts when a request has arrived.
var interruptions = []struct{ kind, call string }{
	{"machine", "machines.create"}, {"public IP address", "publicips.claim"}, {"custom template", "templates.create"}, {"machine", "machines.destroy"},
	{"shared drive", "drives.create"},
}

// until calls do when the first request of a call has arrived.
func until(t *testing.T, w *psfake.Server, call string, do func()) {
	(&acctest.Env{Server: w}).When(t, func(j psfake.Journal) bool { return j.Count(call) > 0 }, do)
}

func TestAccLiveInterrupted(t *testing.T) {
	for _, at := range interruptions {
		for name, d := range behaviors {
			t.Run(at.kind+"/"+at.call+"/"+name, func(t *testing.T) {
				slow := timings
				slow.Provision, slow.Template, slow.Destroy = 500*time.Millisecond, 500*time.Millisecond, 500*time.Millisecond
				w, o, out := prepare(t, d, slow)
				o.only = at.kind
				fill(w, "mine", time.Now())
				before := objectsOf(w)
				ctx, stop := context.WithCancel(t.Context())
				defer stop()
				until(t, w, at.call, stop)
				if err := run(ctx, t.Context(), o); err == nil || !strings.Contains(err.Error(), "interrupted") {
					t.Errorf("%v\n%s", err, out)
				}
				if after := objectsOf(w); !slices.Equal(before, after) {
					t.Errorf("left %v\nwant %v\n%s", after, before, out)
				}
			})
		}
	}
}

// A second interrupt ends the removal, and what is left is named.
func TestAccLiveInterruptedTwice(t *testing.T) {
	slow := timings
	slow.Destroy = time.Hour
	w, o, out := prepare(t, psfake.Documented(), slow)
	o.only = "machine"
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	urgent, leave := context.WithCancel(t.Context())
	defer leave()
	until(t, w, "machines.create", stop)
	until(t, w, "machines.destroy", leave)
	err := run(ctx, urgent, o)
	machines := w.Machines()
	if err == nil || len(machines) != 1 || !strings.Contains(err.Error(), "make sweep ARGS=-all-ages") || !strings.Contains(out.String(), machines[0].ID) {
		t.Errorf("%v\n%s\n%d machines", err, out, len(machines))
	}
}

// What the destroys do not remove is removed by name, and the run fails.
func TestAccLiveRemovesByName(t *testing.T) {
	w, o, out := prepare(t, psfake.Documented(), timings)
	o.only = "script"
	before := objectsOf(w)
	w.Inject(psfake.Fault{Call: "scripts.destroy", Kind: psfake.FaultReject, Status: 403, Message: "Not now", Times: 2})
	err := run(t.Context(), t.Context(), o)
	if err == nil || !strings.Contains(err.Error(), "1 object had to be removed by name") || !strings.Contains(err.Error(), "Not now") {
		t.Errorf("%v\n%s", err, out)
	}
	if after := objectsOf(w); !slices.Equal(before, after) {
		t.Errorf("left %v\nwant %v", after, before)
	}
}

// A failed apply leaves nothing behind, and the other kinds still run.
func TestAccLiveFailureLeavesNothing(t *testing.T) {
	w, o, out := prepare(t, psfake.Documented(), timings)
	o.only = "snapshot,script"
	before := objectsOf(w)
	w.Inject(psfake.Fault{Call: "snapshots.create", Kind: psfake.FaultReject, Status: 400, Message: "Snapshots are not for you"})
	err := run(t.Context(), t.Context(), o)
	if err == nil || !strings.Contains(err.Error(), "Snapshots are not for you") {
		t.Errorf("%v", err)
	}
	if !strings.Contains(out.String(), "FAILED") || !allOK.MatchString(out.String()) {
		t.Errorf("summary:\n%s", out)
	}
	if after := objectsOf(w); !slices.Equal(before, after) {
		t.Errorf("left %v\nwant %v", after, before)
	}
}

// What fails before something is created says so.
func TestNothingWasCreated(t *testing.T) {
	acctest.Parallel(t)
	_, a := serveFake(t, psfake.Documented(), timings)
	o := options{account: a, live: consent, cli: filepath.Join(t.TempDir(), "no-such-cli"), temp: t.TempDir(), out: &printed{}}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	if err := run(ctx, ctx, o); err == nil || !strings.HasPrefix(err.Error(), "nothing was created: ") || !strings.Contains(err.Error(), "no-such-cli") {
		t.Errorf("without a CLI: %v", err)
	}
	stop()
	if err := run(ctx, ctx, o); err == nil || err.Error() != "interrupted, and nothing was created" {
		t.Errorf("interrupted: %v", err)
	}
	if left, _ := os.ReadDir(o.temp); len(left) != 0 {
		t.Errorf("left the folder %s", left[0].Name())
	}
}

func TestRejections(t *testing.T) {
	acctest.Parallel(t)
	for name, c := range map[string]struct {
		env  map[string]string
		args []string
		want string
	}{
		"no key":          {map[string]string{"PAPERSPACE_LIVE": consent}, nil, "set PAPERSPACE_API_KEY"},
		"no consent":      {map[string]string{"PAPERSPACE_API_KEY": key}, nil, `Set PAPERSPACE_LIVE="I accept the costs"`},
		"other consent":   {map[string]string{"PAPERSPACE_API_KEY": key, "PAPERSPACE_LIVE": "yes"}, nil, "PAPERSPACE_LIVE"},
		"sweep, no key":   {nil, []string{"sweep"}, "set PAPERSPACE_API_KEY"},
		"unknown kind":    {map[string]string{"PAPERSPACE_API_KEY": key, "PAPERSPACE_LIVE": consent}, []string{"-only", "moon"}, `"moon"; the kinds are network,script,machine,`},
		"unknown command": {map[string]string{"PAPERSPACE_API_KEY": key, "PAPERSPACE_LIVE": consent}, []string{"clean"}, "unexpected argument"},
	} {
		var out, errs strings.Builder
		code := command(t.Context(), t.Context(), process{c.args, func(name string) string { return c.env[name] }, &out, &errs})
		if code != exitRejected || !strings.Contains(errs.String(), c.want) || strings.Count(errs.String(), "\n") != 1 || out.Len() > 0 {
			t.Errorf("%s: exit code %d\n%s%s", name, code, &out, &errs)
		}
	}
}
