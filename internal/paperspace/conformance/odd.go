package conformance

import (
	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// oddities are the rules about the variants of responses.
var oddities = []rule{
	{"numbers can be text, and text can be numbers", numbers},
	{"keys that came late are ignored", lateKeys},
	{"every single oddity leaves the machine what it is", singleOddities},
	{"errors are understood in every form", errorForms},
}

// alike checks that a change of the fake's behavior does not change the machines that the
// client shows.
func (s *scene) alike(what string, change func(d *psfake.Behavior)) {
	s.Helper()
	plain, odd := s.another(func(*psfake.Behavior) {}), s.another(change)
	plain.population()
	odd.population()
	want, err := plain.list(nil)
	s.must(err)
	got, err := odd.list(nil)
	s.must(err)
	if diff := cmp.Diff(want, got, odd.matters()); diff != "" {
		s.Errorf("%s: -plain +odd:\n%s", what, diff)
	}
	for _, m := range want {
		if diff := cmp.Diff(plain.show(m.ID), odd.show(m.ID), odd.matters()); diff != "" {
			s.Errorf("%s: -plain +odd:\n%s", what, diff)
		}
	}
}

func numbers(s *scene) {
	s.alike("as numbers", func(d *psfake.Behavior) { d.TextAsNumbers = !d.TextAsNumbers })
	w := s.another(func(d *psfake.Behavior) { d.TextAsNumbers = !d.TextAsNumbers })
	w.population()
	for _, m := range w.fake.Machines() {
		if m.Build == psfake.Built {
			w.isTrue(m.Name, w.show(m.ID))
		}
	}
}

func lateKeys(s *scene) {
	s.alike("late keys", func(d *psfake.Behavior) { d.LateKeys = !d.LateKeys })
	w := s.another(func(d *psfake.Behavior) { d.LateKeys = true })
	got, err := w.api.Machines.Create(s.Context(), order("web"))
	s.must(err)
	w.isNotFalse("created", got)
}

func singleOddities(s *scene) {
	for name, change := range map[string]func(d *psfake.Behavior){
		"machine type echoed or not": func(d *psfake.Behavior) { d.EchoMachineType = !d.EchoMachineType },
		"no address as empty text":   func(d *psfake.Behavior) { d.EmptyAddress = !d.EmptyAddress },
		"billing in capitals":        func(d *psfake.Behavior) { d.CapitalBilling = !d.CapitalBilling },
		"no owner":                   func(d *psfake.Behavior) { d.OmitOwner = true },
		"dynamic address null":       func(d *psfake.Behavior) { d.DynamicNull = !d.DynamicNull },
		"GPU none":                   func(d *psfake.Behavior) { d.NoneGPU = !d.NoneGPU },
		"events without an end":      func(d *psfake.Behavior) { d.FinishedNull = !d.FinishedNull },
		"bytes as text":              func(d *psfake.Behavior) { d.V1.TextBytes = !d.V1.TextBytes },
		"no accelerators":            func(d *psfake.Behavior) { d.V1.OmitAccelerators = !d.V1.OmitAccelerators },
		"details of what is off":     func(d *psfake.Behavior) { d.V1.KeepDetails = !d.V1.KeepDetails },
		"no cursor at the end":       func(d *psfake.Behavior) { d.V1.OmitNextPage = !d.V1.OmitNextPage },
		"cursors that count":         func(d *psfake.Behavior) { d.V1.OffsetCursors = !d.V1.OffsetCursors },
		"names that match by parts":  func(d *psfake.Behavior) { d.V1.SubstringNames = !d.V1.SubstringNames },
	} {
		s.alike(name, change)
	}
}

// The message arrives whatever form Paperspace's errors have. Any server can return plain
// text, so a 404 in plain text alone does not prove anything.
func errorForms(s *scene) {
	for _, shape := range []psfake.ErrorShape{psfake.Nested, psfake.Flat, psfake.Text} {
		for _, inner := range []bool{false, true} {
			w := s.another(func(d *psfake.Behavior) {
				d.ErrorShape, d.V1.IssueErrors, d.V1.BareUnauthorized = shape, inner, inner
			})
			for _, c := range w.machineCalls() {
				if c.name != "events" {
					w.wantKind(c.name, c.do(s.Context(), "ps0000000"), paperspace.ErrNotFound)
				}
			}
			w.fake.Inject(psfake.Fault{Kind: psfake.FaultReject, Message: "not today"})
			for _, c := range w.calls() {
				err := c.do(s.Context(), "ps0000000")
				w.wantKind(c.name, err, paperspace.ErrRejected)
				w.wantMessage(c.name, err, "not today")
			}
		}
	}
}
