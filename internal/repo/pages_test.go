package repo

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The Registry renders neither Mermaid nor pictures with a relative address. A page has at most one
// diagram, so that readers do not have to compare several.
func TestPagesRenderInTheRegistry(t *testing.T) {
	t.Parallel()
	picture := regexp.MustCompile(`!\[[^\]]*\]\(([^)]*)\)`)
	diagram := regexp.MustCompile("(?s)```text\n(.*?)```")
	pages := 0
	err := filepath.WalkDir(filepath.Join(root, "docs"), func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if filepath.Ext(path) != ".md" {
			t.Errorf("%s is not a page", path)
			return nil
		}
		pages++
		raw, err := os.ReadFile(path)
		text := string(raw)
		if strings.Contains(text, "```mermaid") {
			t.Errorf("%s contains Mermaid", path)
		}
		for _, match := range picture.FindAllStringSubmatch(text, -1) {
			if !strings.HasPrefix(match[1], "https://") {
				t.Errorf("%s: the picture %s has no absolute address", path, match[1])
			}
		}
		diagrams := 0
		for _, match := range diagram.FindAllStringSubmatch(text, -1) {
			if strings.Contains(match[1], "-->") || strings.Contains(match[1], "--+") {
				diagrams++
			}
		}
		if diagrams > 1 {
			t.Errorf("%s has %d diagrams", path, diagrams)
		}
		return err
	})
	if err != nil || pages < 40 {
		t.Fatalf("%d pages, %v", pages, err)
	}
}

// The index lists every guide and every example of a guide, and examples have a version constraint.
func TestIndexOfGuides(t *testing.T) {
	t.Parallel()
	index := read(t, "docs", "guides", "index-of-guides.md")
	guides, err := filepath.Glob(filepath.Join(root, "docs", "guides", "*.md"))
	if err != nil || len(guides) < 15 {
		t.Fatalf("%d guides, %v", len(guides), err)
	}
	for _, path := range guides {
		if name := filepath.Base(path); name != "index-of-guides.md" && !strings.Contains(index, "]("+name) {
			t.Errorf("the index does not list %s", name)
		}
	}
	examples, err := os.ReadDir(filepath.Join(root, "examples", "guides"))
	if err != nil {
		t.Fatal(err)
	}
	for _, example := range examples {
		if !strings.Contains(index, "`"+example.Name()+"`") {
			t.Errorf("the index does not list the example %s", example.Name())
		}
	}
	err = filepath.WalkDir(filepath.Join(root, "examples"), func(path string, entry os.DirEntry, err error) error {
		name := filepath.Base(path)
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".tf" || strings.HasPrefix(name, "import-") ||
			name == "variables.tf" || name == "outputs.tf" || strings.Contains(path, string(filepath.Separator)+"before"+string(filepath.Separator)) {
			return err
		}
		text, err := os.ReadFile(path)
		if !regexp.MustCompile(`(?m)^\s+version\s*= "~> 0\.1"`).Match(text) {
			t.Errorf("%s has no version constraint", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
