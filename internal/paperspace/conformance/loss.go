package conformance

import (
	"errors"
	"fmt"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// losses are the rules about requests that were carried out and whose responses were lost.
// An effect must never go unnoticed, and nothing must be created twice.
var losses = []rule{
	{"a create with a lost response is sent once and reports its effect", lostCreate},
	{"a write with a lost response takes effect and reports it", lostWrites},
	{"a write that was rejected never reports an effect", rejectedWrites},
	{"a truncated response is never a shorter list or an incomplete machine", truncated},
	{"no effect goes unnoticed whatever goes wrong", noSilentEffect},
}

// after are the faults that occur after the effect.
var after = []psfake.Fault{
	{Kind: psfake.FaultStatusAfter}, {Kind: psfake.FaultStatusAfter, Status: 503}, {Kind: psfake.FaultHTMLAfter},
	{Kind: psfake.FaultHTMLAfter, Status: 504}, {Kind: psfake.FaultHTMLAfter, Status: 200}, {Kind: psfake.FaultCutAfter},
}

func lostCreate(s *scene) {
	// Three truncations in a row take three different forms.
	faults := append(after[:len(after):len(after)], psfake.Fault{Kind: psfake.FaultNoBody},
		psfake.Fault{Kind: psfake.FaultTruncate}, psfake.Fault{Kind: psfake.FaultTruncate}, psfake.Fault{Kind: psfake.FaultTruncate})
	for i, f := range faults {
		name := fmt.Sprint("web", i)
		end := s.fake.Inject(f)
		s.fake.ResetJournal()
		m, err := s.api.Machines.Create(s.Context(), order(name))
		end()
		if err == nil || !paperspace.HadEffect(err) {
			s.Errorf("%s %d: %+v, had effect %v, %v", f.Kind, f.Status, m, paperspace.HadEffect(err), err)
		}
		if requests, made := s.fake.Journal().Count("machines.create"), count(s.fake, name); requests != 1 || made != 1 {
			s.Errorf("%s %d: %d requests, %d machines", f.Kind, f.Status, requests, made)
		}
	}
}

func lostWrites(s *scene) {
	for _, f := range after {
		for _, times := range []int{1, 0} {
			for _, c := range s.machineCalls() {
				if !c.write {
					continue
				}
				state := map[string]string{"start": psfake.StateOff}[c.name]
				id := s.machine(psfake.Machine{State: state, Name: "web"})
				s.fake.ResetJournal()
				f.Times = times
				end := s.fake.Inject(f)
				err := c.do(s.Context(), id)
				end()
				what := fmt.Sprintf("%s, %s %d × %d", c.name, f.Kind, f.Status, times)
				if err != nil && !paperspace.HadEffect(err) {
					s.Errorf("%s: does not admit its effect: %v", what, err)
				}
				if times == 0 && err == nil || times == 1 && c.once && err == nil {
					s.Errorf("%s: a lost response became a success", what)
				}
				if times == 1 && !c.once && err != nil && (c.name != "destroy" || !errors.Is(err, paperspace.ErrNotFound)) {
					s.Errorf("%s: one lost response is an error: %v", what, err)
				}
				if n := effects(s.fake); n != 1 {
					s.Errorf("%s: carried out %d times", what, n)
				}
			}
		}
	}
}

func rejectedWrites(s *scene) {
	id := s.machine(psfake.Machine{})
	for _, status := range []int{400, 401, 402, 403, 404, 405, 409, 410, 412, 413, 422, 451} {
		for _, kind := range []psfake.FaultKind{psfake.FaultStatus, psfake.FaultHTML} {
			end := s.fake.Inject(psfake.Fault{Kind: kind, Status: status})
			for _, c := range s.calls() {
				if err := c.do(s.Context(), id); err == nil || paperspace.HadEffect(err) {
					s.Errorf("%s responded with %d (%s): had effect %v, %v", c.name, status, kind, paperspace.HadEffect(err), err)
				}
			}
			end()
		}
	}
}

func truncated(s *scene) {
	var all []string
	for range 7 {
		all = append(all, s.machine(psfake.Machine{}))
	}
	end := s.fake.Inject(psfake.Fault{Kind: psfake.FaultTruncate})
	for range 3 { // one for each form of a truncation
		if got, err := s.list(nil); err == nil {
			s.Errorf("a list of %d machines", len(got))
		}
		if m, err := s.api.Machines.Show(s.Context(), all[0]); err == nil || errors.Is(err, paperspace.ErrNotFound) {
			s.Errorf("a machine %+v, %v", m, err)
		}
		for _, c := range s.calls() {
			if err := c.do(s.Context(), all[1]); !c.write && err == nil {
				s.Errorf("%s accepted half a response", c.name)
			}
		}
	}
	end()
	s.fake.Inject(psfake.Fault{Kind: psfake.FaultTruncate, Times: 1})
	if got, err := s.list(paperspace.Filter{paperspace.FieldID: all[6]}); err != nil || len(got) != 1 {
		s.Errorf("with one broken response: %d machines, %v", len(got), err)
	}
}

// Every call is tried with every fault, which affects one to three requests, or all of them
// if Times is 0.
func noSilentEffect(s *scene) {
	for _, f := range troubles() {
		for f.Times = range 4 {
			w := s.another(func(*psfake.Behavior) {})
			for _, c := range w.calls() {
				id := w.machine(psfake.Machine{})
				w.fake.ResetJournal()
				end := w.fake.Inject(f)
				err := c.do(s.Context(), id)
				end()
				what := fmt.Sprintf("%s, %s %d × %d", c.name, f.Kind, f.Status, f.Times)
				n := effects(w.fake)
				if err != nil && n > 0 && !paperspace.HadEffect(err) {
					s.Errorf("%s: carried out and not admitted: %v", what, err)
				}
				if c.once && n > 1 {
					s.Errorf("%s: carried out %d times", what, n)
				}
				if !c.write && paperspace.HadEffect(err) {
					s.Errorf("%s: a read admits an effect: %v", what, err)
				}
			}
		}
	}
}

// troubles returns the faults that a server, or a proxy in front of it, might have. They do
// not include a rejection after the effect, because Paperspace would be reporting something
// false.
func troubles() []psfake.Fault {
	all := append(after[:len(after):len(after)], psfake.Fault{Kind: psfake.FaultCut}, psfake.Fault{Kind: psfake.FaultTruncate},
		psfake.Fault{Kind: psfake.FaultNoBody}, psfake.Fault{Kind: psfake.FaultReject}, psfake.Fault{Kind: psfake.FaultHTML, Status: 200})
	for _, status := range []int{408, 499, 502, 520} {
		all = append(all, psfake.Fault{Kind: psfake.FaultStatusAfter, Status: status}, psfake.Fault{Kind: psfake.FaultHTMLAfter, Status: status})
	}
	for _, status := range []int{400, 404, 408, 409, 500, 503} {
		all = append(all, psfake.Fault{Kind: psfake.FaultStatus, Status: status}, psfake.Fault{Kind: psfake.FaultHTML, Status: status})
	}
	return all
}
