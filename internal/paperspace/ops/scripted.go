package ops

import (
	"context"
	"iter"
	"maps"
	"sync"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// scripted is Machines for an API version whose machines do not include their script. It
// looks the script up in the list of scripts, which includes their machines. Waits do not
// need the script; see [Client.bare].
type scripted struct {
	paperspace.Machines
	scripts paperspace.Scripts

	mu     sync.Mutex // held during the request, because other callers need the same list
	listed time.Time
	byID   map[string]string // machine → script
	err    error             // of the list, instead of byID
}

// assignedLife is how long one list of scripts serves reads of machines if this client
// writes nothing: the time that it takes to refresh a large state.
const assignedLife = 30 * time.Second

func (s *scripted) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.byID, s.err = nil, nil
}

// complete adds its script to a machine. If the scripts cannot be listed, the machine is
// still returned, because a key that cannot read scripts must be able to plan and destroy
// machines. A failed list is not retried for as long as a successful one would serve.
func (s *scripted) complete(ctx context.Context, m paperspace.Machine) (paperspace.Machine, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byID == nil && s.err == nil || time.Since(s.listed) > assignedLife {
		began := time.Now()
		all, err := s.scripts.List(ctx, nil)
		if ctx.Err() != nil {
			return m, err
		}
		s.listed, s.byID, s.err = began, map[string]string{}, err
		for _, script := range all {
			for _, id := range script.MachineIDs {
				s.byID[id] = script.ID
			}
		}
	}
	m.ScriptID, m.ScriptUnknown = s.byID[m.ID], s.err != nil
	return m, nil
}

func (s *scripted) Show(ctx context.Context, id string) (paperspace.Machine, error) {
	m, err := s.Machines.Show(ctx, id)
	if err != nil {
		return m, err
	}
	return s.complete(ctx, m)
}

func (s *scripted) failure() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// List also matches a filter for the script.
func (s *scripted) List(ctx context.Context, f paperspace.Filter) iter.Seq2[paperspace.Machine, error] {
	rest := maps.Clone(f)
	delete(rest, paperspace.FieldScriptID)
	return func(yield func(paperspace.Machine, error) bool) {
		for m, err := range s.Machines.List(ctx, rest) {
			if err == nil {
				m, err = s.complete(ctx, m)
			}
			if err == nil && f[paperspace.FieldScriptID] != "" && m.ScriptUnknown {
				err = s.failure()
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
