package repo

import (
	"maps"
	"os/exec"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/paperspace-community/terraform-provider-paperspace"

// The list of packages in DESIGN.md contains exactly the imports of the provider, and each import
// is of a package further down. The linter has a rule for every resource package.
func TestDesignShowsEveryImport(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("no go command here")
	}
	cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", "-f", "{{.ImportPath}}{{range .Imports}} {{.}}{{end}}", ".")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	design := read(t, "DESIGN.md")
	lines := regexp.MustCompile(`(?m)^  ([a-z0-9, ]+?) +->(.*)$`).FindAllStringSubmatch(design, -1)
	members := regexp.MustCompile(`(?m)^  resources .*\n((?: {8,}.*\n)+)`).FindStringSubmatch(design)
	if len(lines) == 0 || members == nil {
		t.Fatal("no list of packages in DESIGN.md")
	}
	lineOf, shown, found := map[string]int{}, make([]string, len(lines)), make([]map[string]bool, len(lines))
	for i, line := range lines {
		names := strings.Split(line[1], ", ")
		if line[1] == "resources" {
			names = strings.Split(strings.Join(strings.Fields(members[1]), " "), ", ")
			for _, name := range names {
				if !strings.Contains(read(t, ".golangci.yml"), `"**/internal/`+name+`/**"`) {
					t.Errorf("no rule of the linter lists %s", name)
				}
			}
		}
		for _, name := range names {
			lineOf[name] = i
		}
		shown[i], found[i] = strings.TrimSpace(line[2]), map[string]bool{}
	}
	for _, row := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		all := slices.DeleteFunc(strings.Fields(row), func(p string) bool { return !strings.HasPrefix(p, module) })
		for n, name := range all {
			if name = path.Base(name); name == path.Base(module) {
				name = "main"
			}
			to, listed := lineOf[name]
			if all[n] = name; !listed {
				t.Errorf("the list lacks %s", name)
			} else if from := lineOf[all[0]]; n > 0 {
				if found[from][lines[to][1]] = true; to <= from {
					t.Errorf("%s imports %s, which is not below it", all[0], name)
				}
			}
		}
	}
	for i, line := range lines {
		sorted := func(names string) []string { return slices.Sorted(strings.SplitSeq(names, ", ")) }
		if want := strings.Join(slices.Sorted(maps.Keys(found[i])), ", "); !slices.Equal(sorted(shown[i]), sorted(want)) {
			t.Errorf("%s -> %s, but it imports %s", line[1], shown[i], want)
		}
	}
}
