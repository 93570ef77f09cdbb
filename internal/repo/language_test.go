package repo

import (
	"bufio"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
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
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("no go command here")
	}
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

// Vale itself checks the comments of Go files only. The messages in them and the names of tests follow the same rules.
func TestLanguageOfMessagesAndTestNames(t *testing.T) {
	t.Parallel()
	var lines, places []string
	add := func(fset *token.FileSet, pos token.Pos, text string) {
		lines, places = append(lines, text), append(places, fset.Position(pos).String())
	}
	for _, path := range goFiles(t) {
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		isTest := strings.HasSuffix(path, "_test.go")
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if isTest && n.Recv == nil && testName.MatchString(n.Name.Name) {
					words := strings.ToLower(camelHump.ReplaceAllString(n.Name.Name, "$1 $2"))
					add(fset, n.Pos(), words+".")
				}
			case *ast.BasicLit:
				// The fake server's messages imitate those of Paperspace.
				if isTest || n.Kind != token.STRING || strings.Contains(path, "psfake") {
					break
				}
				if text, err := strconv.Unquote(n.Value); err == nil && strings.Count(text, " ") > 1 {
					add(fset, n.Pos(), strings.Join(strings.Fields(text), " "))
				}
			}
			return true
		})
	}
	if len(lines) < 2000 {
		t.Errorf("found only %d messages and names", len(lines))
	}
	for i, rules := range vale(t, lines) {
		for _, rule := range rules {
			// A message can name the argument for an ID, join format verbs with colons, and quote
			// units.
			if rule != "ID" && rule != "Glue" && rule != "Units" {
				t.Errorf("%s: %s reports %q", places[i], rule, lines[i])
			}
		}
	}
}

var (
	testName  = regexp.MustCompile(`^(Test|Fuzz|Benchmark)`)
	camelHump = regexp.MustCompile(`([a-z0-9])([A-Z])`)
)

// goFiles returns the Go files of the repository, except for those of test data.
func goFiles(t *testing.T) (paths []string) {
	t.Helper()
	for _, dir := range []string{"cmd", "internal"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() && d.Name() == "testdata" {
				return filepath.SkipDir
			}
			if err == nil && strings.HasSuffix(path, ".go") {
				paths = append(paths, path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return paths
}
