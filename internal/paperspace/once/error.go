package once

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// op returns the operation, for errors.
func (o Create[T]) op() string {
	if o.Called != "" {
		return "create " + o.label()
	}
	return fmt.Sprintf("create %s %q", o.Objects.Noun, o.Name)
}

// label returns the name of the new object, for use within a sentence.
func (o Create[T]) label() string {
	return fmt.Sprintf(cmp.Or(o.Called, "%s named %q"), o.Objects.Noun, o.Name)
}

// notSent completes the error of a create that failed before its request was sent.
func (o Create[T]) notSent(why error) error {
	var cause *paperspace.Error
	if !errors.As(why, &cause) {
		why = paperspace.Ended(o.op(), "the request was not sent", why)
	}
	return paperspace.WithFirst(why, paperspace.NothingCreated{})
}

// forbidden is the status of a request that the API key is not allowed to send.
const forbidden = 403

// rejected completes the error of a create that certainly created nothing. No source
// documents the status with which Paperspace rejects an invalid request or one that exceeds
// a quota, so the error always quotes the response. The list before every create shows that
// the API key is valid, so a 403 is not reported as a wrong key.
func (o Create[T]) rejected(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil, errors.Is(err, paperspace.ErrTimeout), errors.Is(err, paperspace.ErrThrottled):
		return o.notSent(err)
	case o.Explain != nil:
		err = o.Explain(ctx, err)
	}
	var e *paperspace.Error
	if !errors.As(err, &e) {
		return err
	}
	none := paperspace.NoneCreated{Noun: o.Objects.Noun}
	switch {
	case e.Status == forbidden && errors.Is(err, paperspace.ErrDenied):
		return paperspace.WithFirst(err, none, paperspace.KeyNotAllowed{})
	case !errors.Is(err, paperspace.ErrRejected) && !errors.Is(err, paperspace.ErrConflict) && !errors.Is(err, paperspace.ErrNotFound):
	case len(e.Reasons) == 0:
		return paperspace.With(err, none, paperspace.CreateRejected{})
	default:
		return paperspace.WithFirst(err, none)
	}
	return err
}

// mightExist returns the error of a create whose outcome is unknown.
func (o Create[T]) mightExist(what string, why error) error {
	return &paperspace.Error{
		Op: o.op(), Kind: paperspace.ErrUnavailable, Effect: true, Err: why, Message: what,
		Reasons: []paperspace.Reason{paperspace.MightExist{Object: o.label(), Billed: o.Billed, Warned: o.Warned}},
	}
}

// several returns the error for new objects that do not show which of them was ordered.
// Each might belong to another run, so the user has to decide.
func (o Create[T]) several(all []T, lost error) error {
	return &paperspace.Error{
		Op: o.op(), Kind: paperspace.ErrConflict, Effect: true,
		Message: fmt.Sprintf("the response to the create was lost (%s), and it is not certain which new %s is the one that it made: %s",
			paperspace.InBrief(lost), o.Objects.Noun, strings.Join(o.ids(all), ", ")),
		Reasons: []paperspace.Reason{paperspace.OneOfSeveral{Object: o.label()}},
	}
}
