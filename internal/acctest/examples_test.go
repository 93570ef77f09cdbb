package acctest_test

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

const examplesDir = "../../examples"

// kinds are the directories of examples, with the file names that the docs generator uses. A file in another place
// would be in no page and in no test.
var kinds = []struct {
	pattern string // patterns of path.Match, below examples/
	test    func(t *testing.T, files ...string)
	whole   bool // the files of a directory form one configuration
}{
	{pattern: "provider/provider.tf", test: apply},
	{pattern: "resources/*/resource*.tf", test: apply},
	{pattern: "resources/*/import-by-string-id.tf", test: apply},
	{pattern: "resources/*/import-by-identity.tf", test: apply},
	{pattern: "resources/*/import.sh", test: importScript},
	{pattern: "data-sources/*/data-source*.tf", test: apply},
	{pattern: "ephemeral-resources/*/ephemeral-resource.tf", test: overSSH},
	{pattern: "actions/*/action*.tf", test: action},
	{pattern: "list-resources/*/list-resource*.tfquery.hcl", test: query},
	{pattern: "demo/*.tf", test: apply, whole: true},
	{pattern: "guides/costs-addresses/main.tf", test: releaseAddresses},
	{pattern: "guides/team-module/*.tf", test: onlyShown}, // see TestAccTeamModuleGuide
	{pattern: "guides/team-module/*/*", test: onlyShown},
	{pattern: "guides/*/*.tf", test: apply, whole: true},
	{pattern: "migration/*/before/*.tf", test: onlyShown},
	{pattern: "migration/*/after/*.tf", test: apply, whole: true},
}

// values are for the variables that the reader of an example must set.
var values = map[string]string{"password": "correct horse battery staple"}

// needs are the features that the parts of the language in an example require.
var needs = []struct {
	part    *regexp.Regexp
	feature acctest.Feature
}{
	{regexp.MustCompile(`(?m)^\s+ephemeral\s*=\s*true|^ephemeral "`), acctest.Ephemeral},
	{regexp.MustCompile(`(?m)^\s+identity\s*=\s*\{`), acctest.Identity},
}

// TestAccExamples applies every example as it is printed in the documentation. It creates the objects, checks that a
// second plan is empty, and destroys the objects.
func TestAccExamples(t *testing.T) {
	whole := map[string][]string{}
	err := filepath.WalkDir(examplesDir, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name := exampleName(t, file)
		for _, kind := range kinds {
			fits, err := path.Match(kind.pattern, name)
			if err != nil {
				return err
			}
			switch {
			case fits && kind.whole:
				whole[path.Dir(name)] = append(whole[path.Dir(name)], file)
				return nil
			case fits:
				t.Run(name, func(t *testing.T) { kind.test(t, file) })
				return nil
			}
		}
		t.Errorf("no page and no test uses examples/%s; see the list of kinds", name)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, files := range whole {
		t.Run(name, func(t *testing.T) { apply(t, files...) })
	}
}

// TestEveryTypeHasAnExample checks that everything that the provider offers has an example and a page.
func TestEveryTypeHasAnExample(t *testing.T) {
	all := providerSchemas(t)
	for name := range all.ResourceSchemas {
		exists(t, "examples", "resources", name, "resource.tf")
		exists(t, "docs", "resources", strings.TrimPrefix(name, "paperspace_")+".md")
	}
	for name := range all.DataSourceSchemas {
		exists(t, "examples", "data-sources", name, "data-source.tf")
		exists(t, "docs", "data-sources", strings.TrimPrefix(name, "paperspace_")+".md")
	}
	for name := range all.EphemeralResourceSchemas {
		exists(t, "examples", "ephemeral-resources", name, "ephemeral-resource.tf")
		exists(t, "docs", "ephemeral-resources", strings.TrimPrefix(name, "paperspace_")+".md")
	}
	for name := range all.ActionSchemas {
		exists(t, "examples", "actions", name, "action.tf")
		exists(t, "docs", "actions", strings.TrimPrefix(name, "paperspace_")+".md")
	}
	for name := range all.ListResourceSchemas {
		exists(t, "examples", "list-resources", name, "list-resource.tfquery.hcl")
		exists(t, "docs", "list-resources", strings.TrimPrefix(name, "paperspace_")+".md")
	}
}

func providerSchemas(t *testing.T) *tfprotov6.GetProviderSchemaResponse {
	t.Helper()
	server, err := acctest.Factories()["paperspace"]()
	if err != nil {
		t.Fatal(err)
	}
	all, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func exists(t *testing.T, elem ...string) {
	t.Helper()
	if _, err := os.Stat(filepath.Join(append([]string{"..", ".."}, elem...)...)); err != nil {
		t.Errorf("%s is missing", path.Join(elem...))
	}
}

func exampleName(t *testing.T, file string) string {
	t.Helper()
	name, err := filepath.Rel(examplesDir, file)
	if err != nil {
		t.Fatal(err)
	}
	return filepath.ToSlash(name)
}

var (
	claimsAddress   = regexp.MustCompile(`(?m)^\s+assign_public_ip\s+= true`)
	releasesAddress = regexp.MustCompile(`(?m)^\s+release_public_ip_on_destroy\s+= true`)
)

// apply applies some files as one configuration, with the observed behavior. The tests of each resource use both
// behaviors.
func apply(t *testing.T, files ...string) {
	acctest.UseCLI(t)
	text := read(t, files...)
	acctest.Needs(t, featuresOf(text)...)
	imports := regexp.MustCompile(`(?m)^import \{`).MatchString(text)
	for i, version := range apiVersionsFor(text) {
		t.Run(version, func(t *testing.T) {
			w := acctest.NewWorkspaceOf(t, version, "observed", psfake.Timings{})
			// The objects that data sources of examples list, and that examples wait for.
			w.AddMachine(psfake.Machine{Name: "render-1"})
			before := held(w.Env)
			if imports {
				before = foreign(t, w.Env, text)
			}
			for name, value := range variablesFor(t, text) {
				w.Setenv("TF_VAR_"+name, value)
			}
			for _, file := range files {
				write(t, w.Path(filepath.Base(file)), read(t, file))
			}
			for name, settings := range settingsFor(w.Env, text) {
				write(t, w.Path(name), settings)
			}

			if apply := []string{"apply", "-auto-approve"}; i == 0 {
				w.MustCLI(apply...) // a CLI accepts the same text with the other version
			} else {
				w.MustRun(apply...)
			}
			w.Expect(w.MustRun("plan", "-detailed-exitcode"), "No changes")
			// An apply without resources and not a destroy, which prevent_destroy would reject.
			for _, file := range append(files, "test_provider.tf", "test_override.tf") {
				if err := os.Remove(w.Path(filepath.Base(file))); err != nil && !errors.Is(err, fs.ErrNotExist) {
					t.Fatal(err)
				}
			}
			w.Write(w.Provider())
			w.MustRun("apply", "-auto-approve")

			// The address of a machine remains, unless the example releases it on destroy.
			before["public IP addresses"] += len(claimsAddress.FindAllString(text, -1)) - len(releasesAddress.FindAllString(text, -1))
			for kind, left := range held(w.Env) {
				if left > before[kind] {
					t.Errorf("%d %s are left after the destroy", left-before[kind], kind)
				}
			}
			if n := len(w.Journal()); n == 0 {
				t.Error("the example sent no request")
			}
			if imports && w.Journal().Count("*.create", "*.claim", "*.assign", "machines.update") > 0 {
				t.Error("the import changed an object of the account")
			}
		})
	}
}

var importCommand = regexp.MustCompile(`(?m)^terraform import (paperspace_\w+)\.(\w+) (\S+)$`)

// importScript runs the command in an import.sh, with the configuration of the example beside it.
func importScript(t *testing.T, files ...string) {
	command := importCommand.FindStringSubmatch(read(t, files...))
	if command == nil {
		t.Fatalf("%s has no line like: terraform import paperspace_machine.web psr5k1x0d", files[0])
	}
	noun, name, id := command[1], command[2], command[3]
	if want := path.Base(path.Dir(exampleName(t, files[0]))); noun != want {
		t.Errorf("%s imports a %s, not a %s", files[0], noun, want)
	}
	text := read(t, filepath.Join(filepath.Dir(files[0]), "import-by-string-id.tf"))
	block := regexp.MustCompile(`(?ms)^resource "` + noun + `" "` + name + `" \{.*?^\}`).FindString(text)
	if block == "" {
		t.Fatalf("import-by-string-id.tf has no %s.%s as import.sh has", noun, name)
	}
	acctest.Run(t, acctest.Case{
		APIVersions: apiVersionsFor(text),
		Prepare: func(e *acctest.Env) {
			if got := argument(t, text, "id", `"(.*)"`); got != id {
				t.Errorf("%s imports %s, but import-by-string-id.tf imports %s", files[0], id, got)
			}
			foreign(t, e, text)
		},
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{{
				Config: e.Config(block), ResourceName: noun + "." + name,
				ImportState: true, ImportStateId: id, ImportStatePersist: true,
			}, {
				// API v1 does not return the text of a script, so the first apply sends it.
				Config: e.Config(block), PlanOnly: true, ExpectNonEmptyPlan: e.V1() && noun == "paperspace_script",
			}}
		},
	})
}

// onlyShown checks that a guide shows a configuration that this provider cannot apply, because it is for another
// provider.
func onlyShown(t *testing.T, files ...string) {
	guides, err := filepath.Glob("../../templates/guides/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if name := "examples/" + exampleName(t, file); !strings.Contains(read(t, guides...), name) {
			t.Errorf("no guide shows %s", name)
		}
	}
}

func read(t *testing.T, files ...string) string {
	t.Helper()
	var b strings.Builder
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		b.Write(text)
		b.WriteByte('\n')
	}
	return b.String()
}

func featuresOf(text string) (features []acctest.Feature) {
	for _, n := range needs {
		if n.part.MatchString(text) {
			features = append(features, n.feature)
		}
	}
	return features
}

// variablesFor returns values for all variables without a default.
func variablesFor(t *testing.T, text string) map[string]string {
	t.Helper()
	vars := map[string]string{}
	for _, block := range regexp.MustCompile(`(?ms)^variable "(\w+)" \{.*?^\}`).FindAllStringSubmatch(text, -1) {
		if strings.Contains(block[0], "default") {
			continue
		}
		value, ok := values[block[1]]
		if !ok {
			t.Fatalf("the variable %q has no default, and this test has no value for it", block[1])
		}
		vars[block[1]] = value
	}
	return vars
}

// settingsFor returns the files that make a configuration use the fake server, by name.
func settingsFor(e *acctest.Env, text string) map[string]string {
	settings := map[string]string{"test_provider.tf": e.Provider()}
	if regexp.MustCompile(`(?m)^provider "paperspace"`).MatchString(text) {
		settings = map[string]string{"test_override.tf": e.Provider()}
	}
	if regexp.MustCompile(`(?m)^terraform \{`).MatchString(text) {
		// The provider's address in the test framework. Without a host, each CLI adds its default host.
		settings["test_override.tf"] += `
terraform {
  required_providers {
    paperspace = {
      source = "hashicorp/paperspace"
    }
  }
}
`
	}
	return settings
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
