package acctest_test

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// action applies an example with an action where the CLI knows actions. Any CLI
// tells whether it is well written, and the schema whether it is complete.
func action(t *testing.T, files ...string) {
	wellWritten(t, files...)
	schemas := providerSchemas(t)
	configured(t, "action", read(t, files...), func(name string) *tfprotov6.Schema {
		if s, ok := schemas.ActionSchemas[name]; ok {
			return s.Schema
		}
		return nil
	})
	t.Run("applied", func(t *testing.T) {
		acctest.Needs(t, acctest.Actions)
		apply(t, files...)
	})
}

// query runs an example of terraform query where the CLI has that.
func query(t *testing.T, files ...string) {
	wellWritten(t, files...)
	text, schemas := read(t, files...), providerSchemas(t)
	configured(t, "list", text, func(name string) *tfprotov6.Schema { return schemas.ListResourceSchemas[name] })
	t.Run("run", func(t *testing.T) {
		acctest.Needs(t, acctest.Query)
		for _, dialect := range []string{"papers", "wild"} {
			t.Run(dialect, func(t *testing.T) {
				w := acctest.NewWorkspace(t, dialect)
				m := w.AddMachine(psfake.Machine{Name: "web", Region: psfake.Europe, State: psfake.StateOff})
				w.Write(w.Provider())
				write(t, w.Path("list.tfquery.hcl"), text)
				w.Expect(w.MustRun("query"), m.ID)
			})
		}
	})
}

// wellWritten says whether the CLI's formatter takes the files as they are. It
// reads any HCL from standard input, blocks that the CLI does not know, too.
func wellWritten(t *testing.T, files ...string) {
	t.Helper()
	for _, file := range files {
		cmd := exec.CommandContext(t.Context(), acctest.UseCLI(t).Path, "fmt", "-check", "-diff", "-")
		cmd.Stdin = strings.NewReader(strings.TrimSuffix(read(t, file), "\n"))
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %s\n%s", file, err, out)
		}
	}
}

var (
	typedBlock  = regexp.MustCompile(`(?ms)^(action|list) "(\w+)" "\w+" \{\n(.*?)^\}`)
	configBlock = regexp.MustCompile(`(?ms)^  config \{\n(.*?)^  \}`)
	assignment  = regexp.MustCompile(`(?m)^    (\w+)\s+=`)
)

// configured checks the config blocks of one kind of block: every argument is in
// the schema, and none that it requires is missing.
func configured(t *testing.T, kind, text string, schema func(name string) *tfprotov6.Schema) {
	t.Helper()
	found := false
	for _, block := range typedBlock.FindAllStringSubmatch(text, -1) {
		if block[1] != kind {
			continue
		}
		found = true
		s := schema(block[2])
		if s == nil {
			t.Errorf("there is no %s %s", kind, block[2])
			continue
		}
		set := map[string]bool{}
		for _, config := range configBlock.FindAllStringSubmatch(block[3], -1) {
			for _, a := range assignment.FindAllStringSubmatch(config[1], -1) {
				set[a[1]] = true
			}
		}
		for _, a := range s.Block.Attributes {
			if a.Required && !set[a.Name] {
				t.Errorf("%s %s lacks %s", kind, block[2], a.Name)
			}
			delete(set, a.Name)
		}
		for name := range set {
			t.Errorf("%s %s has no argument %s", kind, block[2], name)
		}
	}
	if !found {
		t.Errorf("there is no %s block", kind)
	}
}
