package conformance

import (
	"context"
	"fmt"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// call is one method of one part of the API.
type call struct {
	name     string
	do       do
	write    bool // it is meant to change something
	once     bool // it must not be carried out twice
	whole    bool // an interrupt does not cut it off
	optional bool // a 404 can mean that Paperspace does not offer it
}

// do calls a method for the machine with the given ID.
type do func(ctx context.Context, id string) error

func read(name string, do do) call  { return call{name: name, do: do} }
func write(name string, do do) call { return call{name: name, do: do, write: true} }
func writeOnce(name string, do do) call {
	return call{name: name, do: do, write: true, once: true, whole: true}
}

// machineCalls returns the methods that take the ID of a machine.
func (s *scene) machineCalls() []call {
	m := s.api.Machines
	return []call{
		read("show", func(ctx context.Context, id string) error { _, err := m.Show(ctx, id); return err }),
		read("events", func(ctx context.Context, id string) error { _, err := m.Events(ctx, id); return err }),
		write("update", func(ctx context.Context, id string) error {
			return m.Update(ctx, id, paperspace.MachineUpdate{Name: new("renamed")})
		}),
		write("start", m.Start),
		write("stop", m.Stop),
		writeOnce("restart", m.Restart),
		write("destroy", func(ctx context.Context, id string) error { return m.Destroy(ctx, id, paperspace.Release{}) }),
	}
}

// calls returns all methods that the API version offers. Methods that need another object
// first add it to the state of the fake.
func (s *scene) calls() []call {
	all := append(s.machineCalls(),
		writeOnce("create", func(ctx context.Context, _ string) error {
			_, err := s.api.Machines.Create(ctx, order("created"))
			return err
		}),
		read("list", func(ctx context.Context, _ string) error {
			for _, err := range s.api.Machines.List(ctx, nil) {
				if err != nil {
					return err
				}
			}
			return nil
		}))
	if templates := s.api.Templates; templates != nil {
		all = append(all, read("templates", func(ctx context.Context, _ string) error { _, err := templates.List(ctx, nil); return err }))
	}
	if s.api.Availability != nil {
		all = append(all, call{name: "availability", optional: true, do: func(ctx context.Context, _ string) error {
			_, err := s.api.Availability.Available(ctx, "ny2", "P4000")
			return err
		}})
	}
	if users := s.api.Users; users != nil {
		all = append(all, read("users", func(ctx context.Context, _ string) error { _, err := users.List(ctx, nil); return err }))
	}
	if s.api.Utilizations != nil {
		all = append(all, read("utilization", func(ctx context.Context, id string) error {
			_, err := s.api.Utilizations.Utilization(ctx, id, "2000-01")
			return err
		}))
	}
	all = append(all, s.accessCalls()...)
	all = append(all, s.networkCalls()...)
	return append(all, s.scriptCalls()...)
}

func (s *scene) accessCalls() (all []call) {
	const user = "u123abc"
	if s.api.Access != nil {
		all = append(all,
			call{name: "grant", write: true, whole: true, do: func(ctx context.Context, id string) error { return s.api.Access.Grant(ctx, id, user) }},
			write("revoke", func(ctx context.Context, id string) error {
				s.fake.ChangeMachine(id, func(m *psfake.Machine) { m.Access = []string{user} })
				return s.api.Access.Revoke(ctx, id, user)
			}))
	}
	if s.api.AccessList != nil {
		all = append(all, read("access", func(ctx context.Context, id string) error { _, err := s.api.AccessList.Users(ctx, id); return err }))
	}
	return all
}

func (s *scene) networkCalls() (all []call) {
	if s.api.Networks != nil {
		all = append(all, read("networks", func(ctx context.Context, _ string) error { _, err := s.api.Networks.List(ctx, nil); return err }))
	}
	if s.api.PrivateNetworks == nil {
		return all
	}
	private, network := s.api.PrivateNetworks, func() string { return s.fake.AddNetwork(psfake.Network{}).ID }
	if names, ok := private.(paperspace.Renamable); ok {
		all = append(all, write("rename network", func(ctx context.Context, _ string) error { return names.Rename(ctx, network(), "renamed") }))
	}
	return append(all,
		read("network", func(ctx context.Context, _ string) error { _, err := private.Show(ctx, network()); return err }),
		writeOnce("create network", func(ctx context.Context, _ string) error {
			_, err := private.Create(ctx, paperspace.NetworkCreate{Name: "created", Region: "ny2"})
			return err
		}),
		write("destroy network", func(ctx context.Context, _ string) error { return private.Destroy(ctx, network()) }))
}

func (s *scene) scriptCalls() (all []call) {
	if s.api.Scripts == nil {
		return nil
	}
	scripts := s.api.Scripts
	name := func() string { return fmt.Sprintf("script %d", len(s.fake.Scripts())) } // names might have to be unique
	script := func() string { return s.fake.AddScript(psfake.Script{Name: name(), Text: "echo hello"}).ID }
	all = append(all,
		read("scripts", func(ctx context.Context, _ string) error { _, err := scripts.List(ctx, nil); return err }),
		read("script", func(ctx context.Context, _ string) error { _, err := scripts.Show(ctx, script()); return err }),
		writeOnce("create script", func(ctx context.Context, _ string) error {
			_, err := scripts.Create(ctx, paperspace.ScriptCreate{Name: name(), Text: "echo hello", IsEnabled: true})
			return err
		}),
		write("destroy script", func(ctx context.Context, _ string) error { return scripts.Destroy(ctx, script()) }))
	if s.api.ScriptTexts != nil {
		all = append(all, read("script text", func(ctx context.Context, _ string) error {
			_, err := s.api.ScriptTexts.Text(ctx, script())
			return err
		}))
	}
	if s.api.ScriptEdits == nil {
		return all
	}
	edits := s.api.ScriptEdits
	return append(all,
		write("update script", func(ctx context.Context, _ string) error {
			return edits.Update(ctx, script(), paperspace.ScriptUpdate{IsEnabled: new(false)})
		}),
		write("assign", func(ctx context.Context, id string) error { return edits.Assign(ctx, script(), id) }),
		write("unassign", func(ctx context.Context, id string) error {
			assigned := script()
			s.fake.ChangeMachine(id, func(m *psfake.Machine) { m.ScriptID = assigned })
			return edits.Unassign(ctx, assigned, id)
		}))
}
