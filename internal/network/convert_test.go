package network

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
	want := map[string]any{"name": "n", "region": "r", "network": "10.0.0.0", "netmask": "255.0.0.0", "dt_created": "2026"}
	m.refresh(paperspace.Network{ID: "id", Name: "n", Region: "r", Network: "10.0.0.0", Netmask: "255.0.0.0", TeamID: "t", CreatedAt: "2026"})
	tfxtest.Holds(t, "model.refresh", &m, want, "id", "timeouts")
	m.refresh(paperspace.Network{ID: "id"})
	tfxtest.Holds(t, "model.refresh", &m, want, "id", "timeouts")
}
