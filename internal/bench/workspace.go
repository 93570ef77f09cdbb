package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakecore "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/core"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfrun"
)

// subject is a provider that is measured.
type subject struct{ name string }

// requests reports whether the subject sends requests, so that the latency of Paperspace matters.
func (s subject) requests() bool { return s == ours || s == other }

var (
	ours    = subject{"provider"}
	echo    = subject{"echo"}
	nothing = subject{"framework"}
	other   = subject{"peer"} // if there is one

	subjects = []subject{ours, echo, nothing}
)

// key is the API key of the fake server.
const key = "test-key"

// fake is the fake server. It runs in this process, which has nothing else to do during a
// measurement.
type fake struct {
	*psfake.Server
	server *httptest.Server
}

func startFake() *fake {
	w := psfake.New(psfake.WithKey(key))
	return &fake{Server: w, server: httptest.NewServer(fakecore.New(w))}
}

// slow makes every response take longer.
func (f *fake) slow(latency time.Duration) {
	f.ClearFaults()
	if latency > 0 {
		f.Inject(psfake.Fault{Kind: psfake.FaultSlow, Delay: latency})
	}
}

// keepStates starts a server for the backend "http", which stores each state under its path. With a
// local state file, Terraform writes the whole file after each machine. With a few hundred
// machines, that takes longer than everything else.
func keepStates() *httptest.Server {
	var kept sync.Map
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.Method {
		case http.MethodGet:
			if state, found := kept.Load(r.URL.Path); found {
				_, _ = w.Write(state.([]byte)) //nolint:forcetypeassert,gosec // stored below, for the CLI
			} else {
				w.WriteHeader(http.StatusNoContent)
			}
		case http.MethodPost:
			if state, err := io.ReadAll(r.Body); err == nil {
				kept.Store(r.URL.Path, state)
			} else {
				w.WriteHeader(http.StatusBadRequest)
			}
		default:
			w.WriteHeader(http.StatusMethodNotAllowed)
		}
	}))
}

// workspace is a folder in which one subject runs.
type workspace struct {
	subject
	tf          *tfrun.Workspace
	fake        *fake
	perResource int // machines in one resource block at most
	peer        *peer
}

// open creates a workspace without the user's settings.
func (b *bench) open(s subject, f *fake) (*workspace, error) {
	dir, err := os.MkdirTemp(b.root, s.name+"-")
	if err != nil {
		return nil, err
	}
	program := s.name // the name of a yardstick of the command plugin
	switch s {
	case ours:
		program = tfrun.Executable(b.provider, tfrun.Program)
	case other:
		program = b.peer.program
	}
	w := &workspace{subject: s, fake: f, perResource: b.perResource}
	if s == other {
		w.peer = b.peer
	}
	w.tf, err = tfrun.Open(b.cli, dir, b.bin, append(tfrun.Isolated(dir, b.root), "PAPERSPACE_API_KEY="+key, "PAPERSPACE_ENDPOINT="+f.server.URL,
		"PAPERSPACE_BENCH_PROGRAM="+program, "PAPERSPACE_BENCH_USAGE="+filepath.Join(dir, "usage"))...)
	return w, err
}

// keepAt makes the CLI store the state at a URL. It must be called before write: with the
// configuration of a provider, init would look for the provider in the registry.
func (w *workspace) keepAt(ctx context.Context, url string) error {
	if err := w.tf.Write("backend.tf", fmt.Sprintf("terraform {\n  backend \"http\" {\n    address = %q\n  }\n}\n", url)); err != nil {
		return err
	}
	_, err := w.run(ctx, "init")
	return err
}

// write writes the configuration of n machines.
func (w *workspace) write(n int) error {
	text := w.config(n)
	if w.peer != nil {
		var err error
		if text, err = w.peer.render(n, w.fake.server.URL); err != nil {
			return err
		}
	}
	return w.tf.Write("main.tf", text)
}

func (w *workspace) config(n int) string {
	out := `terraform {
  required_providers {
    paperspace = {
      source = "paperspace-community/paperspace"
    }
  }
}

provider "paperspace" {
  poll_interval = "100ms"
}
`
	for first := 0; first < n; first += w.perResource {
		out += fmt.Sprintf(`
resource "paperspace_machine" %q {
  count        = %d
  name         = "m-${count.index + %d}"
  machine_type = "C5"
  size         = 50
  region       = "East Coast (NY2)"
  template_id  = "t0nspur5"
}
`, block(first), min(w.perResource, n-first), first)
	}
	return out
}

// block returns the name of the resource block whose first machine has the given number.
func block(first int) string { return fmt.Sprint("from", first) }

// run runs the CLI once and measures it.
func (w *workspace) run(ctx context.Context, args ...string) (sample, error) {
	requests := len(w.fake.Journal())
	if err := os.RemoveAll(w.tf.Path("usage")); err != nil {
		return sample{}, err
	}
	r, err := w.tf.Run(ctx, args...)
	if ctx.Err() != nil {
		return sample{}, err
	}
	if err != nil {
		return sample{}, r.Errorf("%s: %w", w.name, err)
	}
	if args[0] == "plan" && !strings.Contains(r.Text, "Your infrastructure matches the configuration") { // what both CLIs print
		return sample{}, r.Errorf("%s: the plan has changes", w.name)
	}
	s := sample{Wall: r.Took.Seconds(), Requests: len(w.fake.Journal()) - requests}
	used, err := os.ReadFile(w.tf.Path("usage"))
	if err != nil && args[0] != "init" { // init starts no provider
		return sample{}, err
	}
	for line := range strings.Lines(string(used)) {
		var cpu time.Duration
		var rss int64
		if _, err := fmt.Sscan(line, &cpu, &rss); err != nil {
			return sample{}, fmt.Errorf("%s: %w", line, err)
		}
		s.Provider, s.RSS = s.Provider+cpu.Seconds(), max(s.RSS, rss)
	}
	s.Terraform = (r.State.UserTime() + r.State.SystemTime()).Seconds() - s.Provider
	return s, nil
}
