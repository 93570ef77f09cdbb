package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// Every summary in the code has an explanation in messages.txt, and every explanation has a summary.
func TestEveryMessageIsExplained(t *testing.T) {
	all, err := parseMessages(messagesText)
	if err != nil {
		t.Fatal(err)
	}
	files, err := sources("..")
	if err != nil {
		t.Fatal(err)
	}
	found := summaries(files)
	if len(found) < 100 {
		t.Errorf("only %d summaries were found", len(found))
	}
	if err := compare(all, found); err != nil {
		t.Error(err)
	}
	for _, m := range all {
		if strings.HasSuffix(m.summary, ".") || strings.HasPrefix(m.summary, "Error") || len([]rune(m.summary)) > 60 {
			t.Errorf("%q: a summary has at most 60 characters, does not start with Error, and does not end with a period", m.summary)
		}
	}
}

func TestSummaries(t *testing.T) {
	const code = `package p
const title = "A constant"
func one(diags D) {
	diags.AddError("Literal", "detail")
	diags.AddAttributeWarning(path, fmt.Sprintf("Machine %q (%s) of %d", name, id, 3), "detail")
	diags.AddWarning(title, "detail")
	diags.AddWarning("Failed to read "+noun+"s", "detail")
	local := "First"
	if x { local = "Second" }
	diags.AddError(local, "detail")
	wrapped(diags, 1, "Through a function")
	c.method("a", "Through a method")
	use(Failure{Summary: "In a struct"})
	diags.AddError(cmp.Or(c.special, "One of two"), "detail")
	other.wrapped(diags, 1, "Of another package")
	diags.AddError(d.Summary(), "passed on")
}
func wrapped(diags D, n int, summary string) { again(summary, diags) }
func again(summary string, diags D) { diags.AddError(summary, "detail") }
func (c *C) method(argument, summary string) { c.diags.AddWarning(summary, "detail") }
`
	file, err := parser.ParseFile(token.NewFileSet(), "p.go", code, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"A constant", "Failed to read …", "First", "In a struct", "Literal", `Machine "…" (…) of …`, "One of two", "Second", "Through a function", "Through a method"}
	if got := summaries([]*ast.File{file}); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestCompare(t *testing.T) {
	all := []message{{"Known", "m", "t"}, {"Old", "m", "t"}, {"Twice", "m", "t"}, {"Twice", "m", "t"}}
	err := compare(all, []string{"Known", "New", "Twice"})
	for _, text := range []string{`does not explain "New"`, `explains "Old", which no code has`, `explains "Twice" twice`} {
		if err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("%v does not contain %q", err, text)
		}
	}
	if err := compare(all[:1], []string{"Known"}); err != nil {
		t.Error(err)
	}
}
