package ops

import (
	"context"
	"errors"
	"slices"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/timing"
)

// ScriptChange is a change of one script that exists.
type ScriptChange struct {
	ID     string
	Update paperspace.ScriptUpdate
	// From and To are the machine that the script is taken from and the one
	// that gets it; "" is none.
	From, To string
}

// ChangeScript carries out a change, reads until Paperspace shows it, and
// returns the script as it is then.
func (c *Client) ChangeScript(ctx context.Context, ch ScriptChange) (s paperspace.Script, err error) {
	if !ch.Update.Empty() {
		if err := c.ScriptEdits.Update(ctx, ch.ID, ch.Update); err != nil {
			return s, err
		}
	}
	if ch.To != "" && ch.To != ch.From {
		if err := c.giveScript(ctx, ch.To, ch.ID); err != nil {
			return s, err
		}
	}
	if ch.From != "" && ch.To != ch.From {
		if err := c.takeScript(ctx, ch.ID, ch.From); err != nil {
			return s, err
		}
	}
	brief, cancel := context.WithTimeout(ctx, timing.Limit(showWithin, c.PollInterval))
	defer cancel()
	for {
		if s, err = c.Scripts.Show(brief, ch.ID); err != nil || !ch.Update.Differs(s) {
			return s, err
		}
		if timing.Sleep(brief, c.PollInterval) != nil {
			return s, &paperspace.Error{
				Op: "update script " + ch.ID, Kind: paperspace.ErrFailed, Err: ctx.Err(),
				Message: "Paperspace accepted the change and does not show it",
				Reasons: []paperspace.Reason{paperspace.ScriptNotShown{}},
			}
		}
	}
}

// giveScript makes a machine run a script, in place of the one it has.
// Assigning comes first, so that an interrupt between the two leaves it with
// the new one; both are looked up again every time.
func (c *Client) giveScript(ctx context.Context, machineID, scriptID string) error {
	all, err := c.Scripts.List(ctx, nil)
	if err != nil {
		return err
	}
	has := func(s paperspace.Script) bool { return slices.Contains(s.MachineIDs, machineID) }
	if !slices.ContainsFunc(all, func(s paperspace.Script) bool { return s.ID == scriptID && has(s) }) {
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

// takeScript ends an assignment that might have ended automatically.
func (c *Client) takeScript(ctx context.Context, scriptID, machineID string) error {
	err := c.ScriptEdits.Unassign(ctx, scriptID, machineID)
	if err == nil {
		return nil
	}
	s, showErr := c.Scripts.Show(ctx, scriptID)
	if errors.Is(showErr, paperspace.ErrNotFound) || showErr == nil && !slices.Contains(s.MachineIDs, machineID) {
		return nil
	}
	return err
}
