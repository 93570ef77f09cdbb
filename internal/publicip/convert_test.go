package publicip

import (
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx/tfxtest"
)

func TestEveryArgumentIsSent(t *testing.T) {
	tfxtest.Complete(t, "model.creation", tfxtest.Filled[model]().creation())
}

// Everything is kept except for the machine: an address without one has none.
func TestEveryAttributeIsShownAndKept(t *testing.T) {
	var m model
	want := map[string]any{"address": "192.0.2.1", "region": "r", "machine_id": "m", "dt_created": "2026"}
	m.refresh(paperspace.PublicIP{Address: "192.0.2.1", Region: "r", MachineID: "m", CreatedAt: "2026"})
	tfxtest.Holds(t, "model.refresh", &m, want, "id", "timeouts")
	m.refresh(paperspace.PublicIP{Address: "192.0.2.1"})
	want["machine_id"] = nil
	tfxtest.Holds(t, "model.refresh", &m, want, "id", "timeouts")
}
