package ops

import (
	"context"
	"iter"
	"maps"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/bulk"
)

// scripted is Machines for an API version whose machines do not include their script. It
// looks the script up in the list of scripts, which includes their machines. Waits do not
// need the script; see [Client.bare].
type scripted struct {
	paperspace.Machines
	scripts  paperspace.Scripts
	assigned bulk.Shared[map[string]string] // machine → script
}

// assignedLife is how long one list of scripts serves reads of machines if this client
// writes nothing: the time that it takes to refresh a large state.
const assignedLife = 30 * time.Second

// list returns the script of each machine that has one.
func (s *scripted) list(ctx context.Context) (map[string]string, error) {
	all, err := s.scripts.List(ctx, nil)
	assigned := map[string]string{}
	for _, script := range all {
		for _, id := range script.MachineIDs {
			assigned[id] = script.ID
		}
	}
	return assigned, err
}

// complete adds its script to a machine. If the scripts cannot be listed, the machine is
// still usable, because a key that cannot read scripts must be able to plan and destroy
// machines.
func (s *scripted) complete(ctx context.Context, m paperspace.Machine) (_ paperspace.Machine, unlisted error) {
	assigned, unlisted := s.assigned.Get(ctx, assignedLife, s.list)
	m.ScriptID, m.ScriptUnknown = assigned[m.ID], unlisted != nil
	return m, unlisted
}

func (s *scripted) Show(ctx context.Context, id string) (paperspace.Machine, error) {
	m, err := s.Machines.Show(ctx, id)
	if err != nil {
		return m, err
	}
	m, unlisted := s.complete(ctx, m)
	if ctx.Err() != nil {
		return m, unlisted
	}
	return m, nil
}

// List also matches a filter for the script.
func (s *scripted) List(ctx context.Context, f paperspace.Filter) iter.Seq2[paperspace.Machine, error] {
	rest := maps.Clone(f)
	delete(rest, paperspace.FieldScriptID)
	return func(yield func(paperspace.Machine, error) bool) {
		for m, err := range s.Machines.List(ctx, rest) {
			if err == nil {
				var unlisted error
				if m, unlisted = s.complete(ctx, m); ctx.Err() != nil || f[paperspace.FieldScriptID] != "" {
					err = unlisted
				}
			}
			if err == nil && !f.Match(m.Get) {
				continue
			}
			if !yield(m, err) || err != nil {
				return
			}
		}
	}
}
