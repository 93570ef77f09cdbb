package soak

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// kept is a machine in the state.
type kept struct {
	ID, Name string
	tainted  bool
}

// state returns the machines in the state file, by address.
func (s *site) state() (map[string]kept, error) {
	raw, err := os.ReadFile(s.tf.Path("terraform.tfstate"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var file struct {
		Resources []struct {
			Type, Name string
			Instances  []struct {
				IndexKey   int `json:"index_key"`
				Status     string
				Deposed    string
				Attributes kept
			}
		}
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		return nil, err
	}
	all := map[string]kept{}
	for _, r := range file.Resources {
		for _, i := range r.Instances {
			i.Attributes.tainted = i.Status == "tainted"
			all[fmt.Sprintf("%s.%s[%d]%s", r.Type, r.Name, i.IndexKey, i.Deposed)] = i.Attributes
		}
	}
	return all, nil
}

// account has the differences between the machines of the fake server and those in the state.
type account struct {
	lost    []string // alive, and neither in the state nor in a message
	twice   []string // names of more than one machine, except machines in a message
	taken   []string // machines of another user in the state
	shared  []string // machines with more than one address in the state
	tainted []string
	short   []string // differences from the configuration, which are allowed only after an error
}

// takeAccount compares the machines that are alive with the state. A machine
// that is not in the state counts as known if said reports that a message has
// named it. Machines of the stranger must not be in the state.
func takeAccount(alive []psfake.Machine, state map[string]kept, wanted []string, said func(psfake.Machine) bool) (a account) {
	inState, named := map[string]int{}, map[string]int{}
	for _, address := range slices.Sorted(maps.Keys(state)) {
		k := state[address]
		if inState[k.ID]++; inState[k.ID] == 2 {
			a.shared = append(a.shared, k.ID)
		}
		if k.tainted {
			a.tainted = append(a.tainted, fmt.Sprintf("%s (%s)", k.Name, k.ID))
		}
	}
	for _, m := range alive {
		if m.Destroying {
			continue
		}
		if m.UserID == stranger {
			if inState[m.ID] > 0 {
				a.taken = append(a.taken, fmt.Sprintf("%s (%s)", m.Name, m.ID))
			}
			continue
		}
		if inState[m.ID] == 0 {
			if said(m) {
				continue
			}
			a.lost = append(a.lost, fmt.Sprintf("%s (%s)", m.Name, m.ID))
		}
		if named[m.Name]++; named[m.Name] == 2 {
			a.twice = append(a.twice, m.Name)
		}
		if !slices.Contains(wanted, m.Name) {
			a.short = append(a.short, fmt.Sprintf("%s (%s) is there", m.Name, m.ID))
		}
	}
	for _, name := range wanted {
		if named[name] == 0 {
			a.short = append(a.short, name+" is missing")
		}
	}
	if len(state) != len(wanted) {
		a.short = append(a.short, fmt.Sprintf("the state has %d machines, not %d", len(state), len(wanted)))
	}
	return a
}
