package ops

import (
	"context"
	"errors"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// examineScript compares the text of a script with an order, in the API version
// that returns it. API v1 returns it nowhere.
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

// FinishScript sets what the create of this API version does not take, and has to
// follow it. The script exists whatever the error says.
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

// withNamesake completes the error of a rejected create when a script of that
// name exists: names are declared unique, and Paperspace does not say which
// script it is.
func (c *Client) withNamesake(ctx context.Context, in paperspace.ScriptCreate, err error) error {
	if !errors.Is(err, paperspace.ErrRefused) && !errors.Is(err, paperspace.ErrConflict) {
		return err
	}
	all, listErr := c.Scripts.List(ctx, paperspace.Filter{paperspace.FieldName: in.Name})
	if listErr != nil || len(all) == 0 {
		return err
	}
	return paperspace.With(err, paperspace.ScriptNameTaken{Name: in.Name, ID: all[0].ID})
}

// compareScript compares a script with the order. In an API version that changes scripts,
// the create takes neither a description nor whether the script is enabled.
func (c *Client) compareScript(in paperspace.ScriptCreate, s paperspace.Script) paperspace.Likeness {
	if c.ScriptEdits != nil {
		in.Description, in.IsEnabled = s.Description, s.IsEnabled
	}
	return in.Compare(s)
}
