package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// placeholder represents, in a summary, a name, an ID, or another text that varies.
const placeholder = "…"

// sinks are the functions that take the summary of a diagnostic, and the position of that argument. Functions of the
// provider that pass a parameter on to a sink become sinks, too: see key.
var sinks = map[string]int{
	"AddError": 0, "AddWarning": 0, "AddAttributeError": 1, "AddAttributeWarning": 1,
	"NewErrorDiagnostic": 0, "NewWarningDiagnostic": 0, "NewAttributeErrorDiagnostic": 1, "NewAttributeWarningDiagnostic": 1,
}

// sources returns the parsed Go files of the provider below dir, without tests and without packages that are only for
// development.
func sources(dir string) ([]*ast.File, error) {
	var files []*ast.File
	set := token.NewFileSet()
	development := []string{"psfake", "acctest", "bench", "soak", "demo", "probe", "live", "lanes", "docsgen", "tfcli", "releasecheck", "licenses", "windowstest", "repo", "conformance", "tfcore", "tfrun"}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (slices.Contains(development, entry.Name()) || entry.Name() == "testdata"):
			return filepath.SkipDir
		case entry.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		files = append(files, file)
		return err
	})
	return files, err
}

// summaries returns the summary of every diagnostic in files, sorted, with placeholders.
func summaries(files []*ast.File) []string {
	f := finder{constants: map[string]string{}, sinks: map[string]int{}, found: map[string]bool{}}
	for _, file := range files {
		f.collectConstants(file)
	}
	for known := -1; known != len(f.sinks); { // until no function becomes a sink any more
		known = len(f.sinks)
		for _, file := range files {
			f.file(file)
		}
	}
	var all []string
	for summary := range f.found {
		all = append(all, summary)
	}
	slices.Sort(all)
	return all
}

type finder struct {
	constants map[string]string
	sinks     map[string]int
	found     map[string]bool
}

func (f *finder) collectConstants(file *ast.File) {
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		for i, value := range spec.Values {
			if text, ok := literal(value); ok && i < len(spec.Names) {
				f.constants[spec.Names[i].Name] = text
			}
		}
		return true
	})
}

func (f *finder) file(file *ast.File) {
	for _, decl := range file.Decls {
		function, ok := decl.(*ast.FuncDecl)
		if !ok || function.Body == nil {
			continue
		}
		ast.Inspect(function.Body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if at, ok := f.sink(file, n); ok && at < len(n.Args) {
					f.summary(file, function, n.Args[at])
				}
			case *ast.KeyValueExpr: // a struct that becomes a diagnostic
				if key, ok := n.Key.(*ast.Ident); ok && (key.Name == "Summary" || key.Name == "NotChanged") {
					f.summary(file, function, n.Value)
				}
			}
			return true
		})
	}
}

// sink returns the position of the summary among the arguments of a call.
func (f *finder) sink(file *ast.File, call *ast.CallExpr) (at int, ok bool) {
	name := called(call)
	if at, ok = sinks[name]; ok {
		return at, true
	}
	keys := []string{file.Name.Name + "." + name}
	if selector, isSelector := call.Fun.(*ast.SelectorExpr); isSelector {
		keys = []string{file.Name.Name + ".method." + name, "tfx.method." + name}
		if from, isName := selector.X.(*ast.Ident); isName {
			keys = append(keys, from.Name+"."+name)
		}
	}
	for _, k := range keys {
		if at, ok = f.sinks[k]; ok {
			return at, true
		}
	}
	return 0, false
}

// key returns the name of a function in the sinks of a finder.
func key(file *ast.File, function *ast.FuncDecl) string {
	if function.Recv != nil {
		return file.Name.Name + ".method." + function.Name.Name
	}
	return file.Name.Name + "." + function.Name.Name
}

// called returns the name of the function or method in a call.
func called(call *ast.CallExpr) string {
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		return fun.Sel.Name
	}
	return ""
}

// summary records the summaries that an expression in function can have.
func (f *finder) summary(file *ast.File, function *ast.FuncDecl, e ast.Expr) {
	if name, ok := e.(*ast.Ident); ok {
		if at := parameter(function, name.Name); at >= 0 {
			f.sinks[key(file, function)] = at
			return
		}
		for _, value := range assigned(function, name.Name) {
			f.summary(file, function, value)
		}
		if text, ok := f.constants[name.Name]; ok && len(assigned(function, name.Name)) == 0 {
			f.found[text] = true
		}
		return
	}
	if call, ok := e.(*ast.CallExpr); ok && called(call) == "Sprintf" {
		if format, ok := call.Args[0].(*ast.Ident); ok { // a local variable
			for _, value := range assigned(function, format.Name) {
				f.summary(file, function, &ast.CallExpr{Fun: call.Fun, Args: []ast.Expr{value}})
			}
			return
		}
	}
	if call, ok := e.(*ast.CallExpr); ok && called(call) == "Or" { // of package cmp
		for _, argument := range call.Args {
			f.summary(file, function, argument)
		}
		return
	}
	if text := adjoining.ReplaceAllString(f.text(e), placeholder); strings.Trim(text, placeholder+" ") != "" {
		f.found[text] = true
	}
}

// parameter returns the position of a parameter of function, or -1 if there is none with that name.
func parameter(function *ast.FuncDecl, name string) int {
	at := 0
	for _, field := range function.Type.Params.List {
		for _, n := range field.Names {
			if n.Name == name {
				return at
			}
			at++
		}
	}
	return -1
}

// assigned returns what a local variable of function is set to.
func assigned(function *ast.FuncDecl, name string) (values []ast.Expr) {
	ast.Inspect(function.Body, func(n ast.Node) bool {
		set, ok := n.(*ast.AssignStmt)
		if !ok || len(set.Lhs) != len(set.Rhs) {
			return true
		}
		for i, left := range set.Lhs {
			if id, ok := left.(*ast.Ident); ok && id.Name == name {
				values = append(values, set.Rhs[i])
			}
		}
		return true
	})
	return values
}

var (
	verbs     = regexp.MustCompile(`%(\[\d+\])?[a-z]`)
	adjoining = regexp.MustCompile(`(` + placeholder + `)+s?\b|(` + placeholder + `)+`)
)

// text returns an expression as text, with a placeholder for each part that is not constant.
func (f *finder) text(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BinaryExpr:
		return f.text(e.X) + f.text(e.Y)
	case *ast.Ident:
		if text, ok := f.constants[e.Name]; ok {
			return text
		}
	case *ast.CallExpr:
		if called(e) == "Sprintf" && len(e.Args) > 0 {
			return verbs.ReplaceAllStringFunc(f.text(e.Args[0]), func(verb string) string {
				if strings.HasSuffix(verb, "q") {
					return `"` + placeholder + `"`
				}
				return placeholder
			})
		}
	}
	if text, ok := literal(e); ok {
		return text
	}
	return placeholder
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(lit.Value)
	return text, err == nil
}
