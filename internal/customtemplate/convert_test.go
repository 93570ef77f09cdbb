package customtemplate

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx/tfxtest"
)

func TestEveryArgumentIsSent(t *testing.T) {
	tfxtest.Complete(t, "model.creation", tfxtest.Filled[model]().creation())
}

func TestEveryAttributeIsShownAndKept(t *testing.T) {
	var m model
	want := map[string]any{
		"name": "n", "machine_id": "m", "region": "r", "agent_type": "LinuxHeadless", "os": "Ubuntu", "default_size_gb": int64(50),
		"machine_types": `["C5","P4000"]`, "dt_created": "2026",
	}
	m.refresh(paperspace.Template{
		ID: "id", Name: "n", ParentMachineID: "m", Region: "r", AgentType: "LinuxHeadless", OS: "Ubuntu", DefaultSizeGB: 50,
		MachineTypes: []string{"C5", "P4000"}, CreatedAt: "2026",
	})
	tfxtest.Holds(t, "model.refresh", &m, want, "id", "stop_machine", "timeouts")
	m.refresh(paperspace.Template{ID: "id"})
	tfxtest.Holds(t, "model.refresh", &m, want, "id", "stop_machine", "timeouts")
}

// After a create, a template without a list of machine types must not leave an unknown value.
func TestTemplateWithoutMachineTypes(t *testing.T) {
	m := model{MachineTypes: types.ListUnknown(types.StringType)}
	m.refresh(paperspace.Template{ID: "id"})
	if m.MachineTypes.IsUnknown() {
		t.Error("machine_types is still unknown: see model.refresh")
	}
}
