package acctest

import "strings"

// Adopt checks that listed objects equal those that an import and a read return, by ID and by identity. It also
// checks that the configuration that Terraform generates for them plans no change.
func (p *Protocol) Adopt(resource string, listed []Listed) {
	p.t.Helper()
	for _, l := range listed {
		name := resource + " " + strings.TrimSpace(l.Name)
		if l.ID == "" || l.Said != "" {
			p.t.Errorf("%s: identity %q, %s", name, l.ID, l.Said)
			continue
		}
		for _, byIdentity := range []bool{false, true} {
			state, identity := p.Import(resource, l.ID, byIdentity)
			if identity != l.ID {
				p.t.Errorf("%s: the import's identity is %q", name, identity)
			}
			if diff, err := l.Resource.Diff(state); err != nil || len(diff) > 0 {
				p.t.Errorf("%s: listed and imported differ: %v %v", name, diff, err)
			}
		}
		config := p.Generate(resource, l.Resource)
		if missing := p.Missing(resource, config); len(missing) > 0 {
			p.t.Errorf("%s: the generated configuration lacks %v", name, missing)
		}
		planned, said := p.Plan(resource, l.Resource, config)
		if said != "" {
			p.t.Errorf("%s: %s", name, said)
			continue
		}
		if diff, err := l.Resource.Diff(planned); err != nil || len(diff) > 0 {
			p.t.Errorf("%s: the generated configuration plans a change: %v %v", name, diff, err)
		}
	}
}
