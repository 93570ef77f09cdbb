package repo

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// workflows returns the text of each workflow by file name.
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

// A release must be built with the Go version in go.mod, which includes security fixes, and without
// a cache that another job could have written.
func TestReleaseNamesItsGoAndUsesNoCache(t *testing.T) {
	t.Parallel()
	if !regexp.MustCompile(`(?m)^toolchain go\d+\.\d+\.\d+$`).MatchString(read(t, "go.mod")) {
		t.Error("go.mod names no toolchain")
	}
	release := read(t, ".github", "workflows", "release.yml")
	if strings.Count(release, "actions/setup-go@") != strings.Count(release, "cache: false") || strings.Contains(release, "actions/cache") {
		t.Error("the release job uses a cache")
	}
	if !strings.Contains(release, `echo "GOTOOLCHAIN=$(sed -n 's/^toolchain //p' go.mod)" >>"$GITHUB_ENV"`) {
		t.Error("the release job does not use the Go of go.mod")
	}
	if !strings.Contains(release, "- run: make vuln\n") || !strings.Contains(release, "needs: vuln\n") {
		t.Error("a release does not wait for govulncheck")
	}
}

// A tag can be moved, so an action that is named by a tag can change. One of the actions has access
// to the signing key.
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

// A job without permissions has those of its workflow. If the workflow has none either, the
// settings of the repository apply.
func TestWorkflowsHaveFewPermissions(t *testing.T) {
	t.Parallel()
	for name, workflow := range workflows(t) {
		if !regexp.MustCompile(`(?m)^permissions:( \{\}|\n  contents: read)$`).MatchString(workflow) {
			t.Errorf("%s: the workflow does not limit its permissions", name)
		}
		writes := regexp.MustCompile(`(?m)^ +(\S+): write\b`).FindAllString(workflow, -1)
		if name != "release.yml" && len(writes) > 0 {
			t.Errorf("%s: has %q", name, writes)
		}
		if name != "release.yml" && strings.Contains(workflow, "secrets.") {
			t.Errorf("%s: uses a secret", name)
		}
		if strings.Count(workflow, "actions/checkout@") != strings.Count(workflow, "persist-credentials: false") {
			t.Errorf("%s: a checkout leaves its token to the steps after it", name)
		}
		if strings.Count(workflow, "runs-on:") != strings.Count(workflow, "timeout-minutes:") {
			t.Errorf("%s: a job has no timeout", name)
		}
		if strings.Contains(workflow, "pull_request_target") {
			t.Errorf("%s: runs the code of strangers with the rights of the repository", name)
		}
	}
}

// GitHub replaces an expression in a run step before the shell reads the script, so the name of a
// branch or a tag could be executed.
func TestWorkflowsWriteNoExpressionIntoTheShell(t *testing.T) {
	t.Parallel()
	for name, workflow := range workflows(t) {
		var indent int // of the run step, 0 outside of one
		for line := range strings.Lines(workflow) {
			depth := len(line) - len(strings.TrimLeft(line, " "))
			step := regexp.MustCompile(`^ *(- )?run:`).MatchString(line)
			if step {
				indent = depth
			} else if strings.TrimSpace(line) != "" && depth <= indent {
				indent = 0
			}
			if (step || indent > 0) && regexp.MustCompile(`\$\{\{ *(github|steps|inputs|secrets|env)\.`).MatchString(line) {
				t.Errorf("%s: %s", name, strings.TrimSpace(line))
			}
		}
	}
}

// Only GitHub's own actions, the tools in go.sum, and GnuPG have access to the signing key and the
// permission to publish.
func TestReleaseRunsNoForeignAction(t *testing.T) {
	t.Parallel()
	release := read(t, ".github", "workflows", "release.yml")
	for _, use := range regexp.MustCompile(`uses: (\S+)`).FindAllStringSubmatch(release, -1) {
		if !strings.HasPrefix(use[1], "actions/") {
			t.Errorf("release.yml uses %s", use[1])
		}
	}
	for _, part := range []string{"go tool -modfile=tools/release/go.mod goreleaser release", "actions/attest-build-provenance@", "environment: release"} {
		if !strings.Contains(release, part) {
			t.Errorf("release.yml has no %q", part)
		}
	}
	if n := strings.Count(release, "secrets.GPG_PRIVATE_KEY"); n != 1 {
		t.Errorf("release.yml uses the signing key %d times", n)
	}
}

func TestDependabotHasEveryModule(t *testing.T) {
	t.Parallel()
	config := read(t, ".github", "dependabot.yml")
	if !strings.Contains(config, "package-ecosystem: github-actions") {
		t.Error("the actions are not updated")
	}
	known := regexp.MustCompile(`directories: \[(.*)\]`).FindStringSubmatch(config)
	if known == nil {
		t.Fatal("no directories in dependabot.yml")
	}
	for _, pattern := range []string{"go.mod", "*/go.mod", "*/*/go.mod"} {
		found, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range found {
			dir, err := filepath.Rel(root, filepath.Dir(path))
			if err != nil {
				t.Fatal(err)
			}
			dir = "/" + strings.TrimPrefix(filepath.ToSlash(dir), ".")
			if !slices.Contains(strings.Split(known[1], ", "), dir) {
				t.Errorf("the module in %s is not updated", dir)
			}
		}
	}
}

// A log with TF_LOG contains the configuration and the state. A log with TF_LOG_PROVIDER does not.
func TestIssueFormsAskForALogThatIsSafeToPost(t *testing.T) {
	t.Parallel()
	for _, elements := range [][]string{{".github", "ISSUE_TEMPLATE", "bug.yml"}, {"SUPPORT.md"}} {
		text := read(t, elements...)
		if !strings.Contains(text, "TF_LOG_PROVIDER=DEBUG TF_LOG_PATH=") || regexp.MustCompile(`\bTF_LOG=`).MatchString(text) {
			t.Errorf("%s does not say how to write a log that is safe to post", elements)
		}
	}
}

// goreleaser and make cross build for the same platforms.
func TestReleasedPlatformsAreTheOnesOfTheMakefile(t *testing.T) {
	t.Parallel()
	config := read(t, ".goreleaser.yml")
	items := func(key string) []string {
		m := regexp.MustCompile(`(?m)^ +` + key + `: \[(.*)\]$`).FindStringSubmatch(config)
		if m == nil {
			t.Fatalf(".goreleaser.yml has no %s", key)
		}
		return strings.Split(m[1], ", ")
	}
	var released []string
	for _, goos := range items("goos") {
		for _, goarch := range items("goarch") {
			released = append(released, goos+"/"+goarch)
		}
	}
	_, list, _ := strings.Cut(read(t, "GNUmakefile"), "\nPLATFORMS := ")
	list, _, _ = strings.Cut(list, "\n#")
	built := strings.Fields(strings.ReplaceAll(list, "\\", ""))
	slices.Sort(released)
	slices.Sort(built)
	if !slices.Equal(released, built) {
		t.Errorf("released are %q, but make cross builds %q", released, built)
	}
}
