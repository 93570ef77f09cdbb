package paperspace

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"
)

// CreateScript makes one script, exactly one, whatever happens to the answers
// on the way, by the same rules as [Client.Create]. The context must be one
// that an interrupt does not end. With an error and an id, the script exists
// and is not all that it shall be.
func (c *Client) CreateScript(ctx context.Context, in ScriptCreate) (Script, error) {
	s, err := purchase[Script]{
		what: "script", name: in.Name, ids: c.scriptIDs,
		id:   func(s Script) string { return s.ID },
		send: func(ctx context.Context) (Script, error) { return c.Scripts.Create(ctx, in) },
		list: func(ctx context.Context) iter.Seq2[Script, error] {
			return each(c.Scripts.List(ctx, Filter{FieldName: in.Name}))
		},
		couldBe: func(s Script, sent time.Time) bool { return c.couldBeScript(s, in, sent) },
		failed:  func(ctx context.Context, err error) error { return c.withNamesake(ctx, in, err) },
	}.once(ctx, &c.turns, c.Clock)
	if err != nil || c.ScriptEdits == nil {
		return s, err
	}
	return s, c.finishScript(ctx, s, in)
}

// finishScript sets what the create of this generation does not take.
func (c *Client) finishScript(ctx context.Context, s Script, in ScriptCreate) error {
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

func (c *Client) couldBeScript(s Script, in ScriptCreate, sent time.Time) bool {
	if at, err := time.Parse(time.RFC3339, s.CreatedAt); err == nil && bornBefore(at, sent) {
		return false
	}
	if c.ScriptEdits == nil && (s.Description != in.Description || s.IsEnabled != in.IsEnabled) {
		return false
	}
	return s.Name == in.Name && s.RunOnce == in.RunOnce
}

// withNamesake completes the error of a refused create when a script of that
// name exists: names are declared unique, and the service does not say which
// script it is.
func (c *Client) withNamesake(ctx context.Context, in ScriptCreate, err error) error {
	var e *Error
	if !errors.As(err, &e) || !errors.Is(err, ErrRefused) && !errors.Is(err, ErrConflict) {
		return err
	}
	all, listErr := c.Scripts.List(ctx, Filter{FieldName: in.Name})
	if listErr != nil || len(all) == 0 {
		return err
	}
	named := *e
	named.Advice = strings.TrimSpace(fmt.Sprintf("%s A script named %q exists as %s, and Paperspace declares script names unique: choose another name, or import that script. "+
		"With create_before_destroy the name has to change with the text, for instance by a hash in it.", e.Advice, in.Name, all[0].ID))
	return &named
}

// each walks a list that came in one piece.
func each[T any](all []T, err error) iter.Seq2[T, error] {
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
