package conformance

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

func machineUpdateFields(s *scene) {
	try(s, func(map[string]string) (none paperspace.MachineUpdate) { return none },
		func(w *scene, u *paperspace.MachineUpdate) (kept, shown any, err error) {
			id := w.machine(psfake.Machine{
				Name: "web", MachineType: "C5", State: psfake.StateOff, ShutdownHours: new(24), AutoSnapshot: true, SnapshotFrequency: "month", SnapshotCount: new(9),
			})
			before, showErr := w.shownMachine(id)
			w.must(showErr)
			if u.ScriptID == nil || w.api.ScriptEdits != nil {
				_, err = w.change(w.Context(), id, *u)
			} else {
				err = w.api.Machines.Update(w.Context(), id, *u)
			}
			pass(time.Minute)
			m, _ := w.fake.Machine(id)
			now, showErr := w.shownMachine(id)
			w.must(showErr)
			before.Events, now.Events = nil, nil
			switch {
			case err != nil || u.ScriptID != nil: // Differs does not compare it, because giveScript looks it up
			case len(u.Differs(now.Machine)) > 0:
				err = fmt.Errorf("MachineUpdate.Differs finds %v afterward", u.Differs(now.Machine))
			case len(u.Differs(before.Machine)) == 0 && !reflect.DeepEqual(before, now):
				err = errors.New("MachineUpdate.Differs does not compare it, so that a change is not waited for")
			}
			return m, now, err
		},
		trial{field: "MachineType", one: "C6", other: "C7"},
		trial{field: "SizeGB", one: int64(100), other: int64(250)},
		trial{field: "NetworkID", one: "network a", other: "network b"},
		trial{field: "AssignPublicIP", one: true, other: false},
		trial{field: "DynamicPublicIP", one: true, other: false},
		trial{field: "ScriptID", one: "script a", other: "script b"},
		trial{field: "Name", one: "one", other: "other"},
		trial{field: "ShutdownTimeoutHours", one: int64(7), other: int64(8), fake: "ShutdownHours"},
		trial{field: "ShutdownTimeoutForces", one: true, other: false, fake: "ShutdownForces"},
		trial{field: "AutoSnapshot", one: true, other: false},
		trial{field: "AutoSnapshotFrequency", one: "day", other: "week", fake: "SnapshotFrequency"},
		trial{field: "AutoSnapshotSaveCount", one: int64(3), other: int64(4), fake: "SnapshotCount"})
}

// A textedScript is a script with its text and the machine that has it.
type textedScript struct {
	paperspace.Script
	Text, MachineID string
}

// A keptScript is a script of the fake with the machine that has it.
type keptScript struct {
	psfake.Script
	MachineID string
}

// keptAndShown returns a script as the fake keeps it, and as the API version shows it.
func (s *scene) keptAndShown(ctx context.Context, id string) (kept keptScript, shown textedScript, err error) {
	kept.Script = s.script(id)
	for _, m := range s.fake.Machines() {
		if m.ScriptID == id {
			kept.MachineID = m.ID
		}
	}
	if shown.Script, err = s.api.Scripts.Show(ctx, id); err == nil && s.api.ScriptTexts != nil {
		shown.Text, err = s.api.ScriptTexts.Text(ctx, id)
	}
	if len(shown.MachineIDs) > 0 {
		shown.MachineID = shown.MachineIDs[0]
	}
	return kept, shown, err
}

func scriptUpdateFields(s *scene) {
	s.scriptEdits()
	try(s, func(map[string]string) (none paperspace.ScriptUpdate) { return none },
		func(w *scene, u *paperspace.ScriptUpdate) (kept, shown any, err error) {
			id := w.fake.AddScript(psfake.Script{Name: "hello", Text: "exit"}).ID
			before, showErr := w.api.Scripts.Show(w.Context(), id)
			w.must(showErr)
			if _, err := ops.NewClient(w.api, ops.Options{}).ChangeScript(w.Context(), ops.ScriptChange{ID: id, Update: *u}); err != nil {
				return nil, nil, err
			}
			script, now, err := w.keptAndShown(w.Context(), id)
			if u.Differs(now.Script) || !u.Differs(before) && !reflect.DeepEqual(before, now.Script) {
				err = errors.New("ScriptUpdate.Differs does not compare it, so that a change is not waited for")
			}
			return script, now, err
		},
		trial{field: "Name", one: "one", other: "other"},
		trial{field: "Text", one: "one", other: "other"},
		trial{field: "IsEnabled", one: true, other: false, fake: "!Disabled"},
		trial{field: "RunOnce", one: true, other: false})
}

// newMachine returns a create with the shutdown and auto-snapshot settings on, without
// which their details would not be sent.
func newMachine(map[string]string) paperspace.MachineCreate {
	in := order("web")
	in.ShutdownTimeoutHours, in.AutoSnapshot = new(int64(24)), new(true)
	in.AutoSnapshotFrequency, in.AutoSnapshotSaveCount = new("month"), new(int64(9))
	return in
}

// createMachine creates a machine and returns it ten minutes later.
func createMachine(w *scene, in *paperspace.MachineCreate) (kept, shown any, err error) {
	made, err := ops.NewClient(w.api, ops.Options{}).Create(w.Context(), *in)
	if err != nil {
		return nil, nil, err
	}
	pass(10 * time.Minute)
	m, _ := w.fake.Machine(made.Object.ID)
	now, err := w.shownMachine(made.Object.ID)
	return m, now, err
}

func machineCreateFields(s *scene) {
	if names := append(unused(s.quirks.Unsent), unused(s.quirks.Unseen)...); len(names) > 0 {
		s.Errorf("no struct has the fields %v of the tables Unsent and Unseen", names)
	}
	try(s, newMachine, createMachine,
		trial{field: "Name", one: "one", other: "other"},
		trial{field: "MachineType", one: "C6", other: "C7"},
		trial{field: "SizeGB", one: int64(50), other: int64(100)},
		trial{field: "Region", one: psfake.WestCoast, other: psfake.Europe},
		trial{field: "BillingType", one: "hourly", other: "monthly"},
		trial{field: "TemplateID", one: "t0nspur5", other: "t04azgph"},
		trial{field: "AssignPublicIP", one: true, other: false},
		trial{field: "DynamicPublicIP", one: true, other: false},
		trial{field: "NetworkID", one: "network a", other: "network b"},
		trial{field: "TeamID", one: "te456def", other: ""},
		trial{field: "UserID", one: "user a", other: "user b"},
		trial{field: "ScriptID", one: "script a", other: "script b"},
		trial{field: "NewUser", one: &paperspace.NewUser{Email: "one@example.com", Password: "x", FirstName: "A", LastName: "B"}, other: (*paperspace.NewUser)(nil), fake: "-"},
		trial{field: "NotificationEmail", one: "one@example.com", other: "other@example.com"},
		trial{field: "ShutdownTimeoutHours", one: int64(7), other: int64(8), fake: "ShutdownHours"},
		trial{field: "ShutdownTimeoutForces", one: true, other: false, fake: "ShutdownForces"},
		trial{field: "AutoSnapshot", one: true, other: false},
		trial{field: "AutoSnapshotFrequency", one: "day", other: "week", fake: "SnapshotFrequency"},
		trial{field: "AutoSnapshotSaveCount", one: int64(3), other: int64(4), fake: "SnapshotCount"},
		trial{field: "EmailPassword", one: true, other: false, fake: "-"},
		trial{field: "EnableNVLink", one: true, other: false, fake: "Nvlink"},
		trial{field: "TakeInitialSnapshot", one: true, other: false, fake: "TakesInitialSnapshot"},
		trial{field: "AccessorIDs", one: []string{"user a"}, other: []string{"user b"}, fake: "Access"})
}

func newUserFields(s *scene) {
	if _, lacks := s.api.Traits.Lacks[paperspace.FieldEmail]; lacks {
		s.Skip("no users with machines")
	}
	try(s, func(map[string]string) paperspace.NewUser {
		return paperspace.NewUser{Email: "new@example.com", Password: "password", FirstName: "A", LastName: "B"}
	}, func(w *scene, u *paperspace.NewUser) (kept, shown any, err error) {
		in := order("web")
		in.NewUser = u
		if _, _, err := createMachine(w, &in); err != nil {
			return nil, nil, err
		}
		all := w.fake.Users()
		users, err := w.api.Users.List(w.Context(), paperspace.Filter{paperspace.FieldEmail: u.Email})
		if err != nil || len(users) != 1 {
			return nil, nil, errors.Join(err, errors.New("the user is not listed"))
		}
		return all[len(all)-1], users[0], nil
	},
		trial{field: "Email", one: "one@example.com", other: "other@example.com"},
		trial{field: "Password", one: "one", other: "other", masked: true},
		trial{field: "FirstName", one: "one", other: "other"},
		trial{field: "LastName", one: "one", other: "other"})
}

func scriptCreateFields(s *scene) {
	try(s, func(map[string]string) paperspace.ScriptCreate {
		return paperspace.ScriptCreate{Name: "hello", Text: "exit", IsEnabled: true}
	}, func(w *scene, in *paperspace.ScriptCreate) (kept, shown any, err error) {
		c := ops.NewClient(w.api, ops.Options{})
		made, err := c.Scripts.Create(w.Context(), *in)
		if err == nil {
			err = c.FinishScript(w.Context(), made.Object, *in)
		}
		if err != nil {
			return nil, nil, err
		}
		return w.keptAndShown(w.Context(), made.Object.ID)
	},
		trial{field: "Name", one: "one", other: "other"},
		trial{field: "Description", one: "one", other: "other"},
		trial{field: "Text", one: "one", other: "other"},
		trial{field: "IsEnabled", one: true, other: false, fake: "!Disabled"},
		trial{field: "RunOnce", one: true, other: false},
		trial{field: "MachineID", one: "machine a", other: "machine b"})
}

// tryKind tries the fields of a create, and a rename if the first trial is of a name. kept
// returns the objects of the fake, of which the last is the new one.
func tryKind[T paperspace.Gettable, In paperspace.Creation[T], F any](s *scene, kind func(c *ops.Client) *ops.Kind[T, In],
	base func(things map[string]string) In, kept func(w *psfake.Server) []F, trials ...trial,
) {
	s.Helper()
	type rename struct{ Name string }
	create := func(w *scene, in In) (*ops.Kind[T, In], string, error) {
		k := kind(ops.NewClient(w.api, ops.Options{}))
		made, err := k.Create(w.Context(), in)
		pass(10 * time.Minute)
		return k, paperspace.IDOf(made.Object), err
	}
	look := func(w *scene, k *ops.Kind[T, In], id string) (any, any, error) {
		found, err := k.Read(w.Context(), id)
		all := kept(w.fake)
		return all[len(all)-1], found.Object, err
	}
	try(s, base, func(w *scene, in *In) (_, _ any, err error) {
		k, id, err := create(w, *in)
		if err != nil {
			return nil, nil, err
		}
		return look(w, k, id)
	}, trials...)
	if trials[0].field != "Name" {
		return
	}
	try(s, func(map[string]string) rename { return rename{} }, func(w *scene, in *rename) (_, _ any, err error) {
		k, id, err := create(w, base(w.things()))
		if err == nil {
			err = k.Rename(w.Context(), id, in.Name)
		}
		if err != nil {
			return nil, nil, err
		}
		return look(w, k, id)
	}, trials[0])
}

func productFields(s *scene) {
	if s.api.PublicIPs == nil {
		s.Skip("no other kinds")
	}
	name := trial{field: "Name", one: "one", other: "other"}
	tryKind(s, func(c *ops.Client) *ops.Kind[paperspace.Network, paperspace.NetworkCreate] {
		return c.PrivateNetworks
	},
		func(map[string]string) paperspace.NetworkCreate {
			return paperspace.NetworkCreate{Name: "n", Region: "ny2"}
		},
		(*psfake.Server).Networks, name, trial{field: "Region", one: psfake.WestCoast, other: psfake.Europe})
	tryKind(s, func(c *ops.Client) *ops.Kind[paperspace.PublicIP, paperspace.PublicIPClaim] {
		return c.PublicIPs
	},
		func(map[string]string) paperspace.PublicIPClaim { return paperspace.PublicIPClaim{} },
		(*psfake.Server).PublicIPs, trial{field: "Region", one: psfake.WestCoast, other: psfake.Europe})
	tryKind(s, func(c *ops.Client) *ops.Kind[paperspace.Snapshot, paperspace.SnapshotCreate] {
		return c.Snapshots
	},
		func(t map[string]string) paperspace.SnapshotCreate {
			return paperspace.SnapshotCreate{Name: "s", MachineID: t["machine a"]}
		}, (*psfake.Server).Snapshots, name, trial{field: "MachineID", one: "machine a", other: "machine b"})
	named := name
	named.fake = "Label"
	tryKind(s, func(c *ops.Client) *ops.Kind[paperspace.Template, paperspace.TemplateCreate] {
		return c.CustomTemplates
	},
		func(t map[string]string) paperspace.TemplateCreate {
			return paperspace.TemplateCreate{Name: "t", MachineID: t["machine off a"]}
		}, (*psfake.Server).CustomTemplates, named, trial{field: "MachineID", one: "machine off a", other: "machine off b", shown: "ParentMachineID"})
	tryKind(s, func(c *ops.Client) *ops.Kind[paperspace.SharedDrive, paperspace.SharedDriveCreate] {
		return c.SharedDrives
	},
		func(t map[string]string) paperspace.SharedDriveCreate {
			return paperspace.SharedDriveCreate{Name: "d", SizeGB: 250, Region: "ny2", NetworkID: t["network a"]}
		}, (*psfake.Server).SharedDrives, name, trial{field: "SizeGB", one: int64(250), other: int64(500)},
		trial{field: "Region", one: psfake.EastCoast, other: psfake.Europe, also: [2]map[string]any{1: {"NetworkID": "network in Europe"}}},
		trial{field: "NetworkID", one: "network a", other: "network b"})
}
