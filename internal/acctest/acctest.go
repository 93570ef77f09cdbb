// Package acctest runs acceptance tests with the fake server: once for each API version, and for each behavior that
// the sources of its contract disagree about. The tests run through a real Terraform or OpenTofu, or through
// [tfcore.Core].
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

// Key is the API key of the fake server. It must not be in any log, state, or message.
const Key = "test-key-1ba4f98e7c0"

// Env is the environment of a test: a fake server of one API version.
type Env struct {
	*psfake.Server
	Endpoint   string
	APIVersion string // "core" or "v1"
	Behavior   string
}

// Case is one acceptance test.
type Case struct {
	// Timings of the fake server. Zero means that every change is done at the next request.
	Timings psfake.Timings
	// Prepare changes the server's state before the first step.
	Prepare func(e *Env)
	// The API versions of the test ("core", "v1"); nil means all.
	APIVersions []string
	// Behaviors are the behaviors to test with; nil means "observed", which is the harder one. Package conformance
	// tests the differences between the behaviors, so only the main test of a resource needs both.
	Behaviors []string
	// Needs skips the test if the CLI lacks a feature.
	Needs []Feature
	// CLI is true if the test needs a real CLI, as the main test of a resource does with the harder behavior. With
	// PAPERSPACE_ACC=cli in the environment, all tests run through one.
	CLI bool
	// Steps are the steps of the test.
	Steps func(e *Env) []resource.TestStep
	// After checks the server's state when everything has been destroyed.
	After func(t *testing.T, e *Env)
}

// Both are the two behaviors of the fake server.
var Both = []string{"documented", "observed"}

var behaviors = map[string]psfake.Behavior{"documented": psfake.Documented(), "observed": psfake.Observed()}

// handlers are the handlers of the API versions, and the path after the server's address.
var handlers = map[string]struct {
	open func(w *psfake.Server) http.Handler
	path string
}{
	"core": {open: fakecore.New},
	"v1":   {open: fakev1.New, path: psfake.V1Prefix},
}

// stages are the combinations that a test runs with. The documented behavior of API v1 is only for tests of that
// version alone.
var (
	stages  = [][2]string{{"core", "documented"}, {"core", "observed"}, {"v1", "observed"}}
	v1Alone = [][2]string{{"v1", "documented"}, {"v1", "observed"}}
)

// Run runs an acceptance test once for each API version and behavior.
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
	if slices.Equal(c.APIVersions, []string{"v1"}) {
		possible = v1Alone
	}
	for _, stage := range possible {
		version, behavior := stage[0], stage[1]
		if !slices.Contains(wanted, behavior) || len(c.APIVersions) > 0 && !slices.Contains(c.APIVersions, version) {
			continue
		}
		t.Run(version+"/"+behavior, func(t *testing.T) {
			t.Parallel()
			e := Open(t, version, behavior, c.Timings)
			if c.Prepare != nil {
				c.Prepare(e)
			}
			if c.CLI && behavior == "observed" || len(c.Needs) > 0 || os.Getenv("PAPERSPACE_ACC") == "cli" {
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

// parallel contains the tests that already run in parallel.
var parallel sync.Map

// Parallel runs a test in parallel with others. It can be called twice. Most tests wait most of the time, and tests
// that wait one after another leave the processors idle.
func Parallel(t *testing.T) {
	t.Helper()
	if _, done := parallel.LoadOrStore(t, true); !done {
		t.Parallel()
	}
}

// Everywhere runs a test that needs no CLI on every stage, in parallel.
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

// When calls do as soon as the requests so far meet a condition. It does nothing if the test ends before that.
func (e *Env) When(t testing.TB, met func(j psfake.Journal) bool, do func()) {
	t.Helper()
	go func() {
		poll := time.NewTicker(5 * time.Millisecond)
		defer poll.Stop()
		for !met(e.Journal()) {
			select {
			case <-poll.C:
			case <-t.Context().Done():
				return
			}
		}
		do()
	}()
}

// New starts a server of the CORE API on a loopback port. It runs until the test ends.
func New(t testing.TB, behavior string, timings psfake.Timings) *Env {
	t.Helper()
	return Open(t, "core", behavior, timings)
}

// Open starts a server of an API version on a loopback port. It runs until the test ends.
func Open(t testing.TB, version, behavior string, timings psfake.Timings) *Env {
	t.Helper()
	w := psfake.New(psfake.Strict(), psfake.WithKey(Key), psfake.WithBehavior(behaviors[behavior]), psfake.WithTimings(timings), psfake.WithSeed(1))
	handler := handlers[version]
	server := httptest.NewServer(handler.open(w))
	t.Cleanup(server.Close)
	return &Env{Server: w, Endpoint: server.URL + handler.path, APIVersion: version, Behavior: behavior}
}

// Factories returns a provider server that runs in this process.
func Factories() map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		"paperspace": func() (tfprotov6.ProviderServer, error) { return serve.NewServer(provider.New("test")()), nil },
	}
}

// Provider returns a provider block for this server, with additional lines. It polls fast, because other tests check
// the pauses with a synthetic clock.
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
`, e.APIVersion, Key, e.Endpoint, strings.Join(lines, "\n  "))
}

// V1 reports whether the test runs with API v1.
func (e *Env) V1() bool { return e.APIVersion == "v1" }

// Want returns the expected result of a case of a table. The map v1 contains the results that differ with API v1, by
// the name of the case.
func (e *Env) Want(name, core string, v1 map[string]string) string {
	if other, differs := v1[name]; differs && e.V1() {
		return other
	}
	return core
}

// Rejected is the result, in the map v1 of a table, of a lookup that API v1 rejects. Such a lookup cannot share a
// configuration with others.
const Rejected = "rejected"

// By returns core or v1, depending on the API version of the test.
func By[T any](e *Env, core, v1 T) T {
	if e.V1() {
		return v1
	}
	return core
}

// Config returns a configuration that starts with the provider block.
func (e *Env) Config(hcl string) string { return e.Provider() + hcl }

// Only returns the only machine, or fails the test.
func (e *Env) Only(t testing.TB) psfake.Machine {
	t.Helper()
	all := e.Machines()
	if len(all) != 1 {
		t.Fatalf("%d machines exist, want 1: %+v", len(all), all)
	}
	return all[0]
}

// Change returns a PreConfig of a step that changes the only machine outside of Terraform.
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

// collectLess makes this process and the CLI collect garbage less often, unless the environment sets GOGC, as make test
// does. A CLI runs for some milliseconds, much of it in the garbage collector, and a test starts it a hundred times.
func collectLess() {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(400)
	_ = os.Setenv("GOGC", "400")
}

// UseCLI selects the CLI that make selects: TF in the environment, or terraform or tofu on the PATH, or the pinned
// OpenTofu. TF=none skips the test.
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
		t.Skip("needs a CLI, and TF is none")
	}
	if cli.err != nil {
		t.Fatalf("found neither Terraform nor OpenTofu for the tests: %s", cli.err)
	}
	return cli.CLI
}
