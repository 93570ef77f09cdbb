package ops

import (
	"context"
	"errors"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// examineScript compares a script with an order. It includes the text if the API version
// returns it, which API v1 does not.
func (c *Client) examineScript(ctx context.Context, in paperspace.ScriptCreate, s paperspace.Script) (paperspace.Script, paperspace.Likeness, error) {
	if c.ScriptTexts == nil {
		return s, c.compareScript(in, s), nil
	}
	text, err := c.ScriptTexts.Text(ctx, s.ID)
	switch {
	case err != nil:
		return s, paperspace.Undecided, err
	case text != in.Text:
		return s, paperspace.Unequal, nil
	}
	return s, c.compareScript(in, s), nil
}

// FinishScript sets what the create of this API version cannot set. The script exists even
// if FinishScript returns an error.
func (c *Client) FinishScript(ctx context.Context, s paperspace.Script, in paperspace.ScriptCreate) error {
	if c.ScriptEdits == nil {
		return nil
	}
	if s.IsEnabled != in.IsEnabled {
		if err := c.ScriptEdits.Update(ctx, s.ID, paperspace.ScriptUpdate{IsEnabled: &in.IsEnabled}); err != nil {
			return err
		}
	}
	if in.MachineID == "" {
		return nil
	}
	return c.giveScript(ctx, in.MachineID, s.ID)
}

// withNamesake completes the error of a rejected create if a script with that name exists:
// Paperspace documents names as unique, but its response does not name the other script.
func (c *Client) withNamesake(ctx context.Context, in paperspace.ScriptCreate, err error) error {
	if !errors.Is(err, paperspace.ErrRejected) && !errors.Is(err, paperspace.ErrConflict) {
		return err
	}
	all, listErr := c.Scripts.List(ctx, paperspace.Filter{paperspace.FieldName: in.Name})
	if listErr != nil || len(all) == 0 {
		return err
	}
	return paperspace.With(err, paperspace.ScriptNameTaken{Name: in.Name, ID: all[0].ID})
}

// compareScript compares a script with the order. If the API version can edit scripts, its
// create sets neither the description nor whether the script is enabled, so they are not
// compared.
func (c *Client) compareScript(in paperspace.ScriptCreate, s paperspace.Script) paperspace.Likeness {
	if c.ScriptEdits != nil {
		in.Description, in.IsEnabled = s.Description, s.IsEnabled
	}
	return in.Compare(s)
}
