package provider_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
)

// folder is a configuration that a real CLI works on with the real binary, in
// an environment of its own: here the stories are played in which it matters
// where a setting comes from or what is written to a terminal, a file or a log.
type folder struct {
	t    testing.TB
	dir  string
	home string
	env  []string
}

var used atomic.Bool

// built is the folder of the provider's binary, made once for all tests.
var built = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "paperspace-provider-")
	if err != nil {
		return "", err
	}
	name := "terraform-provider-paperspace"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", filepath.Join(dir, name), filepath.Join("..", "..")).CombinedOutput(); err != nil {
		return dir, fmt.Errorf("go build: %w\n%s", err, out)
	}
	return dir, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if used.Load() {
		if dir, _ := built(); dir != "" {
			_ = os.RemoveAll(dir)
		}
	}
	os.Exit(code)
}

// newFolder writes hcl, with the line that says which provider is meant, into
// a new folder. env is added to an environment that knows nothing of
// Paperspace and has a home directory of its own.
func newFolder(t testing.TB, hcl string, env ...string) *folder {
	t.Helper()
	if testing.Short() {
		t.Skip("builds the provider and starts a CLI")
	}
	acctest.UseCLI(t)
	used.Store(true)
	bin, err := built()
	if err != nil {
		t.Fatal(err)
	}
	f := &folder{t: t, dir: t.TempDir(), home: t.TempDir()}
	f.write("main.tf", "terraform {\n  required_providers {\n    paperspace = { source = \"paperspace-community/paperspace\" }\n  }\n}\n"+hcl)
	config := filepath.Join(f.home, "cli.tfrc")
	overrides := ""
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		overrides += fmt.Sprintf("    %q = %q\n", host+"/paperspace-community/paperspace", bin)
	}
	if err := os.WriteFile(config, []byte("provider_installation {\n  dev_overrides {\n"+overrides+"  }\n  direct {}\n}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, kv := range os.Environ() {
		if name, _, _ := strings.Cut(kv, "="); !strings.HasPrefix(name, "TF_") && !strings.HasPrefix(name, "PAPERSPACE_") && name != "HOME" && name != "USERPROFILE" {
			f.env = append(f.env, kv)
		}
	}
	f.env = append(f.env, "HOME="+f.home, "USERPROFILE="+f.home, "TF_CLI_CONFIG_FILE="+config, "CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1", "NO_PROXY=*")
	f.env = append(f.env, env...)
	return f
}

func (f *folder) write(name, text string) {
	f.t.Helper()
	if err := os.WriteFile(filepath.Join(f.dir, name), []byte(text), 0o600); err != nil {
		f.t.Fatal(err)
	}
}

// save puts a file where the official client saves the key.
func (f *folder) save(text string) {
	f.t.Helper()
	dir := filepath.Join(f.home, ".paperspace")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		f.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "config.json"), []byte(text), 0o600); err != nil {
		f.t.Fatal(err)
	}
}

// run starts the CLI and returns all that it says, and whether it succeeded.
func (f *folder) run(args ...string) (said string, ok bool) {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(f.t.Context(), 10*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, acctest.UseCLI(f.t).Path, args...)
	cmd.Dir, cmd.Env = f.dir, f.env
	var both bytes.Buffer
	cmd.Stdout, cmd.Stderr = &both, &both
	err := cmd.Run()
	if ctx.Err() != nil {
		f.t.Fatalf("%v took too long:\n%s", args, both.String())
	}
	return both.String(), err == nil
}

// problem is a diagnostic as the CLI reports it to programs, without the line
// breaks that it makes for people.
type problem struct {
	Severity, Summary, Detail, Address string
	Snippet                            struct{ Code string }
}

// plan returns the errors of a plan.
func (f *folder) plan() []problem {
	f.t.Helper()
	said, ok := f.run("plan", "-json", "-input=false", "-lock=false")
	var errors []problem
	for line := range strings.Lines(said) {
		var message struct{ Diagnostic problem }
		if json.Unmarshal([]byte(line), &message) == nil && message.Diagnostic.Severity == "error" {
			errors = append(errors, message.Diagnostic)
		}
	}
	if ok == (len(errors) > 0) {
		f.t.Fatalf("success %t, errors %v:\n%s", ok, errors, said)
	}
	return errors
}

// planFails returns the one error of a plan, and writes it down for people who
// read it aloud (go test -v).
func (f *folder) planFails() problem {
	f.t.Helper()
	errors := f.plan()
	if len(errors) != 1 {
		f.t.Fatalf("want one error, got %d: %+v", len(errors), errors)
	}
	f.t.Logf("%s\n%s", errors[0].Summary, errors[0].Detail)
	return errors[0]
}

// says fails unless the error has this title and all of these texts, in order.
func (p problem) says(t testing.TB, title string, texts ...string) {
	t.Helper()
	if p.Summary != title {
		t.Errorf("title %q, want %q", p.Summary, title)
	}
	rest := p.Detail
	for _, text := range texts {
		_, after, found := strings.Cut(rest, text)
		if !found {
			t.Errorf("does not say %q (or not in this order):\n%s", text, p.Detail)
			return
		}
		rest = after
	}
}

func readFile(t testing.TB, f *folder, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(f.dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
