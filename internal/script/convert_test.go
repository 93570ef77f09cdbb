package script

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx/tfxtest"
)

func TestEveryArgumentIsSent(t *testing.T) {
	tfxtest.Complete(t, "resourceModel.create", tfxtest.Filled[resourceModel]().create())
}

// The description and the text are read by separate requests.
func TestEveryAttributeIsShownAndKept(t *testing.T) {
	m := resourceModel{MachineID: types.StringValue("m")}
	want := map[string]any{
		"name": "n", "is_enabled": true, "run_once": true, "machine_id": "m", "owner_type": "team", "owner_id": "te1", "dt_created": "2026",
	}
	m.refresh(paperspace.Script{
		ID: "id", Name: "n", IsEnabled: true, RunOnce: true, OwnerType: "team", OwnerID: "te1", CreatedAt: "2026", MachineIDs: []string{"other", "m"},
	})
	tfxtest.Holds(t, "resourceModel.refresh", &m, want, "id", "description", "script_text")
	m.refresh(paperspace.Script{ID: "id"})
	want["is_enabled"], want["run_once"] = false, false
	tfxtest.Holds(t, "resourceModel.refresh", &m, want, "id", "description", "script_text")
	m.refresh(paperspace.Script{ID: "id", MachineIDs: []string{"other"}})
	want["machine_id"] = nil
	tfxtest.Holds(t, "resourceModel.refresh", &m, want, "id", "description", "script_text")
}

// Each argument that changes is sent alone, or forces a new script if the API version cannot change
// scripts.
func TestEveryChangeOfAScript(t *testing.T) {
	for _, c := range []struct {
		argument string
		change   func(m *resourceModel)
		sent     string
	}{
		{"name", func(m *resourceModel) { m.Name = types.StringValue("new") }, "name new"},
		{"script_text", func(m *resourceModel) { m.Text = types.StringValue("new") }, "text new"},
		{"is_enabled", func(m *resourceModel) { m.IsEnabled = types.BoolValue(false) }, "enabled false"},
		{"run_once", func(m *resourceModel) { m.RunOnce = types.BoolValue(false) }, "once false"},
		{"machine_id", func(m *resourceModel) { m.MachineID = types.StringValue("new") }, "to new"},
		{"description", func(m *resourceModel) { m.Description = types.StringValue("new") }, ""},
	} {
		prior, m := tfxtest.Filled[resourceModel](), tfxtest.Filled[resourceModel]()
		c.change(m)
		if got := fmt.Sprint(replacing(&ops.Client{}, m, prior, nil)); got != "["+c.argument+"]" {
			t.Errorf("a change of %s replaces because of %s: see replacing", c.argument, got)
		}
		if got := replacing(&ops.Client{API: paperspace.API{ScriptEdits: edits{}}}, m, prior, nil); got != nil {
			t.Errorf("a change of %s replaces because of %s, but the API version can change scripts", c.argument, got)
		}
		ch := m.change(prior)
		if ch.ID != "id" || ch.From != "machine_id" {
			t.Errorf("the change of %s is from %q of %q: see resourceModel.change", c.argument, ch.From, ch.ID)
		}
		if got := sentBy(ch); got != c.sent {
			t.Errorf("a change of %s sends %q, want %q: see resourceModel.change", c.argument, got, c.sent)
		}
	}
}

type edits struct{ paperspace.ScriptEdits }

// sentBy returns what a change sends.
func sentBy(ch ops.ScriptChange) string {
	switch u := ch.Update; {
	case u.Name != nil:
		return "name " + *u.Name
	case u.Text != nil:
		return "text " + *u.Text
	case u.IsEnabled != nil:
		return fmt.Sprint("enabled ", *u.IsEnabled)
	case u.RunOnce != nil:
		return fmt.Sprint("once ", *u.RunOnce)
	case ch.To != ch.From:
		return "to " + ch.To
	}
	return ""
}

func TestNoReplacementForWhatIsTheSame(t *testing.T) {
	prior, m := tfxtest.Filled[resourceModel](), tfxtest.Filled[resourceModel]()
	prior.Description, m.Description = types.StringValue(""), types.StringNull()
	prior.MachineID = types.StringNull() // after an import
	if got := replacing(&ops.Client{}, m, prior, []string{"other", "machine_id"}); got != nil {
		t.Errorf("replaced because of %s", got)
	}
	m.Description = types.StringUnknown()
	if got := fmt.Sprint(replacing(&ops.Client{}, m, prior, []string{"machine_id"})); got != "[description]" {
		t.Errorf("an unknown description replaces because of %s", got)
	}
}
