// Package acctest runs stories through a real Terraform or OpenTofu against
// the fake service, once for every generation of the API and for every behavior
// that the sources of its contract disagree about.
package acctest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/provider"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakecore "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/core"
	fakev1 "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/v1"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/serve"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcli"
)

// Key is the key of the fake service; no log, state or message may hold it.
const Key = "test-key-1ba4f98e7c0"

// Env is what a story plays in: a world of its own and a door to it.
type Env struct {
	*psfake.Server
	Endpoint   string
	Generation string // of the API
	Behavior   string
}

// Case is one story.
type Case struct {
	// Timings of the service; zero means that everything is done at the next look.
	Timings psfake.Timings
	// Prepare changes the world before the story begins.
	Prepare func(e *Env)
	// Generations narrows the story to some ("core", "v1"); nil means all.
	Generations []string
	// Behaviors are those that the story plays in; nil means the unkinder one,
	// "observed". What the behaviors differ in, package conformance tests; here it
	// matters for the main story of a type.
	Behaviors []string
	// Needs skips the story where the CLI lacks a feature.
	Needs []Feature
	// CLI is true of a story that needs a real CLI. The others run through one if the
	// environment says PAPERSPACE_STORIES=cli.
	CLI bool
	// Steps is the story.
	Steps func(e *Env) []resource.TestStep
	// After looks at the world once everything has been destroyed.
	After func(t *testing.T, e *Env)
}

// Both are the behaviors that the sources of a contract leave open.
var Both = []string{"documented", "observed"}

var behaviors = map[string]psfake.Behavior{"documented": psfake.Documented(), "observed": psfake.Observed()}

// doors are the doors to a world, and what comes after the server's address.
var doors = map[string]struct {
	open func(w *psfake.Server) http.Handler
	path string
}{
	"core": {open: fakecore.New},
	"v1":   {open: fakev1.New, path: psfake.V1Prefix},
}

// stages are what every story plays on. The documented behavior of API v1 is for
// stories of that version alone.
var (
	stages  = [][2]string{{"core", "documented"}, {"core", "observed"}, {"v1", "observed"}}
	v1Alone = [][2]string{{"v1", "documented"}, {"v1", "observed"}}
)

// Run plays the story once for each generation and behavior.
func Run(t *testing.T, c Case) {
	t.Helper()
	UseCLI(t)
	Needs(t, c.Needs...)
	Parallel(t)
	wanted := c.Behaviors
	if wanted == nil {
		wanted = []string{"observed"}
	}
	possible := stages
	if slices.Equal(c.Generations, []string{"v1"}) {
		possible = v1Alone
	}
	for _, stage := range possible {
		generation, behavior := stage[0], stage[1]
		if !slices.Contains(wanted, behavior) || len(c.Generations) > 0 && !slices.Contains(c.Generations, generation) {
			continue
		}
		t.Run(generation+"/"+behavior, func(t *testing.T) {
			t.Parallel()
			e := Open(t, generation, behavior, c.Timings)
			if c.Prepare != nil {
				c.Prepare(e)
			}
			if c.CLI || len(c.Needs) > 0 || os.Getenv("PAPERSPACE_STORIES") == "cli" {
				resource.UnitTest(t, resource.TestCase{ProtoV6ProviderFactories: Factories(), Steps: c.Steps(e)})
			} else {
				play(t, c.Steps(e))
			}
			if c.After != nil {
				c.After(t, e)
			}
		})
	}
}

// parallel holds the tests that run in parallel with others.
var parallel sync.Map

// Parallel makes a test run in parallel with others, once. Most tests wait for
// something, and each that does it alone leaves the processors idle.
func Parallel(t *testing.T) {
	t.Helper()
	if _, done := parallel.LoadOrStore(t, true); !done {
		t.Parallel()
	}
}

// Everywhere plays a test that needs no CLI, in parallel, on every stage.
func Everywhere(t *testing.T, timings psfake.Timings, test func(t *testing.T, e *Env)) {
	t.Helper()
	Parallel(t)
	for _, stage := range stages {
		t.Run(stage[0]+"/"+stage[1], func(t *testing.T) {
			t.Parallel()
			test(t, Open(t, stage[0], stage[1], timings))
		})
	}
}

// When does something once the requests so far call for it, and never if the
// test ends before that.
func (e *Env) When(t testing.TB, come func(j psfake.Journal) bool, do func()) {
	t.Helper()
	go func() {
		look := time.NewTicker(5 * time.Millisecond)
		defer look.Stop()
		for !come(e.Journal()) {
			select {
			case <-look.C:
			case <-t.Context().Done():
				return
			}
		}
		do()
	}()
}

// New opens a world that speaks CORE on a loopback port until the test ends.
func New(t testing.TB, behavior string, timings psfake.Timings) *Env {
	t.Helper()
	return Open(t, "core", behavior, timings)
}

// Open opens a world on a loopback port until the test ends.
func Open(t testing.TB, generation, behavior string, timings psfake.Timings) *Env {
	t.Helper()
	w := psfake.New(psfake.Strict(), psfake.WithKey(Key), psfake.WithBehavior(behaviors[behavior]), psfake.WithTimings(timings), psfake.WithSeed(1))
	door := doors[generation]
	server := httptest.NewServer(door.open(w))
	t.Cleanup(server.Close)
	return &Env{Server: w, Endpoint: server.URL + door.path, Generation: generation, Behavior: behavior}
}

// Factories serves the provider in this process.
func Factories() map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		"paperspace": func() (tfprotov6.ProviderServer, error) { return serve.NewServer(provider.New("test")()), nil },
	}
}

// Provider is a provider block for this world, with more lines if wanted. It
// polls fast: the pauses of the real thing are tested with a driven clock.
func (e *Env) Provider(lines ...string) string {
	return fmt.Sprintf(`
provider "paperspace" {
  api_version   = %q
  api_key       = %q
  endpoint      = %q
  region        = "East Coast (NY2)"
  poll_interval = "10ms"
  %s
}
`, e.Generation, Key, e.Endpoint, strings.Join(lines, "\n  "))
}

// V1 says whether the story plays against API v1.
func (e *Env) V1() bool { return e.Generation == "v1" }

// Want is what a case of a table leads to: v1 holds what is different with API
// v1, by the case's name.
func (e *Env) Want(name, core string, v1 map[string]string) string {
	if other, differs := v1[name]; differs && e.V1() {
		return other
	}
	return core
}

// Refused stands in a table of what is different with API v1 for a lookup that
// it refuses, and that no configuration with others can hold.
const Refused = "refused"

// By picks what is meant for the generation that the story plays against.
func By[T any](e *Env, core, v1 T) T {
	if e.V1() {
		return v1
	}
	return core
}

// Config puts the provider block before the given configuration.
func (e *Env) Config(hcl string) string { return e.Provider() + hcl }

// Only returns the one machine alive, or fails.
func (e *Env) Only(t testing.TB) psfake.Machine {
	t.Helper()
	all := e.Machines()
	if len(all) != 1 {
		t.Fatalf("%d machines are alive, want 1: %+v", len(all), all)
	}
	return all[0]
}

// Change changes the only machine behind the provider's back, as a step's
// PreConfig.
func (e *Env) Change(t testing.TB, change func(m *psfake.Machine)) func() {
	return func() {
		t.Helper()
		e.ChangeMachine(e.Only(t).ID, change)
	}
}

var cli struct {
	once sync.Once
	tfcli.CLI
	err error
}

// collectLess makes this process and the CLI collect garbage less often, unless the
// environment says how often. A CLI lives for some milliseconds, a good part of which
// the collector takes, and a story runs it a hundred times.
func collectLess() {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(400)
	_ = os.Setenv("GOGC", "400")
}

// UseCLI makes the test framework use the CLI that make would use: TF in the
// environment, else terraform or tofu on the PATH, else the pinned OpenTofu.
// TF=none skips the test.
func UseCLI(t testing.TB) tfcli.CLI {
	t.Helper()
	cli.once.Do(func() {
		collectLess()
		ctx, cancel := context.WithTimeout(context.Background(), 15*time.Minute)
		defer cancel()
		want := os.Getenv("TF_ACC_TERRAFORM_PATH")
		if want == "" {
			want = os.Getenv("TF")
		}
		if cli.CLI, cli.err = tfcli.Find(ctx, want); cli.err != nil {
			return
		}
		for _, kv := range cli.Env() {
			name, value, _ := strings.Cut(kv, "=")
			cli.err = os.Setenv(name, value) //nolint:usetesting // for all tests of the process
		}
	})
	if errors.Is(cli.err, tfcli.ErrNone) {
		t.Skip("needs a CLI, and TF asks for none")
	}
	if cli.err != nil {
		t.Fatalf("no Terraform and no OpenTofu to test with: %s", cli.err)
	}
	return cli.CLI
}
