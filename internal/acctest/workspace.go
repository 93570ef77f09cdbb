package acctest

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcli"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcore"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfrun"
)

// Workspace runs commands of the CLI as users do. It is for tests that plugin-testing does not support, such as those
// of warnings, interrupts, exit codes, and logs. [tfcore.Core] runs a command if it can, and a CLI runs the others, with
// the provider in a separate process. Both use the same state file. With PAPERSPACE_ACC=cli in the environment, a CLI
// runs everything.
type Workspace struct {
	*Env
	t    testing.TB
	tf   *tfrun.Workspace
	core *tfcore.Core
	// real is true if the CLI runs all commands.
	real     bool
	provided bool // for the CLI
}

// binary returns the directory of the provider, which is built once for all tests of this process.
func binary(t testing.TB) string {
	t.Helper()
	dir, err := tfrun.Provider(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// Main runs the tests of a package and removes the provider that they built.
func Main(m *testing.M) {
	code := m.Run()
	_ = tfrun.Clean()
	os.Exit(code)
}

// NewWorkspace starts a server of the CORE API and creates an empty directory for the CLI.
func NewWorkspace(t *testing.T, behavior string) *Workspace {
	t.Helper()
	return NewTimedWorkspace(t, behavior, psfake.Timings{})
}

// NewTimedWorkspace is [NewWorkspace] with the given timings.
func NewTimedWorkspace(t *testing.T, behavior string, timings psfake.Timings) *Workspace {
	t.Helper()
	return NewWorkspaceOf(t, "core", behavior, timings)
}

// NewWorkspaceOf is [NewTimedWorkspace] for any API version.
func NewWorkspaceOf(t *testing.T, version, behavior string, timings psfake.Timings) *Workspace {
	t.Helper()
	Parallel(t)
	return &Workspace{
		Env: Open(t, version, behavior, timings), t: t, tf: OpenFolder(t, "", tfrun.Inherited()...),
		core: &tfcore.Core{Name: "paperspace", New: Factories()["paperspace"]}, real: os.Getenv("PAPERSPACE_ACC") == "cli",
	}
}

// CLI makes the CLI run all later commands. It is for tests that depend on the CLI itself: on its checks, its files,
// or its output.
func (w *Workspace) CLI() *Workspace {
	w.t.Helper()
	w.real = true
	w.provide()
	return w
}

// MustCLI is [Workspace.MustRun] with the CLI, for one command.
func (w *Workspace) MustCLI(args ...string) string {
	w.t.Helper()
	defer func(before bool) { w.real = before }(w.real)
	return w.CLI().MustRun(args...)
}

// provide lets the CLI find the provider.
func (w *Workspace) provide() {
	w.t.Helper()
	if w.provided {
		return
	}
	w.provided = true
	if err := w.tf.Use("cli.tfrc", binary(w.t)); err != nil {
		w.t.Fatal(err)
	}
}

// OpenFolder creates an empty directory of the test in which the CLI runs with a provider.
func OpenFolder(t testing.TB, provider string, env ...string) *tfrun.Workspace {
	t.Helper()
	w, err := tfrun.Open(UseCLI(t), t.TempDir(), provider, env...)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// Write writes the configuration.
func (w *Workspace) Write(hcl string) {
	w.t.Helper()
	if err := w.tf.Write("main.tf", hcl); err != nil {
		w.t.Fatal(err)
	}
}

// Path returns the path of a file in the workspace.
func (w *Workspace) Path(name string) string { return w.tf.Path(name) }

// Setenv sets a variable for all later runs. The CLI runs them, because the variable is not set in this process.
func (w *Workspace) Setenv(name, value string) { w.CLI().tf.Setenv(name + "=" + value) }

// Command prepares a run of another program in the workspace. That program finds the CLI under the name terraform.
func (w *Workspace) Command(program string, args ...string) *exec.Cmd {
	w.t.Helper()
	w.provide()
	bin := w.t.TempDir()
	if err := os.Symlink(w.tf.CLI.Path, filepath.Join(bin, tfcli.Terraform)); err != nil {
		w.t.Skipf("cannot link the CLI: %s", err)
	}
	cmd := exec.CommandContext(w.t.Context(), program, args...) //nolint:gosec // the program of a test
	cmd.Dir = w.tf.Dir
	cmd.Env = append(slices.Clip(w.tf.Env), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	return cmd
}

// hangs is the time after which a run of the CLI is killed.
const hangs = 10 * time.Minute

// Run runs the CLI and returns its output, unwrapped.
func (w *Workspace) Run(args ...string) (string, error) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), hangs)
	defer cancel()
	if !w.real {
		if said, err := w.runCore(ctx, args...); !errors.Is(err, tfcore.ErrUnsupported) {
			return Unwrap(said), err
		}
	}
	w.provide()
	r, err := w.tf.Run(ctx, args...)
	return Unwrap(r.Text), err
}

// MustRun is Run for a command that must succeed.
func (w *Workspace) MustRun(args ...string) string {
	w.t.Helper()
	out, err := w.Run(args...)
	if err != nil {
		w.t.Fatalf("%s: %s\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

// Expect fails the test unless the output contains every text.
func (w *Workspace) Expect(out string, texts ...string) {
	w.t.Helper()
	for _, text := range texts {
		if !strings.Contains(out, text) {
			w.t.Errorf("the output does not contain %q:\n%s", text, out)
		}
	}
}

var frame = regexp.MustCompile(`(?m)^\s*[│╷╵|] ?`)

// Unwrap removes the frames and line breaks from the CLI's messages, so that a test can search for a sentence.
func Unwrap(s string) string {
	return regexp.MustCompile(`[ \t]*\n[ \t]*`).ReplaceAllString(frame.ReplaceAllString(s, ""), " ")
}

// Await waits until a condition is met. It fails the test after five minutes, which is enough for a busy computer.
func (w *Workspace) Await(what string, happened func() bool) {
	w.t.Helper()
	poll, give := time.NewTicker(5*time.Millisecond), time.After(5*time.Minute)
	defer poll.Stop()
	for !happened() {
		select {
		case <-poll.C:
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

// Instances returns the managed resources of the state file. Without a file, and with the empty file of a killed CLI,
// it returns none.
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

// State returns the attributes of the only machine in the state file, and reports whether it is tainted.
func (w *Workspace) State() (attributes map[string]any, tainted bool) {
	w.t.Helper()
	all := w.Instances()
	if len(all) != 1 {
		w.t.Fatalf("%d machines in the state, want 1: %+v", len(all), all)
	}
	return all[0].Attributes, all[0].Tainted
}

var importLine = regexp.MustCompile(`terraform import \S+ (\S+)`)

// Offered returns the IDs in the import commands of a plan.
func Offered(plan string) []string {
	var ids []string
	for _, found := range importLine.FindAllStringSubmatch(plan, -1) {
		ids = append(ids, found[1])
	}
	return ids
}
