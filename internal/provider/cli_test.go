package provider_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfrun"
)

// folder is a configuration for tests that run the real CLI with the real binary in a
// separate environment. They test what depends on the source of a setting, or on what is
// written to a terminal, a file, or a log.
type folder struct {
	t    testing.TB
	tf   *tfrun.Workspace
	home string
}

func TestMain(m *testing.M) { acctest.Main(m) }

// newFolder writes hcl to a new folder, below a block that declares the provider. env is
// added to an environment that has nothing of Paperspace and an empty home directory.
func newFolder(t testing.TB, hcl string, env ...string) *folder {
	t.Helper()
	if testing.Short() {
		t.Skip("builds the provider and starts a CLI")
	}
	bin, err := tfrun.Provider(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	f := &folder{t: t, home: t.TempDir()}
	f.tf = acctest.OpenFolder(t, bin, slices.Concat(tfrun.Inherited(), []string{"HOME=" + f.home, "USERPROFILE=" + f.home, "NO_PROXY=*"}, env)...)
	f.write("main.tf", "terraform {\n  required_providers {\n    paperspace = { source = \"paperspace-community/paperspace\" }\n  }\n}\n"+hcl)
	return f
}

func (f *folder) write(name, text string) {
	f.t.Helper()
	if err := f.tf.Write(name, text); err != nil {
		f.t.Fatal(err)
	}
}

// save writes the file in which the official client saves the key.
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

// run runs the CLI and returns its output and whether it succeeded.
func (f *folder) run(args ...string) (said string, ok bool) {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(f.t.Context(), 10*time.Minute)
	defer cancel()
	r, err := f.tf.Run(ctx, args...)
	if ctx.Err() != nil {
		f.t.Fatalf("%v took too long:\n%s", args, r.Text)
	}
	return r.Text, err == nil
}

// problem is a diagnostic as the CLI reports it in JSON, without the line breaks that it
// makes for people.
type problem struct {
	Severity, Summary, Detail, Address string
	Snippet                            struct{ Code string }
}

// plan returns the errors of a plan.
func (f *folder) plan() []problem {
	f.t.Helper()
	said, ok := f.run("plan", "-json", "-lock=false")
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

// planFails returns the only error of a plan. It also logs the error, so that go test -v
// shows its wording.
func (f *folder) planFails() problem {
	f.t.Helper()
	errors := f.plan()
	if len(errors) != 1 {
		f.t.Fatalf("want one error, got %d: %+v", len(errors), errors)
	}
	f.t.Logf("%s\n%s", errors[0].Summary, errors[0].Detail)
	return errors[0]
}

// says fails unless the error has this title, and all of these texts in order.
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
	text, err := os.ReadFile(f.tf.Path(name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
