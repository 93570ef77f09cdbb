package acctest_test

import (
	"os/exec"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// action applies an example with an action if the CLI supports actions. Every CLI checks its format, and the schema
// shows whether it is complete.
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

// listable create an object that every block in the example of its kind lists, and return its ID.
var listable = map[string]func(e *acctest.Env) string{
	"paperspace_machine": func(e *acctest.Env) string {
		return e.AddMachine(psfake.Machine{Name: "web", Region: psfake.Europe, State: psfake.StateOff}).ID
	},
	"paperspace_script":    func(e *acctest.Env) string { return e.AddScript(psfake.Script{Name: "setup", RunOnce: true}).ID },
	"paperspace_network":   func(e *acctest.Env) string { return e.AddNetwork(psfake.Network{Region: psfake.Europe}).ID },
	"paperspace_public_ip": func(e *acctest.Env) string { return e.ClaimPublicIP(psfake.Europe).IP },
	"paperspace_snapshot": func(e *acctest.Env) string {
		return e.AddSnapshot(psfake.Snapshot{MachineID: e.AddMachine(psfake.Machine{ID: "psr5k1x0d"}).ID}).ID
	},
	"paperspace_custom_template": func(e *acctest.Env) string { return e.AddCustomTemplate(psfake.Template{Region: psfake.Europe}).ID },
	"paperspace_shared_drive":    func(e *acctest.Env) string { return e.AddSharedDrive(psfake.SharedDrive{Region: psfake.Europe}).ID },
}

// query runs an example of terraform query if the CLI supports that.
func query(t *testing.T, files ...string) {
	wellWritten(t, files...)
	text, schemas := read(t, files...), providerSchemas(t)
	configured(t, "list", text, func(name string) *tfprotov6.Schema { return schemas.ListResourceSchemas[name] })
	added := listable[path.Base(path.Dir(exampleName(t, files[0])))]
	t.Run("run", func(t *testing.T) {
		acctest.Needs(t, acctest.Query)
		for _, version := range apiVersionsFor(text) {
			t.Run(version, func(t *testing.T) {
				w := acctest.NewWorkspaceOf(t, version, "observed", psfake.Timings{})
				id := added(w.Env)
				w.Write(w.Provider())
				write(t, w.Path("list.tfquery.hcl"), text)
				out := w.MustRun("query")
				if got, want := strings.Count(out, "id="+id), strings.Count(text, "\nlist "); got != want {
					t.Errorf("%s is listed %d times, want %d:\n%s", id, got, want, out)
				}
			})
		}
	})
}

// wellWritten checks that the CLI's formatter does not change the files. The formatter reads any HCL from standard
// input, including blocks that the CLI does not support.
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

// configured checks the config blocks of one kind of block: the schema contains every argument, and no required
// argument is missing.
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
