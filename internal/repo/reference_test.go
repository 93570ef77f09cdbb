package repo

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Each exported method of an API client that sends a request names the page of Paperspace's
// documentation that it implements, so that a reader can compare them.
func TestRequestsNameTheirPage(t *testing.T) {
	t.Parallel()
	for client, page := range map[string]*regexp.Regexp{
		"coreapi": regexp.MustCompile(`CORE reference: (machines|networks|templates|users) > [a-z]\w+\.|CORE-API-Docs: Scripts > [A-Z][a-z]+\.|Undocumented; from [a-z-]+\.`),
		"v1api":   regexp.MustCompile(`API reference: ([A-Z][\w ]+, )?[a-z]\w+-[a-z]\w+\b|Undocumented; from [a-z-]+\.`),
	} {
		paths, err := filepath.Glob(filepath.Join(root, "internal", "paperspace", client, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		methods := 0
		for _, path := range paths {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			files := token.NewFileSet()
			file, err := parser.ParseFile(files, path, nil, parser.ParseComments|parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			for _, declaration := range file.Decls {
				method, ok := declaration.(*ast.FuncDecl)
				if !ok || !sendsRequest(method) {
					continue
				}
				methods++
				if text := strings.Join(strings.Fields(method.Doc.Text()), " "); !page.MatchString(text) {
					t.Errorf("%s: the comment of %s.%s names no page of the documentation. Add it in the form that the comment of package %s describes",
						files.Position(method.Pos()), types.ExprString(method.Recv.List[0].Type), method.Name.Name, client)
				}
			}
		}
		if methods < 20 {
			t.Errorf("%s has %d methods that send requests", client, methods)
		}
	}
}

// sendsRequest reports whether a declaration is an exported method that takes a context. Every
// request needs one.
func sendsRequest(f *ast.FuncDecl) bool {
	if f.Recv == nil || !f.Name.IsExported() || len(f.Type.Params.List) == 0 {
		return false
	}
	return types.ExprString(f.Type.Params.List[0].Type) == "context.Context"
}
