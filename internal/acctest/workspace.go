package acctest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcli"
)

// Workspace runs the CLI as people do, with the provider as a process of its
// own: for what plugin-testing cannot see, such as warnings, interrupts, exit
// codes and logs.
type Workspace struct {
	*Env
	t   testing.TB
	dir string
	cli tfcli.CLI
	env []string
}

var built struct {
	once sync.Once
	dir  string
	err  error
}

// binary builds the provider once for all tests of this process.
func binary(t testing.TB) string {
	t.Helper()
	built.once.Do(func() {
		built.dir, built.err = os.MkdirTemp("", "paperspace-acctest-") //nolint:usetesting // outlives the test that comes first
		if built.err != nil {
			return
		}
		cmd := exec.CommandContext(context.Background(), "go", "build", "-o", filepath.Join(built.dir, program()), //nolint:gosec // the name is our own
			"github.com/paperspace-community/terraform-provider-paperspace")
		if out, err := cmd.CombinedOutput(); err != nil {
			built.err = err
			t.Logf("%s", out)
		}
	})
	if built.err != nil {
		t.Fatal(built.err)
	}
	return built.dir
}

// program is the name under which the CLI looks for the provider.
func program() string {
	const name = "terraform-provider-paperspace"
	if runtime.GOOS == "windows" {
		return name + ".exe"
	}
	return name
}

// Main runs the tests of a package and removes what [NewWorkspace] has built.
func Main(m *testing.M) {
	code := m.Run()
	if built.dir != "" {
		_ = os.RemoveAll(built.dir)
	}
	os.Exit(code)
}

// NewWorkspace opens a world that speaks CORE and an empty folder to run the
// CLI in.
func NewWorkspace(t *testing.T, behavior string) *Workspace {
	t.Helper()
	return NewTimedWorkspace(t, behavior, psfake.Timings{})
}

// NewTimedWorkspace is [NewWorkspace] for a service that takes its time.
func NewTimedWorkspace(t *testing.T, behavior string, timings psfake.Timings) *Workspace {
	t.Helper()
	return NewWorkspaceOf(t, "core", behavior, timings)
}

// NewWorkspaceOf is [NewTimedWorkspace] for any generation of the API.
func NewWorkspaceOf(t *testing.T, generation, behavior string, timings psfake.Timings) *Workspace {
	t.Helper()
	Parallel(t)
	w := &Workspace{Env: Open(t, generation, behavior, timings), t: t, dir: t.TempDir(), cli: UseCLI(t)}
	w.env = append(os.Environ(), w.use("cli.tfrc", binary(t)), "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1")
	return w
}

// use writes a configuration file of the CLI that takes the provider from a
// folder, and returns the variable that selects it.
func (w *Workspace) use(file, folder string) string {
	w.t.Helper()
	w.file(w.Path(file), `provider_installation {
  dev_overrides {
    "registry.terraform.io/hashicorp/paperspace" = "`+filepath.ToSlash(folder)+`"
    "registry.opentofu.org/hashicorp/paperspace" = "`+filepath.ToSlash(folder)+`"
  }
  direct {}
}
`)
	return "TF_CLI_CONFIG_FILE=" + w.Path(file)
}

func (w *Workspace) file(name, text string) {
	w.t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// Write makes the configuration.
func (w *Workspace) Write(hcl string) { w.file(filepath.Join(w.dir, "main.tf"), hcl) }

// Path is the path of a file in the workspace.
func (w *Workspace) Path(name string) string { return filepath.Join(w.dir, name) }

// Setenv sets a variable for all later runs.
func (w *Workspace) Setenv(name, value string) { w.env = append(w.env, name+"="+value) }

// Command prepares a run of the CLI; its output goes to the buffer.
func (w *Workspace) Command(args ...string) (*exec.Cmd, *bytes.Buffer) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	w.t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, w.cli.Path, append(args, "-no-color")...) //nolint:gosec // the CLI under test
	cmd.Dir, cmd.Env = w.dir, w.env
	out := &bytes.Buffer{}
	cmd.Stdout, cmd.Stderr = out, out
	return cmd, out
}

// Run runs the CLI and returns what it printed, unwrapped.
func (w *Workspace) Run(args ...string) (string, error) {
	w.t.Helper()
	cmd, out := w.Command(args...)
	err := cmd.Run()
	return Unwrap(out.String()), err
}

// MustRun is Run for what has to work.
func (w *Workspace) MustRun(args ...string) string {
	w.t.Helper()
	out, err := w.Run(args...)
	if err != nil {
		w.t.Fatalf("%s: %s\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

// Expect fails unless the output holds every text.
func (w *Workspace) Expect(out string, texts ...string) {
	w.t.Helper()
	for _, text := range texts {
		if !strings.Contains(out, text) {
			w.t.Errorf("the output does not say %q:\n%s", text, out)
		}
	}
}

var frame = regexp.MustCompile(`(?m)^\s*[│╷╵|] ?`)

// Unwrap undoes the frames and line breaks of the CLI's messages, so that a
// test can look for a sentence.
func Unwrap(s string) string {
	return regexp.MustCompile(`[ \t]*\n[ \t]*`).ReplaceAllString(frame.ReplaceAllString(s, ""), " ")
}

// Await waits until something has happened in the world. It gives up on what
// hangs, and not on what is slow on a busy machine.
func (w *Workspace) Await(what string, happened func() bool) {
	w.t.Helper()
	look, give := time.NewTicker(5*time.Millisecond), time.After(5*time.Minute)
	defer look.Stop()
	for !happened() {
		select {
		case <-look.C:
		case <-give:
			w.t.Fatalf("waited five minutes for: %s", what)
		}
	}
}

// Instance is a managed resource of the state file.
type Instance struct {
	Attributes map[string]any
	Tainted    bool
}

// Instances are the managed resources of the state file. Without a file there
// are none, nor in the empty one that a killed CLI leaves behind.
func (w *Workspace) Instances() []Instance {
	w.t.Helper()
	raw, err := os.ReadFile(w.Path("terraform.tfstate"))
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(raw) == 0 {
		return nil
	}
	if err != nil {
		w.t.Fatal(err)
	}
	var s struct {
		Resources []struct {
			Mode      string
			Instances []struct {
				Status     string
				Attributes map[string]any
			}
		}
	}
	if err := json.Unmarshal(raw, &s); err != nil {
		w.t.Fatal(err)
	}
	var all []Instance
	for _, r := range s.Resources {
		for _, i := range r.Instances {
			if r.Mode == "managed" {
				all = append(all, Instance{Attributes: i.Attributes, Tainted: i.Status == "tainted"})
			}
		}
	}
	return all
}

// State is the state file's only machine: its attributes, and whether it is
// tainted.
func (w *Workspace) State() (attributes map[string]any, tainted bool) {
	w.t.Helper()
	all := w.Instances()
	if len(all) != 1 {
		w.t.Fatalf("%d machines in the state, want 1: %+v", len(all), all)
	}
	return all[0].Attributes, all[0].Tainted
}

var importLine = regexp.MustCompile(`terraform import \S+ (\S+)`)

// Offered are the ids that a plan names with a line to import them.
func Offered(plan string) []string {
	var ids []string
	for _, found := range importLine.FindAllStringSubmatch(plan, -1) {
		ids = append(ids, found[1])
	}
	return ids
}
