package paperspace

import (
	"errors"
	"fmt"
	"strings"
)

// InBrief is why a response was lost, in a few words.
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

// HideNotFound returns err without the kind [ErrNotFound], for a list that was not
// found: that says nothing about an object on it.
func HideNotFound(err error) error {
	if errors.Is(err, ErrNotFound) {
		return unkind{err}
	}
	return err
}

// unkind has the text of an error and none of its kinds.
type unkind struct{ error }
