package conformance

import (
	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// edits are the rules about changing scripts and about giving machines another script.
var edits = []rule{
	{"a script has all requested settings, even those that the create does not accept", scriptMade},
	{"each edit of a script shows and changes nothing else", scriptEdits},
	{"a script is assigned and taken away", scriptAssigned},
	{"a script goes from one machine to another", scriptMoves},
	{"a script that is destroyed is gone, also from its machines", scriptDestroyed},
}

func (s *scene) scriptEdits() paperspace.ScriptEdits {
	s.Helper()
	if s.api.ScriptEdits == nil {
		s.Skip("scripts cannot be changed")
	}
	return s.api.ScriptEdits
}

// script returns a script of the fake.
func (s *scene) script(id string) psfake.Script {
	s.Helper()
	for _, script := range s.fake.Scripts() {
		if script.ID == id {
			return script
		}
	}
	s.Fatalf("the server has no script %q", id)
	return psfake.Script{}
}

// wantScript checks which script a machine has, in the fake and as shown.
func (s *scene) wantScript(what, machineID, scriptID string) {
	s.Helper()
	m, _ := s.fake.Machine(machineID)
	shown, err := ops.NewClient(s.api, ops.Options{}).Machines.Show(s.Context(), machineID)
	if err != nil || m.ScriptID != scriptID || shown.ScriptID != scriptID {
		s.Errorf("%s: the machine has %q and shows %q, %v, want %q", what, m.ScriptID, shown.ScriptID, err, scriptID)
	}
}

func scriptMade(s *scene) {
	if s.api.Scripts == nil {
		s.Skip("no scripts")
	}
	before := s.fake.AddScript(psfake.Script{Name: "before", Text: "exit"})
	id := s.machine(psfake.Machine{ScriptID: before.ID})
	in := paperspace.ScriptCreate{Name: `a "b" & é`, Text: "#!/bin/sh\necho \"ü\" < > &\n", RunOnce: true, MachineID: id}
	c := ops.NewClient(s.api, ops.Options{})
	created, err := c.Scripts.Create(s.Context(), in)
	s.must(err)
	made := created.Object
	s.must(c.FinishScript(s.Context(), made, in))
	if got := s.script(made.ID); got.Name != in.Name || got.Text != in.Text || !got.RunOnce || !got.Disabled {
		s.Errorf("the server created %+v", got)
	}
	s.wantScript("made for it", id, made.ID)
}

func scriptEdits(s *scene) {
	edits := s.scriptEdits()
	id := s.fake.AddScript(psfake.Script{Name: "hello", Description: "Says hello", Text: "echo hello"}).ID
	text := "echo hello"
	for _, step := range []struct {
		name   string
		update paperspace.ScriptUpdate
		want   func(want *paperspace.Script)
	}{
		{"a name", paperspace.ScriptUpdate{Name: new(`a "b" & é 世`)}, func(want *paperspace.Script) { want.Name = `a "b" & é 世` }},
		{"off", paperspace.ScriptUpdate{IsEnabled: new(false)}, func(want *paperspace.Script) { want.IsEnabled = false }},
		{"run once", paperspace.ScriptUpdate{RunOnce: new(true)}, func(want *paperspace.Script) { want.RunOnce = true }},
		{"a text", paperspace.ScriptUpdate{Text: new("echo ü < > &\n")}, func(*paperspace.Script) { text = "echo ü < > &\n" }},
		{"on", paperspace.ScriptUpdate{IsEnabled: new(true)}, func(want *paperspace.Script) { want.IsEnabled = true }},
		{"not once", paperspace.ScriptUpdate{RunOnce: new(false)}, func(want *paperspace.Script) { want.RunOnce = false }},
	} {
		want, err := s.api.Scripts.Show(s.Context(), id)
		s.must(err)
		step.want(&want)
		s.must(edits.Update(s.Context(), id, step.update))
		shown, err := s.api.Scripts.Show(s.Context(), id)
		if diff := cmp.Diff(want, shown); diff != "" || err != nil {
			s.Errorf("%s: %v, -want +shown:\n%s", step.name, err, diff)
		}
		if got := s.script(id); got.Text != text || got.Name != want.Name || got.Disabled == want.IsEnabled || got.RunOnce != want.RunOnce {
			s.Errorf("%s: the server has %+v", step.name, got)
		}
	}
	s.wantKind("of no script", edits.Update(s.Context(), "sc000000", paperspace.ScriptUpdate{Name: new("x")}), paperspace.ErrNotFound)
}

func scriptAssigned(s *scene) {
	edits := s.scriptEdits()
	script, id := s.fake.AddScript(psfake.Script{Name: "hello", Text: "exit"}).ID, s.machine(psfake.Machine{})
	s.wantScript("at first", id, "")
	s.must(edits.Assign(s.Context(), script, id))
	s.wantScript("assigned", id, script)
	s.must(edits.Unassign(s.Context(), script, id))
	s.wantScript("taken away", id, "")
	for what, err := range map[string]error{
		"no script to a machine": edits.Assign(s.Context(), "sc000000", id), "a script to no machine": edits.Assign(s.Context(), script, "ps0000000"),
		"no script from a machine": edits.Unassign(s.Context(), "sc000000", id), "a script from no machine": edits.Unassign(s.Context(), script, "ps0000000"),
	} {
		s.wantKind(what, err, paperspace.ErrNotFound)
	}
}

// The responses to the requests can be lost.
func scriptMoves(s *scene) {
	s.scriptEdits()
	for _, f := range append(after[:len(after):len(after)], psfake.Fault{Kind: psfake.FaultSlow}) {
		f.Call, f.Times = "scripts.*", 2
		script := s.fake.AddScript(psfake.Script{Name: "hello", Text: "exit"}).ID
		other := s.fake.AddScript(psfake.Script{Name: "other", Text: "exit"}).ID
		from, to := s.machine(psfake.Machine{ScriptID: script}), s.machine(psfake.Machine{ScriptID: other})
		client := ops.NewClient(s.api, ops.Options{})
		end := s.fake.Inject(f)
		got, err := client.ChangeScript(s.Context(), ops.ScriptChange{
			ID: script, From: from, To: to, Update: paperspace.ScriptUpdate{Name: new("renamed"), IsEnabled: new(false)},
		})
		end()
		if err != nil || got.Name != "renamed" || got.IsEnabled || len(got.MachineIDs) != 1 || got.MachineIDs[0] != to {
			s.Errorf("%s %d: it became %+v, %v", f.Kind, f.Status, got, err)
		}
		s.wantScript(string(f.Kind)+": the one it was taken from", from, "")
		s.wantScript(string(f.Kind)+": the one that got it", to, script)
	}
}

func scriptDestroyed(s *scene) {
	if s.api.Scripts == nil {
		s.Skip("no scripts")
	}
	script := s.fake.AddScript(psfake.Script{Name: "hello", Text: "exit"}).ID
	id := s.machine(psfake.Machine{ScriptID: script})
	s.must(s.api.Scripts.Destroy(s.Context(), script))
	_, err := s.api.Scripts.Show(s.Context(), script)
	s.wantKind("shown", err, paperspace.ErrNotFound)
	if all, err := s.api.Scripts.List(s.Context(), nil); err != nil || len(all) != 0 {
		s.Errorf("still listed: %+v, %v", all, err)
	}
	s.wantKind("destroyed once more", s.api.Scripts.Destroy(s.Context(), script), paperspace.ErrNotFound)
	s.wantScript("afterwards", id, "")
}
