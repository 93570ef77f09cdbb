package repo

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// ofTerraform matches texts about Terraform: its commands and blocks, and the names and
// arguments of this provider.
var ofTerraform = regexp.MustCompile(`(?i)\bterraform\b|\b(plan|apply|action)\b|(timeouts|provider) block|\b(in|from) the state\b|\bpaperspace_[a-z]|\b[a-z_]{3,} = `)

// The domain and the API clients return reasons. The words for them are in package tfx.
func TestDomainHasNoTextsAboutTerraform(t *testing.T) {
	t.Parallel()
	texts := 0
	err := filepath.WalkDir(filepath.Join(root, "internal", "paperspace"), func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if _, imports := n.(*ast.ImportSpec); imports {
				return false
			}
			literal, ok := n.(*ast.BasicLit)
			if !ok || literal.Kind != token.STRING {
				return true
			}
			text, err := strconv.Unquote(literal.Value)
			if err != nil {
				t.Error(err)
			}
			texts++
			if ofTerraform.MatchString(text) {
				t.Errorf("%s: %q is about Terraform. Return a paperspace.Reason, and word it in package tfx", files.Position(literal.Pos()), text)
			}
			return true
		})
		return nil
	})
	if err != nil || texts < 1000 {
		t.Errorf("%d texts, %v", texts, err)
	}
}

func TestOfTerraform(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"Run terraform plan again.":                 true,
		"Apply again later.":                        true,
		"Plan again to see what it shows.":          true,
		"Raise update in the timeouts block.":       true,
		"To keep the disk, set size = %d.":          true,
		"Set preflight_checks = false.":             true,
		"The %s is kept in the state.":              true,
		"Start it with paperspace_machine_start.":   true,
		"Run the action again.":                     true,
		"planned":                                   false,
		"application/json":                          false,
		"shutdown_timeout_in_hours":                 false,
		"change the power state of machine ":        false,
		"Paperspace reports: no reason given":       false,
		"last state %q; last event %q is %q":        false,
		"the response to the create was lost (%s)":  false,
		"connection reset: a=b, key==value, x != y": false,
	} {
		if got := ofTerraform.MatchString(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
