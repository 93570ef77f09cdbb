package paperspace

import (
	"context"
	"slices"
	"sync"
	"time"
)

// giveScript makes a machine run a script, in place of the one it has.
// Assigning comes first, so that an interrupt between the two leaves it with
// the new one; both are looked up anew every time.
func (c *Client) giveScript(ctx context.Context, machineID, scriptID string) error {
	all, err := c.Scripts.List(ctx, nil)
	if err != nil {
		return err
	}
	has := func(s Script) bool { return slices.Contains(s.MachineIDs, machineID) }
	if !slices.ContainsFunc(all, func(s Script) bool { return s.ID == scriptID && has(s) }) {
		if err := c.ScriptEdits.Assign(ctx, scriptID, machineID); err != nil {
			return err
		}
	}
	for _, s := range all {
		if s.ID != scriptID && has(s) {
			if err := c.takeScript(ctx, s.ID, machineID); err != nil {
				return err
			}
		}
	}
	return nil
}

// takeScript ends an assignment that may have ended by itself.
func (c *Client) takeScript(ctx context.Context, scriptID, machineID string) error {
	err := c.ScriptEdits.Unassign(ctx, scriptID, machineID)
	if err == nil {
		return nil
	}
	s, showErr := c.Scripts.Show(ctx, scriptID)
	if showErr == nil && !slices.Contains(s.MachineIDs, machineID) {
		return nil
	}
	return err
}

// assignments remembers which machines have which scripts, for generations
// whose machines do not tell. One list serves every read until this client
// writes or the list is older than listLife.
type assignments struct {
	mu       sync.Mutex // held while asking: the others want the same answer
	asked    time.Time
	byScript map[string]string // machine → script
}

func (a *assignments) forget() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.byScript = nil
}

// WithScript completes a machine that was read with the script it runs, where
// the machine itself does not tell.
func (c *Client) WithScript(ctx context.Context, m Machine) (Machine, error) {
	if !c.Traits.ScriptsNameMachines {
		return m, nil
	}
	a := &c.assignments
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.byScript == nil || time.Since(a.asked) > listLife {
		asked := time.Now()
		all, err := c.Scripts.List(ctx, nil)
		if err != nil {
			return m, err
		}
		a.asked, a.byScript = asked, map[string]string{}
		for _, s := range all {
			for _, id := range s.MachineIDs {
				a.byScript[id] = s.ID
			}
		}
	}
	m.ScriptID = a.byScript[m.ID]
	return m, nil
}

// WithScripts is [Client.WithScript] for many machines, asked afresh.
func (c *Client) WithScripts(ctx context.Context, all []Machine) ([]Machine, error) {
	c.assignments.forget()
	for i, m := range all {
		var err error
		if all[i], err = c.WithScript(ctx, m); err != nil {
			return nil, err
		}
	}
	return all, nil
}
