package snapshot

import (
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx/tfxtest"
)

func TestEveryArgumentIsSent(t *testing.T) {
	tfxtest.Complete(t, "model.creation", tfxtest.Filled[model]().creation())
}

func TestEveryAttributeIsShownAndKept(t *testing.T) {
	var m model
	want := map[string]any{"name": "n", "machine_id": "m", "automatic": true}
	m.refresh(paperspace.Snapshot{ID: "id", Name: "n", MachineID: "m", Automatic: true})
	tfxtest.Holds(t, "model.refresh", &m, want, "id", "timeouts")
	m.refresh(paperspace.Snapshot{ID: "id"})
	want["automatic"] = false
	tfxtest.Holds(t, "model.refresh", &m, want, "id", "timeouts")
}
