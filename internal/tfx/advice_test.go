package tfx

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// inspect calls visit for every node of the Go files under a folder, other than tests.
func inspect(t *testing.T, folder string, visit func(ast.Node)) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err == nil {
			ast.Inspect(file, func(n ast.Node) bool {
				visit(n)
				return true
			})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The compiler does not detect a reason without a text, which would leave users without
// advice.
func TestEveryReasonHasAText(t *testing.T) {
	t.Parallel()
	var declared, worded []string
	inspect(t, filepath.Join("..", "paperspace"), func(n ast.Node) {
		spec, ok := n.(*ast.TypeSpec)
		if !ok {
			return
		}
		if s, ok := spec.Type.(*ast.StructType); ok && slices.ContainsFunc(s.Fields.List, func(f *ast.Field) bool {
			marker, ok := f.Type.(*ast.Ident)
			return ok && len(f.Names) == 0 && marker.Name == "fact"
		}) {
			declared = append(declared, spec.Name.Name)
		}
	})
	inspect(t, ".", func(n ast.Node) {
		f, ok := n.(*ast.FuncDecl)
		if !ok || f.Name.Name != "textOf" {
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if c, ok := n.(*ast.CaseClause); ok {
				for _, e := range c.List {
					if s, ok := e.(*ast.SelectorExpr); ok {
						worded = append(worded, s.Sel.Name)
					}
				}
			}
			return true
		})
	})
	slices.Sort(declared)
	slices.Sort(worded)
	if len(declared) < 40 || !slices.Equal(declared, worded) {
		t.Errorf("types of reasons:\n%q\ncases of textOf:\n%q", declared, worded)
	}
}

func TestTextsShowTheFacts(t *testing.T) {
	t.Parallel()
	many := slices.Repeat([]string{`"m" (ps1)`}, 12)
	for _, c := range []struct {
		reason paperspace.Reason
		want   []string
	}{
		{paperspace.NoneCreated{Noun: "script"}, []string{"No script was created."}},
		{paperspace.MightExist{Object: `machine named "web"`, Billed: true, Warned: true}, []string{`A machine named "web" might exist and be billed. `, "terraform import. The next plan reports it, too"}},
		{paperspace.MightExist{Object: `script named "x"`}, []string{`A script named "x" might exist. Look`}},
		{paperspace.OneOfSeveral{Object: `script named "x"`}, []string{`is a new script named "x",`}},
		{paperspace.UserExists{Email: "arya@example.com", ID: "u1"}, []string{"The user arya@example.com exists as u1:", `user_id = "u1"`}},
		{paperspace.ScriptNameTaken{Name: "x", ID: "sc1"}, []string{`A script named "x" exists as sc1,`}},
		{paperspace.NoPrivateNetworks{Regions: []string{"A", "B"}}, []string{"regions: A, B."}},
		{paperspace.TypeOfOtherGroup{From: "C5", To: "P4000"}, []string{"same group as C5.", "switch to P4000,"}},
		{paperspace.DiskLarger{HasGB: 48}, []string{"set size = 48."}},
		{paperspace.AddressHeld{MachineID: "ps1", Address: "192.0.2.1"}, []string{"Machine ps1 has the public IP address 192.0.2.1."}},
		{paperspace.StoppedForDestroy{}, []string{"is running again."}},
		{paperspace.StoppedForDestroy{Off: true}, []string{"is off, because"}},
		{paperspace.StoppedAndOff{Machine: `"web" (ps1)`, Why: "It broke."}, []string{`Machine "web" (ps1) was stopped for this and is off`, "failed: It broke."}},
		{paperspace.GoneUnconfirmed{Noun: "network"}, []string{"The network is kept in the state."}},
		{paperspace.ConfirmationTakes{Least: 5 * time.Second}, []string{"at least 5 seconds."}},
		{paperspace.MachinesInNetwork{Machines: []string{`"a" (ps1)`, `"b" (ps2)`}}, []string{`network: "a" (ps1), "b" (ps2). A machine`}},
		{paperspace.MachinesInNetwork{Machines: many}, []string{`"m" (ps1), 2 more. A machine`}},
		{paperspace.DrivesInNetwork{Drives: []string{`"files" (sd1)`}}, []string{`network: "files" (sd1). A drive`}},
		{paperspace.OtherVersion{Name: "v1"}, []string{`Set api_version = "v1" in`}},
		{paperspace.CoreRetired{Endpoint: "https://api.example", Other: "v1"}, []string{"(https://api.example) on 15 July 2024.", `api_version = "v1"`}},
	} {
		for _, want := range c.want {
			if got := textOf(c.reason); !strings.Contains(got, want) || strings.HasSuffix(got, "..") {
				t.Errorf("%#v: %q does not contain %q", c.reason, got, want)
			}
		}
	}
}

func TestFieldThatIsLackingNamesTheResourceForAccess(t *testing.T) {
	t.Parallel()
	for field, want := range map[paperspace.Field]string{"user_id": "; grant people access with ", "accessor_ids": "; use "} {
		if got := instead(field, paperspace.Lack{Access: true}); got != want+"paperspace_machine_access instead" {
			t.Errorf("%s: %q", field, got)
		}
		if got := instead(field, paperspace.Lack{}); got != "" {
			t.Errorf("%s: %q", field, got)
		}
	}
}

// The advice of a resource follows the texts of the reasons, even if the error is
// wrapped.
func TestAdviseComesLast(t *testing.T) {
	t.Parallel()
	err := Advise(&paperspace.Error{Op: "x", Reasons: []paperspace.Reason{paperspace.NothingSent{}, paperspace.TwoAddresses{}}}, "Do this.")
	if got := Explain(err, nil); !strings.HasSuffix(got, "\n\nNothing was sent. Ask for one of the two. Do this.") {
		t.Errorf("%q", got)
	}
}
