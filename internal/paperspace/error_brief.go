package paperspace

import (
	"errors"
	"fmt"
	"strings"
)

// InBrief returns the cause of a lost response in a few words.
func InBrief(lost error) string {
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

// HideNotFound returns an error that is not [ErrNotFound] but has the text of err. It is for a
// list that was not found, because that says nothing about the objects in it.
func HideNotFound(err error) error {
	if errors.Is(err, ErrNotFound) {
		return unkind{err}
	}
	return err
}

// unkind has the text of an error, but no kind, because it does not implement Unwrap.
type unkind struct{ error }
