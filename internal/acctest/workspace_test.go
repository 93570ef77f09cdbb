package acctest_test

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

var (
	titles = regexp.MustCompile(`(?:Warning|Error): .*? with `)
	totals = regexp.MustCompile(`No changes|Plan: [^.]*|(?:Apply|Destroy) complete! [^.]*|\(and [^)]* elsewhere\)`)
)

// The commands of a workspace have the same outcome, output, requests, and state, whether tfcore or
// a CLI runs them.
func TestAccCoreRunsCommandsLikeACLI(t *testing.T) {
	acctest.Parallel(t)
	machine := func(name, lines string) string {
		return "resource \"paperspace_machine\" \"" + name + "\" {\n  name = \"" + name + "\"\n  machine_type = \"C5\"\n  size = 50\n" +
			"  template_id = \"t0nspur5\"\n  dynamic_public_ip = true\n  " + lines + "\n}\n"
	}
	const output = "output \"at\" {\n  value = \"http://${paperspace_machine.a.public_ip_address}\"\n}\n"
	deny := psfake.Fault{Kind: psfake.FaultDenied}
	script := []struct {
		config string
		fault  psfake.Fault
		args   []string
	}{
		{machine("a", "") + machine("c", "count = 2") + machine("b", `lifecycle { create_before_destroy = true }`), psfake.Fault{}, []string{"apply", "-auto-approve"}},
		{machine("a", "") + machine("b", "shutdown_timeout_in_hours = 170") + output, psfake.Fault{}, []string{"plan", "-detailed-exitcode"}},
		{machine("a", "") + machine("b", "shutdown_timeout_in_hours = 170") + output, psfake.Fault{}, []string{"apply", "-auto-approve"}},
		{machine("a", "") + machine("b", "shutdown_timeout_in_hours = 170") + output, psfake.Fault{}, []string{"plan"}},
		{machine("a", "") + machine("b", ""), deny, []string{"plan"}},
		{machine("a", "") + machine("b", ""), psfake.Fault{}, []string{"apply", "-auto-approve", "-replace=paperspace_machine.b"}},
		{machine("a", "") + machine("b", ""), psfake.Fault{}, []string{"taint", "paperspace_machine.a"}},
		{machine("a", "") + machine("b", ""), psfake.Fault{}, []string{"plan"}},
		{machine("a", "") + machine("b", ""), psfake.Fault{}, []string{"destroy", "-auto-approve"}},
	}
	for _, version := range []string{"core", "v1"} {
		t.Run(version, func(t *testing.T) {
			open := func() *acctest.Workspace { return acctest.NewWorkspaceOf(t, version, "observed", psfake.Timings{}) }
			core, cli := open(), open().CLI()
			for i, step := range script {
				var saw [2][]string
				for j, w := range []*acctest.Workspace{core, cli} {
					w.ResetJournal()
					w.Write(w.Config(step.config))
					if step.fault.Kind != "" {
						w.Inject(step.fault)
					}
					said, err := w.Run(step.args...)
					w.ClearFaults()
					said = strings.ReplaceAll(said, "Warning: Provider development overrides are in effect", "")
					saw[j] = append(titles.FindAllString(said, -1), totals.FindAllString(said, -1)...)
					saw[j] = append(saw[j], stored(t, w), fmt.Sprint(w.Journal().Writes().Counts()))
					if err != nil {
						saw[j] = append(saw[j], "fails")
					}
					slices.Sort(saw[j]) // a CLI shows warnings before its last line
				}
				if diff := cmp.Diff(saw[1], saw[0]); diff != "" {
					t.Errorf("%d: %v (-CLI +tfcore):\n%s", i, step.args, diff)
				}
			}
		})
	}
}

// stored returns the content of the state file without the values that differ between runs.
func stored(t *testing.T, w *acctest.Workspace) string {
	t.Helper()
	raw, err := os.ReadFile(w.Path("terraform.tfstate"))
	if err != nil {
		t.Fatal(err)
	}
	var s struct {
		Outputs   map[string]any
		Resources []struct {
			Mode, Type, Name, Provider string
			Instances                  []struct {
				Key           any    `json:"index_key"`
				Status        string `json:"status"`
				SchemaVersion int    `json:"schema_version"`
				Attributes    map[string]any
				CreateIs1st   bool `json:"create_before_destroy"`
			}
		}
	}
	if err := json.Unmarshal(raw, &s); err != nil {
		t.Fatal(err)
	}
	for name := range s.Outputs {
		s.Outputs[name] = true
	}
	for _, r := range s.Resources {
		for _, i := range r.Instances {
			for _, name := range []string{"id", "dt_created", "private_ip_address", "public_ip_address", "network_id"} {
				i.Attributes[name] = i.Attributes[name] != nil
			}
		}
	}
	text, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
