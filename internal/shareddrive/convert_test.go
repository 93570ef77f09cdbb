package shareddrive

import (
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx/tfxtest"
)

func TestEveryArgumentIsSent(t *testing.T) {
	tfxtest.Complete(t, "model.creation", tfxtest.Filled[model]().creation())
}

func TestEveryAttributeIsShownAndKept(t *testing.T) {
	var m model
	want := map[string]any{
		"name": "n", "size": int64(500), "region": "r", "network_id": "net", "mount_point": `\\10.0.0.2\d`, "username": "u", "dt_created": "2026",
	}
	m.refresh(paperspace.SharedDrive{
		ID: "id", Name: "n", SizeGB: 500, Region: "r", NetworkID: "net", MountPoint: `\\10.0.0.2\d`, Username: "u", CreatedAt: "2026",
	})
	tfxtest.Holds(t, "model.refresh", &m, want, "id", "timeouts")
	m.refresh(paperspace.SharedDrive{ID: "id"})
	tfxtest.Holds(t, "model.refresh", &m, want, "id", "timeouts")
}

// A drive that is shown in another unit, or rounded, has the configured size. One that really has
// another size does not.
func TestSizeInAnotherUnit(t *testing.T) {
	for _, c := range []struct{ configured, shown, want int64 }{
		{500, 500, 500}, {500, 465, 500}, {500, 537, 500}, {465, 500, 465}, {500, 1000, 1000}, {1000, 500, 500},
	} {
		m := model{Size: tfx.NewWhole(c.configured)}
		m.refresh(paperspace.SharedDrive{SizeGB: c.shown})
		if got := m.Size.ValueInt64(); got != c.want {
			t.Errorf("size %d is shown as %d: it is %d in the state, want %d", c.configured, c.shown, got, c.want)
		}
	}
}
