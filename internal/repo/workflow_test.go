package repo

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// workflows returns the text of each workflow by the name of its file.
func workflows(t *testing.T) map[string]string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(root, ".github", "workflows", "*.y*ml"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no workflows: %v", err)
	}
	texts := map[string]string{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		texts[filepath.Base(path)] = string(text)
	}
	return texts
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
	for name, workflow := range workflows(t) {
		for line := range strings.Lines(workflow) {
			line = strings.TrimRight(line, "\r\n")
			if used.MatchString(line) && !pinned.MatchString(line) {
				t.Errorf("%s: %s", name, strings.TrimSpace(line))
			}
		}
	}
}
