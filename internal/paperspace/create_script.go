package paperspace

import (
	"context"
	"errors"
	"iter"
)

// examineScript compares the text of a script with an order, in the API version
// that returns it. API v1 returns it nowhere.
func (c *Client) examineScript(ctx context.Context, in ScriptCreate, s Script) (Script, likeness, error) {
	if c.ScriptTexts == nil {
		return s, c.compareScript(in, s), nil
	}
	text, err := c.ScriptTexts.Text(ctx, s.ID)
	switch {
	case err != nil:
		return s, undecided, err
	case text != in.Text:
		return s, unequal, nil
	}
	return s, c.compareScript(in, s), nil
}

// FinishScript sets what the create of this API version does not take, and has to
// follow it. The script exists whatever the error says.
func (c *Client) FinishScript(ctx context.Context, s Script, in ScriptCreate) error {
	if c.ScriptEdits == nil {
		return nil
	}
	if s.IsEnabled != in.IsEnabled {
		if err := c.ScriptEdits.Update(ctx, s.ID, ScriptUpdate{IsEnabled: &in.IsEnabled}); err != nil {
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
func (c *Client) withNamesake(ctx context.Context, in ScriptCreate, err error) error {
	if !errors.Is(err, ErrRefused) && !errors.Is(err, ErrConflict) {
		return err
	}
	all, listErr := c.Scripts.List(ctx, Filter{FieldName: in.Name})
	if listErr != nil || len(all) == 0 {
		return err
	}
	return With(err, ScriptNameTaken{Name: in.Name, ID: all[0].ID})
}

// Each returns a list that came in one piece as a sequence, which ends with the error,
// if there is one.
func Each[T any](all []T, err error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, t := range all {
			if !yield(t, nil) {
				return
			}
		}
		if err != nil {
			var none T
			yield(none, err)
		}
	}
}
