package ops

import (
	"context"
	"errors"
	"slices"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/timing"
)

// ScriptChange is a change of one existing script.
type ScriptChange struct {
	ID     string
	Update paperspace.ScriptUpdate
	// From is the machine that the script is unassigned from, and To is the machine that it
	// is assigned to. "" means none.
	From, To string
}

// ChangeScript carries out a change, reads the script until Paperspace shows the change,
// and returns the script.
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

// giveScript assigns a script to a machine, in place of the script that it has. It assigns
// before it unassigns, so that an interrupt in between leaves the machine with the new
// script. It looks both up first, so a second call finishes an interrupted one.
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

// takeScript unassigns a script from a machine. It is a success if the assignment no longer
// exists.
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
