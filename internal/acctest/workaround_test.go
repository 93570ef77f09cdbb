package acctest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// A plan error blocks the destruction of everything else in the configuration. Each error names a workaround, and the
// workaround works.
func TestAccPlanErrorsNameAWayToDestroy(t *testing.T) {
	machine := func(lines string) string {
		all := map[string]string{"name": `"bad"`, "machine_type": `"C5"`, "size": "50", "template_id": `"t0nspur5"`}
		for line := range strings.Lines(lines) {
			name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " = ")
			all[name] = value
		}
		text := "resource \"paperspace_machine\" \"bad\" {\n"
		for name, value := range all {
			if value != "" {
				text += fmt.Sprintf("  %s = %s\n", name, value)
			}
		}
		return text + "}\n"
	}
	data := func(kind, lines string) string {
		return fmt.Sprintf("data \"paperspace_%s\" \"bad\" {\n  %s\n}\n", kind, lines)
	}
	for name, c := range map[string]struct {
		only, bad, says string
	}{
		"unknown template":             {"", machine(`template_id = "tnothere"`), "Unknown template"},
		"no template":                  {"", machine("template_id = "), "Missing template"},
		"unknown machine type":         {"v1", machine(`machine_type = "P40000"`), "Unknown machine type"},
		"template of another region":   {"", machine("template_id = \"tmine\""), "Different region from the machine"},
		"network of another region":    {"v1", machine("network_id = \"nfar\""), "Different region from the machine"},
		"unknown region":               {"", machine(`region = "mars"`), "Unknown region"},
		"spoiled name":                 {"", machine(`name = "bad "`), "Invalid name"},
		"snapshots without details":    {"v1", machine("perform_auto_snapshot = true"), "Incomplete auto-snapshot settings"},
		"argument of the other API":    {"v1", machine(`billing_type = "monthly"`), "Not supported by this API version"},
		"short create timeout":         {"", strings.TrimSuffix(machine(""), "}\n") + "  timeouts {\n    create = \"1s\"\n  }\n}\n", "Create timeout too short"},
		"region of a network":          {"v1", "resource \"paperspace_network\" \"bad\" {\n  name = \"bad\"\n  region = \"mars\"\n}\n", "Unknown region"},
		"script name":                  {"", "resource \"paperspace_script\" \"bad\" {\n  name = \"bad \"\n  script_text = \"x\"\n}\n", "Invalid name"},
		"template not found":           {"", data("template", `label = "nothing"`), "Template not found"},
		"several templates":            {"", data("template", ""), "Several templates match"},
		"network not found":            {"", data("network", `name = "nothing"`), "Network not found"},
		"script not found":             {"", data("script", `name = "nothing"`), "Script not found"},
		"user not found":               {"", data("user", `email = "nobody@example.com"`), "User not found"},
		"machine not found":            {"", data("machine", `name = "nothing"`), "Machine not found"},
		"filter by an unknown region":  {"", data("template", `region = "mars"`), "region"},
		"availability in a bad region": {"", data("machine_availability", "region = \"mars\"\n  machine_type = \"P4000\""), "Unknown region"},
	} {
		for _, version := range []string{"core", "v1"} {
			if c.only != "" && c.only != version {
				continue
			}
			t.Run(name+"/"+version, func(t *testing.T) {
				w := wayOutWorkspace(t, version)
				w.Write(w.Config(kept + c.bad))
				out, err := w.Run("plan", "-destroy")
				w.Expect(out, "Error: ", c.says, "If resources already exist, this error also stops terraform destroy. To destroy them, run terraform destroy -refresh=false.")
				if err == nil {
					t.Errorf("the destroy is not blocked:\n%s", out)
				}
				w.Expect(w.MustRun("destroy", "-auto-approve", "-refresh=false"), "1 destroyed")
			})
		}
	}
}

const kept = "resource \"paperspace_script\" \"kept\" {\n  name = \"kept\"\n  script_text = \"x\"\n}\n"

// wayOutWorkspace returns a workspace whose state contains a script.
func wayOutWorkspace(t *testing.T, version string) *acctest.Workspace {
	w := acctest.NewWorkspaceOf(t, version, "observed", psfake.Timings{})
	w.AddTemplate(psfake.Template{ID: "tmine", Label: "Mine", OS: "Ubuntu 22.04", TeamID: "te456def", UserID: "u123abc", Region: psfake.Europe})
	w.AddNetwork(psfake.Network{ID: "nfar", Name: "far", Region: psfake.Europe})
	w.Write(w.Config(kept))
	w.MustRun("apply", "-auto-approve")
	return w
}

// An error of the provider block also blocks destroy -refresh=false, so it names another workaround.
func TestAccWrongDefaultRegionNamesAWorkaround(t *testing.T) {
	for _, version := range []string{"core", "v1"} {
		t.Run(version, func(t *testing.T) {
			w := wayOutWorkspace(t, version)
			right := w.Config(kept)
			for want, mistake := range map[string]func(){
				"Correct region in the provider block": func() { w.Write(strings.Replace(right, "East Coast (NY2)", "mars", 1)) },
				"Correct PAPERSPACE_REGION, or unset it": func() {
					w.Write(strings.Replace(right, `region        = "East Coast (NY2)"`, "", 1))
					w.Setenv("PAPERSPACE_REGION", "mars")
				},
			} {
				mistake()
				out, err := w.Run("destroy", "-auto-approve", "-refresh=false")
				w.Expect(out, "Unknown region", want, "also to destroy")
				if err == nil || strings.Contains(out, "-refresh=false") {
					t.Errorf("%v\n%s", err, out)
				}
				w.Setenv("PAPERSPACE_REGION", "")
			}
			w.Write(right)
			w.Expect(w.MustRun("destroy", "-auto-approve"), "1 destroyed")
		})
	}
}

// If the API version lacks a resource, the resource cannot be destroyed, not even without a refresh.
func TestAccResourceOfTheOtherAPIIsNotDestroyedWithoutRefresh(t *testing.T) {
	w := wayOutWorkspace(t, "core")
	w.Write(w.Config(kept + "resource \"paperspace_public_ip\" \"bad\" {\n}\n"))
	out, err := w.Run("plan")
	w.Expect(out, "Not supported by this API version")
	if err == nil || strings.Contains(out, "-refresh=false") {
		t.Errorf("%v\n%s", err, out)
	}
}
