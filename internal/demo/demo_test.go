package main

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// brief returns the options of a demo with short delays.
func brief(t *testing.T, out *strings.Builder) options {
	t.Helper()
	const moment = 200 * time.Millisecond
	return options{
		CLI:     acctest.UseCLI(t).Path,
		API:     "core",
		Out:     out,
		Example: filepath.Join("..", "..", "examples", "demo"),
		Timings: psfake.Timings{Provision: moment, Start: moment, Stop: moment, Destroy: moment},
		Prepare: func(*psfake.Server) {},
		Env:     []string{"TF_VAR_poll_interval=20ms"},
		Temp:    t.TempDir(),
	}
}

func TestDemo(t *testing.T) {
	// The environment of a user who runs the demo can name another server, which must not receive a
	// request.
	var received atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		received.Add(1)
		rw.WriteHeader(http.StatusTeapot)
	}))
	defer other.Close()
	for name, value := range map[string]string{
		"PAPERSPACE_API_KEY":     "a-real-key",
		"PAPERSPACE_ENDPOINT":    other.URL,
		"PAPERSPACE_API_VERSION": "v9",
		"PAPERSPACE_REGION":      "ca1",
		"PAPERSPACE_TEAM_ID":     "te000000",
		"HTTP_PROXY":             other.URL,
		"TF_CLI_ARGS_apply":      "-destroy",
		"TF_VAR_poll_interval":   "1h",
		"TF_WORKSPACE":           "elsewhere",
	} {
		t.Setenv(name, value)
	}
	for _, api := range []string{"core", "v1"} {
		t.Run(api, func(t *testing.T) { testPrintsEverything(t, api) })
	}
	if n := received.Load(); n != 0 {
		t.Errorf("the server in the user's environment received %d requests, want none", n)
	}
}

func testPrintsEverything(t *testing.T, api string) {
	var out strings.Builder
	o := brief(t, &out)
	o.API = api

	if err := run(t.Context(), o); err != nil {
		t.Fatalf("%v\n\nprinted until then:\n%s", err, out.String())
	}

	for _, want := range []string{
		"(API version " + api + ")",
		"\n1. Plan", "Plan: 2 to add, 0 to change, 0 to destroy.",
		"\n2. Apply", "paperspace_machine.web: Creation complete",
		"\n3. Plan", "No changes.",
		"\n4. Another person", "1 -> 8",
		"\n5. Apply", "Resources: 0 added, 2 changed",
		"\n6. Plan",
		"\n7. Destroy", "Resources: 2 destroyed.",
		"\n8. ", "machines.create", "for each machine",
		"\nAll as promised",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the demo does not print %q", want)
		}
	}
	for _, noise := range []string{"overrides", "(known after apply)\n         +", "a-real-key"} {
		if strings.Contains(out.String(), noise) {
			t.Errorf("the demo prints %q", noise)
		}
	}
	isEmpty(t, o.Temp)
	if t.Failed() {
		t.Log(out.String())
	}
}

func TestDemoThatFails(t *testing.T) {
	var out strings.Builder
	o := brief(t, &out)
	o.Prepare = func(w *psfake.Server) {
		w.Inject(psfake.Fault{Call: "machines.create", Kind: psfake.FaultReject, Message: "no-more"})
	}

	err := run(t.Context(), o)

	if err == nil {
		t.Fatal("a demo whose apply fails ends well")
	}
	for _, want := range []string{"step 2", "apply -auto-approve", "exit code 1", "# paperspace_machine.web will be created", "no-more"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error lacks %q:\n%v", want, err)
		}
	}
	isEmpty(t, o.Temp)
}

func TestDemoInterrupted(t *testing.T) {
	var out strings.Builder
	o := brief(t, &out)
	o.Timings.Provision = time.Hour
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	o.Prepare = func(w *psfake.Server) {
		go func() {
			tick := time.NewTicker(10 * time.Millisecond)
			defer tick.Stop()
			for w.Journal().Count("machines.create") < 2 {
				select {
				case <-ctx.Done():
					return
				case <-tick.C:
				}
			}
			if runtime.GOOS == "linux" && len(programsIn(t, o.Temp)) == 0 {
				t.Error("no program was found while the demo ran, so nothing would be found after it")
			}
			cancel()
		}()
	}

	err := run(ctx, o)

	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want the interrupt", err)
	}
	isEmpty(t, o.Temp)
	for _, program := range programsIn(t, o.Temp) {
		t.Errorf("still running: %s", program)
	}
}

func TestDemoWithoutAConfiguration(t *testing.T) {
	var out strings.Builder
	o := brief(t, &out)
	o.Example = t.TempDir()

	if err := run(t.Context(), o); err == nil || !strings.Contains(err.Error(), "root of the repository") {
		t.Errorf("error %v", err)
	}

	isEmpty(t, o.Temp)
}

func isEmpty(t *testing.T, dir string) {
	t.Helper()
	left, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range left {
		t.Errorf("left behind: %s", filepath.Join(dir, entry.Name()))
	}
}

// programsIn returns the running programs whose working directory is, or was, below dir. On systems
// other than Linux, it returns none. It does not compare the programs themselves, because other
// tests run the same provider.
func programsIn(t *testing.T, dir string) []string {
	t.Helper()
	if runtime.GOOS != "linux" {
		return nil
	}
	processes, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		t.Error(err)
	}
	var found []string
	for _, process := range processes {
		if folder, err := os.Readlink(filepath.Join(process, "cwd")); err == nil && strings.HasPrefix(folder, dir) {
			program, _ := os.Readlink(filepath.Join(process, "exe"))
			found = append(found, program)
		}
	}
	return found
}
