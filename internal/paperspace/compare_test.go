package paperspace_test

import (
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// compares compares a create with an object that matches it, and again after each change.
func compares[In, T any](t *testing.T, compare func(In, T) paperspace.Likeness, in In, object T, cases []likenessCase[In, T]) {
	t.Helper()
	if got := compare(in, object); got != paperspace.Equal {
		t.Errorf("%T: as ordered: likeness %d, want %d", object, got, paperspace.Equal)
	}
	for _, c := range cases {
		in, object := in, object
		c.change(&in, &object)
		if got := compare(in, object); got != c.want {
			t.Errorf("%T: %s: likeness %d, want %d", object, c.what, got, c.want)
		}
	}
}

type likenessCase[In, T any] struct {
	what   string
	change func(in *In, object *T)
	want   paperspace.Likeness
}

// If the response to a create is lost, the new object is recognized by its settings.
func TestOrderIsComparedWithEachValue(t *testing.T) {
	t.Parallel()
	type (
		machine  = likenessCase[paperspace.MachineCreate, paperspace.Machine]
		order    = paperspace.MachineCreate
		made     = paperspace.Machine
		drive    = likenessCase[paperspace.SharedDriveCreate, paperspace.SharedDrive]
		snapshot = likenessCase[paperspace.SnapshotCreate, paperspace.Snapshot]
		template = likenessCase[paperspace.TemplateCreate, paperspace.Template]
		network  = likenessCase[paperspace.NetworkCreate, paperspace.Network]
		script   = likenessCase[paperspace.ScriptCreate, paperspace.Script]
		address  = likenessCase[paperspace.PublicIPClaim, paperspace.PublicIP]
	)
	compares(t, func(in order, m made) paperspace.Likeness { return in.Compare(m, paperspace.Traits{}) },
		order{
			Name: "m", MachineType: "C5", Region: "ny2", BillingType: "hourly", NetworkID: "n1", TemplateID: "t1", ScriptID: "s1", UserID: "u1", TeamID: "te1",
			SizeGB: 50, AssignPublicIP: true,
		},
		made{
			Name: "M ", MachineType: "c5", Region: "East Coast (NY2)", BillingType: "Hourly", NetworkID: "n1", TemplateID: "t1", ScriptID: "s1", UserID: "u1", TeamID: "te1",
			StorageTotal: new(int64(50 << 30)), AssignPublicIP: new(true),
		},
		[]machine{
			{"another name", func(_ *order, m *made) { m.Name = "n" }, paperspace.Unrelated},
			{"being destroyed", func(_ *order, m *made) { m.DeletedAt = "2026-01-01T00:00:00Z" }, paperspace.Unrelated},
			{"another machine type", func(_ *order, m *made) { m.MachineType = "C7" }, paperspace.Unequal},
			{"no machine type yet", func(_ *order, m *made) { m.MachineType = "" }, paperspace.Undecided},
			{"another region", func(_ *order, m *made) { m.Region = "ams1" }, paperspace.Unequal},
			{"another billing type", func(_ *order, m *made) { m.BillingType = "monthly" }, paperspace.Unequal},
			{"another network", func(_ *order, m *made) { m.NetworkID = "n2" }, paperspace.Unequal},
			{"no network ordered", func(in *order, _ *made) { in.NetworkID = "" }, paperspace.Equal},
			{"another template", func(_ *order, m *made) { m.TemplateID = "t2" }, paperspace.Unequal},
			{"no template shown", func(_ *order, m *made) { m.TemplateID = "" }, paperspace.Equal},
			{"another script", func(_ *order, m *made) { m.ScriptID = "s2" }, paperspace.Unequal},
			{"a script that was not ordered", func(in *order, _ *made) { in.ScriptID = "" }, paperspace.Unequal},
			{"an unknown script", func(_ *order, m *made) { m.ScriptUnknown = true }, paperspace.Undecided},
			{"another owner", func(_ *order, m *made) { m.UserID = "u2" }, paperspace.Unequal},
			{"another team", func(_ *order, m *made) { m.TeamID = "te2" }, paperspace.Unequal},
			{"no size yet", func(_ *order, m *made) { m.StorageTotal = nil }, paperspace.Undecided},
			{"another size", func(in *order, _ *made) { in.SizeGB = 100 }, paperspace.Unequal},
			{"a dynamic address that was not ordered", func(_ *order, m *made) { m.DynamicPublicIP = true }, paperspace.Unequal},
			{"no static address yet", func(_ *order, m *made) { m.AssignPublicIP = new(false) }, paperspace.Undecided},
			{"a static address that was not ordered", func(in *order, _ *made) { in.AssignPublicIP = false }, paperspace.Unequal},
			{"an address that might be static", func(_ *order, m *made) { m.AssignPublicIP, m.PublicIPAddress = nil, "192.0.2.1" }, paperspace.Equal},
			{"no address yet", func(_ *order, m *made) { m.AssignPublicIP = nil }, paperspace.Undecided},
		})
	compares(t, paperspace.SharedDriveCreate.Compare, paperspace.SharedDriveCreate{Name: "d", SizeGB: 250, Region: "ny2", NetworkID: "n1"},
		paperspace.SharedDrive{Name: "d", SizeGB: 250, Region: "East Coast (NY2)", NetworkID: "n1"}, []drive{
			{"another name", func(_ *paperspace.SharedDriveCreate, d *paperspace.SharedDrive) { d.Name = "e" }, paperspace.Unrelated},
			{"another size", func(_ *paperspace.SharedDriveCreate, d *paperspace.SharedDrive) { d.SizeGB = 500 }, paperspace.Unequal},
			{"another region", func(_ *paperspace.SharedDriveCreate, d *paperspace.SharedDrive) { d.Region = "ca1" }, paperspace.Unequal},
			{"another network", func(_ *paperspace.SharedDriveCreate, d *paperspace.SharedDrive) { d.NetworkID = "n2" }, paperspace.Unequal},
		})
	compares(t, paperspace.SnapshotCreate.Compare, paperspace.SnapshotCreate{Name: "s", MachineID: "ps1"}, paperspace.Snapshot{Name: "s", MachineID: "ps1"}, []snapshot{
		{"another name", func(_ *paperspace.SnapshotCreate, s *paperspace.Snapshot) { s.Name = "t" }, paperspace.Unrelated},
		{"an automatic one", func(_ *paperspace.SnapshotCreate, s *paperspace.Snapshot) { s.Automatic = true }, paperspace.Unrelated},
		{"of another machine", func(_ *paperspace.SnapshotCreate, s *paperspace.Snapshot) { s.MachineID = "ps2" }, paperspace.Unequal},
	})
	compares(t, paperspace.TemplateCreate.Compare, paperspace.TemplateCreate{Name: "t", MachineID: "ps1"}, paperspace.Template{Name: "t", ParentMachineID: "ps1"}, []template{
		{"another name", func(_ *paperspace.TemplateCreate, o *paperspace.Template) { o.Name = "u" }, paperspace.Unrelated},
		{"of another machine", func(_ *paperspace.TemplateCreate, o *paperspace.Template) { o.ParentMachineID = "ps2" }, paperspace.Unequal},
	})
	compares(t, paperspace.NetworkCreate.Compare, paperspace.NetworkCreate{Name: "n", Region: "ny2"}, paperspace.Network{Name: "n", Region: "East Coast (NY2)"}, []network{
		{"another name", func(_ *paperspace.NetworkCreate, n *paperspace.Network) { n.Name = "o" }, paperspace.Unrelated},
		{"another region", func(_ *paperspace.NetworkCreate, n *paperspace.Network) { n.Region = "ca1" }, paperspace.Unequal},
	})
	compares(t, paperspace.ScriptCreate.Compare, paperspace.ScriptCreate{Name: "s", Description: "d", RunOnce: true}, paperspace.Script{Name: "s", Description: "d", RunOnce: true}, []script{
		{"another name", func(_ *paperspace.ScriptCreate, s *paperspace.Script) { s.Name = "t" }, paperspace.Unrelated},
		{"another description", func(_ *paperspace.ScriptCreate, s *paperspace.Script) { s.Description = "e" }, paperspace.Unequal},
		{"at every boot", func(_ *paperspace.ScriptCreate, s *paperspace.Script) { s.RunOnce = false }, paperspace.Unequal},
		{"enabled", func(_ *paperspace.ScriptCreate, s *paperspace.Script) { s.IsEnabled = true }, paperspace.Unequal},
	})
	compares(t, paperspace.PublicIPClaim.Compare, paperspace.PublicIPClaim{Region: "ny2"}, paperspace.PublicIP{Region: "East Coast (NY2)"}, []address{
		{"another region", func(_ *paperspace.PublicIPClaim, a *paperspace.PublicIP) { a.Region = "ca1" }, paperspace.Unrelated},
		{"of a machine", func(_ *paperspace.PublicIPClaim, a *paperspace.PublicIP) { a.MachineID = "ps1" }, paperspace.Unrelated},
	})
}
