package tfcore_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcore"
)

const twoThings = "resource \"a_thing\" \"x\" {\n  name = \"x${count.index}\"\n  count = 2\n}\noutput \"all\" {\n  value = a_thing.x[*].result\n}\n"

// A Core can continue with the state that another one has saved, including a tainted
// object.
func TestStateFile(t *testing.T) {
	first, _ := workspace()
	second, _ := workspace()
	if err := first.Load(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if said, err := first.Run(t.Context(), twoThings, "apply", "-auto-approve"); err != nil || !strings.Contains(said, "2 added, 0 changed, 0 destroyed") {
		t.Fatalf("%v\n%s", err, said)
	}
	if _, err := first.Run(t.Context(), twoThings, "taint", "a_thing.x[1]"); err != nil {
		t.Fatal(err)
	}
	stored, err := first.Save("registry.terraform.io/hashicorp/a")
	if err != nil {
		t.Fatal(err)
	}
	if err := second.Load(t.Context(), stored); err != nil {
		t.Fatal(err)
	}
	if again, err := second.Save("registry.terraform.io/hashicorp/a"); err != nil || strings.Replace(string(again), `"serial":2`, `"serial":1`, 1) != string(stored) {
		t.Errorf("%v\n%s\n%s", err, again, stored)
	}
	said, err := second.Run(t.Context(), twoThings, "plan", "-detailed-exitcode")
	if !errors.Is(err, tfcore.ErrChanges) || !strings.Contains(said, "1 to add, 0 to change, 1 to destroy") {
		t.Errorf("%v\n%s", err, said)
	}
	if said, err := second.Run(t.Context(), "", "destroy", "-auto-approve"); err != nil || !strings.Contains(said, "2 destroyed") || !second.Empty() {
		t.Errorf("%v\n%s", err, said)
	}
}

// An unsupported command does nothing, so that a CLI can run it instead.
func TestUnsupportedCommands(t *testing.T) {
	const one = "resource \"a_thing\" \"x\" {\n  name = \"x\"\n}\n"
	for name, c := range map[string]struct {
		config string
		args   []string
	}{
		"command":        {one, []string{"validate"}},
		"option":         {one, []string{"apply", "-auto-approve", "-target=a_thing.x"}},
		"no approval":    {one, []string{"apply"}},
		"function":       {one + "output \"o\" {\n  value = cidrhost(\"10.0.0.0/8\", 1)\n}\n", []string{"apply", "-auto-approve"}},
		"block":          {one + "module \"m\" {\n  source = \"./m\"\n}\n", []string{"apply", "-auto-approve"}},
		"lifecycle":      {strings.Replace(one, "}", "  lifecycle {\n    prevent_destroy = true\n  }\n}", 1), []string{"apply", "-auto-approve"}},
		"other provider": {one + "resource \"another_thing\" \"x\" {}\n", []string{"apply", "-auto-approve"}},
		"not counted":    {strings.Replace(twoThings, "count = 2", "", 1), []string{"plan"}},
	} {
		t.Run(name, func(t *testing.T) {
			core, p := workspace()
			if err := core.Load(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			if name == "not counted" {
				if _, err := core.Run(t.Context(), twoThings, "apply", "-auto-approve"); err != nil {
					t.Fatal(err)
				}
				c.config = strings.Replace(c.config, "${count.index}", "", 1)
				*p.log = nil
			}
			if said, err := core.Run(t.Context(), c.config, c.args...); !errors.Is(err, tfcore.ErrUnsupported) || len(*p.log) > 0 {
				t.Errorf("%v, done: %v\n%s", err, *p.log, said)
			}
		})
	}
}

// A state with another schema version needs a CLI, which has it upgraded.
func TestOldStateFile(t *testing.T) {
	core, _ := workspace()
	text := `{"version": 4, "resources": [{"mode": "managed", "type": "a_thing", "name": "x", "instances": [{"schema_version": 7, "attributes": {}}]}]}`
	if err := core.Load(t.Context(), []byte(text)); !errors.Is(err, tfcore.ErrUnsupported) {
		t.Error(err)
	}
}

// warner adds a warning to each plan.
type warner struct{ *thing }

func (w warner) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	resp, err := w.thing.PlanResourceChange(ctx, req)
	resp.Diagnostics = []*tfprotov6.Diagnostic{{Severity: tfprotov6.DiagnosticSeverityWarning, Summary: "Beware", Detail: "Of it."}}
	return resp, err
}

// Like a CLI, a Core shows only the first of several warnings with the same summary.
func TestWarningsAreShownOnce(t *testing.T) {
	for n, want := range map[string]string{"1": "", "2": "one more similar warning", "3": "2 more similar warnings"} {
		core, p := workspace()
		core.New = func() (tfprotov6.ProviderServer, error) { return warner{p}, nil }
		said, err := core.Run(t.Context(), strings.Replace(twoThings, "count = 2", "count = "+n, 1), "plan")
		if err != nil || strings.Count(said, "Warning: Beware") != 1 || !strings.Contains(said, "with a_thing.x[") || !strings.Contains(said, want) {
			t.Errorf("%s: %v\n%s", n, err, said)
		}
	}
}
