package paperspace

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
)

// op is what an error says was being done.
func (o createOnce[T]) op() string {
	if o.called != "" {
		return "create " + o.label()
	}
	return fmt.Sprintf("create %s %q", o.fleet.noun, o.name)
}

// label is what is to be created, as it appears within a sentence.
func (o createOnce[T]) label() string {
	return fmt.Sprintf(cmp.Or(o.called, "%s named %q"), o.fleet.noun, o.name)
}

// notSent completes the error of a create before its request.
func (o createOnce[T]) notSent(why error) error {
	var cause *Error
	if !errors.As(why, &cause) {
		why = &Error{Op: o.op(), Message: "the request was not sent", Err: why}
	}
	return WithFirst(why, NothingCreated{})
}

// forbidden is the status of a request that the API key is not allowed to send.
const forbidden = 403

// rejected completes the error of a create that definitely made nothing. No source says
// with which status Paperspace rejects what exceeds a quota, or what is invalid: whatever
// it is, the response is quoted. The list that precedes every create shows that the API key
// is good, so 403 is not reported as one that is wrong.
func (o createOnce[T]) rejected(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil, errors.Is(err, ErrTimeout), errors.Is(err, ErrThrottled):
		return o.notSent(err)
	case o.explain != nil:
		err = o.explain(ctx, err)
	}
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	none := NoneCreated{Noun: o.fleet.noun}
	switch {
	case e.Status == forbidden && errors.Is(err, ErrDenied):
		return WithFirst(err, none, KeyNotAllowed{})
	case !errors.Is(err, ErrRefused) && !errors.Is(err, ErrConflict) && !errors.Is(err, ErrNotFound):
	case len(e.Reasons) == 0:
		return With(err, none, CreateRejected{})
	default:
		return WithFirst(err, none)
	}
	return err
}

// mightExist is the error of a create of which nothing can be said for sure.
func (o createOnce[T]) mightExist(what string, why error) error {
	return &Error{
		Op: o.op(), Kind: ErrUnavailable, Effect: true, Err: why, Message: what,
		Reasons: []Reason{MightExist{Object: o.label(), Billed: o.billed, Warned: o.warned}},
	}
}

// several is the error if the new objects do not show which of them is the one
// that was ordered. Each might belong to another run, so the user has to decide.
func (o createOnce[T]) several(all []T, lost error) error {
	return &Error{
		Op: o.op(), Kind: ErrConflict, Effect: true,
		Message: fmt.Sprintf("the response to the create was lost (%s), and it is not certain which new %s is the one that it made: %s",
			reason(lost), o.fleet.noun, strings.Join(o.ids(all), ", ")),
		Reasons: []Reason{OneOfSeveral{Object: o.label()}},
	}
}

// reason is why a response was lost, in a few words.
func reason(lost error) string {
	var e *Error
	switch {
	case !errors.As(lost, &e):
		return lost.Error()
	case e.Status != 0:
		return strings.TrimSuffix(fmt.Sprintf("status %d, %s", e.Status, e.Message), ", ")
	case e.Err != nil:
		return e.Err.Error()
	}
	return e.Message
}

// folded is a name as it is compared: Paperspace might trim or lowercase names.
func folded(name string) string { return strings.ToLower(strings.TrimSpace(Visible(name))) }
