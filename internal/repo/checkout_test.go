package repo

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var root = filepath.Join("..", "..")

func read(t *testing.T, elements ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(append([]string{root}, elements...)...))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// A clone with core.autocrlf=true, the default of Git for Windows, must have LF
// in every text file, or gofmt and many tests fail there.
func TestCloneOnWindowsHasNoCarriageReturns(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip(err)
	}
	git := func(args ...string) string {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), "git", args...)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Skipf("git %v: %v\n%s", args, err, out)
		}
		return string(out)
	}
	source, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	git("-C", source, "rev-parse", "--verify", "HEAD")
	clone := filepath.Join(t.TempDir(), "clone")
	git("-c", "core.autocrlf=true", "clone", "-q", "--shared", source, clone)
	for name := range strings.SplitSeq(strings.TrimRight(git("-C", clone, "ls-files", "-z"), "\x00"), "\x00") {
		text, err := os.ReadFile(filepath.Join(clone, name))
		if err == nil && bytes.Contains(text, []byte("\r\n")) {
			t.Errorf("%s has CRLF", name)
		}
	}
}
