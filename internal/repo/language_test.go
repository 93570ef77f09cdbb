package repo

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// alert is what Vale reports about one line.
type alert struct {
	Check string
	Line  int
}

// vale returns the alerts for a file with the given lines, each in a paragraph, by line.
func vale(t *testing.T, lines []string) map[int][]string {
	t.Helper()
	if out, err := exec.CommandContext(t.Context(), "go", "env", "CC").Output(); err != nil {
		t.Fatal(err)
	} else if _, err := exec.LookPath(strings.TrimSpace(string(out))); err != nil {
		t.Skip("Vale needs a C compiler:", err)
	}
	path := filepath.Join(t.TempDir(), "examples.md")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "go", "tool", "-modfile=tools/vale/go.mod", "vale", "--config=.vale.ini", "--output=JSON", "--no-exit", path)
	cmd.Dir = root
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("vale: %v\n%s", err, out)
	}
	files := map[string][]alert{}
	if err := json.Unmarshal(out, &files); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	byLine := map[int][]string{}
	for _, alerts := range files {
		for _, a := range alerts {
			byLine[(a.Line-1)/2] = append(byLine[(a.Line-1)/2], strings.TrimPrefix(a.Check, "Paperspace."))
		}
	}
	return byLine
}

// Each rule states in its first lines what it reports ("# bad: ") and what it accepts ("# good: "). No rule can report
// what another one accepts.
func TestLanguageRules(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob(filepath.Join(root, "styles", "Paperspace", "*.yml"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no rules: %v", err)
	}
	var lines, rules []string
	var bad []bool
	for _, path := range paths {
		rule := strings.TrimSuffix(filepath.Base(path), ".yml")
		seen := map[bool]bool{}
		scanner := bufio.NewScanner(strings.NewReader(read(t, "styles", "Paperspace", filepath.Base(path))))
		for scanner.Scan() {
			example, isBad := strings.CutPrefix(scanner.Text(), "# bad: ")
			if !isBad {
				var isGood bool
				if example, isGood = strings.CutPrefix(scanner.Text(), "# good: "); !isGood {
					continue
				}
			}
			lines, rules, bad = append(lines, example), append(rules, rule), append(bad, isBad)
			seen[isBad] = true
		}
		if !seen[true] || !seen[false] {
			t.Errorf("%s has no bad or no good example", rule)
		}
	}
	reported := vale(t, lines)
	for i, line := range lines {
		switch {
		case bad[i] && !slices.Contains(reported[i], rules[i]):
			t.Errorf("%s does not report %q; reported: %q", rules[i], line, reported[i])
		case !bad[i] && len(reported[i]) > 0:
			t.Errorf("%q is an example of good language in %s, but %q report it", line, rules[i], reported[i])
		}
	}
}
