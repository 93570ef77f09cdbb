package tfcli

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// source writes files, by name, to a new folder. It skips tests on a machine without Go,
// because their folders are for the go command.
func source(t *testing.T, files map[string]string) string {
	t.Helper()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("no go command here")
	}
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o400); err != nil { // as in the module cache
			t.Fatal(err)
		}
	}
	return dir
}

// The module of Terraform in the module proxy does not contain the modules below it.
func TestWholeBuildsWithoutTheModulesBelow(t *testing.T) {
	const below = "example.com/tf/internal/backend/remote-state/s3"
	dir := source(t, map[string]string{
		"go.mod": "module example.com/tf\n\ngo 1.26.0\n\nrequire (\n\t" + below + " v0.0.0\n\texample.com/tf/internal/legacy v0.0.0\n)\n\n" +
			"replace " + below + " => ./internal/backend/remote-state/s3\n\nreplace example.com/tf/internal/legacy => ./internal/legacy\n",
		"main.go":                     "package main\n\nimport s3 \"" + below + "\"\n\nfunc main() { s3.New() }\n",
		"internal/backend/backend.go": "package backend\n\ntype Backend any\n",
	})
	work := filepath.Join(t.TempDir(), "src")
	got, err := whole(t.Context(), dir, work)
	if err != nil || got != work {
		t.Fatalf("%s, %v", got, err)
	}
	bin := filepath.Join(t.TempDir(), "tf.exe")
	if _, err := goIn(t.Context(), got, nil, "build", "-o", bin, "."); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), bin).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "this build has no backend s3") {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestWholeLeavesACompleteModuleAlone(t *testing.T) {
	dir := source(t, map[string]string{"go.mod": "module example.com/tofu\n\ngo 1.26.0\n\nreplace example.com/a => example.com/b v1.0.0\n"})
	work := filepath.Join(t.TempDir(), "src")
	got, err := whole(t.Context(), dir, work)
	if err != nil || got != dir || exists(work) {
		t.Errorf("%s, %v", got, err)
	}
}
