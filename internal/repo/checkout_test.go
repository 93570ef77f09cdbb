package repo

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
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

// A release must be built with the Go that the repository names, security fixes
// included, and from no cache that another job could have written.
func TestReleaseNamesItsGoAndUsesNoCache(t *testing.T) {
	t.Parallel()
	if !regexp.MustCompile(`(?m)^toolchain go\d+\.\d+\.\d+$`).MatchString(read(t, "go.mod")) {
		t.Error("go.mod names no toolchain")
	}
	release := read(t, ".github", "workflows", "release.yml")
	if strings.Count(release, "actions/setup-go@") != strings.Count(release, "cache: false") || strings.Contains(release, "actions/cache") {
		t.Error("the release job uses a cache")
	}
	if !strings.Contains(release, `test "$(go env GOVERSION)" = "$(sed -n 's/^toolchain //p' go.mod)"`) {
		t.Error("the release job does not check its Go")
	}
}

// An action that is named by a tag is whatever the tag is moved to, and one of
// them receives the signing key.
func TestActionsAreNamedByCommit(t *testing.T) {
	t.Parallel()
	used := regexp.MustCompile(`uses: (\S+)`)
	pinned := regexp.MustCompile(`uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	for _, name := range []string{"release.yml", "test.yml"} {
		for line := range strings.Lines(read(t, ".github", "workflows", name)) {
			line = strings.TrimRight(line, "\r\n")
			if used.MatchString(line) && !pinned.MatchString(line) {
				t.Errorf("%s: %s", name, strings.TrimSpace(line))
			}
		}
	}
}
