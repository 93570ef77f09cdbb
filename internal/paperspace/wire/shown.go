package wire

import (
	"encoding/json"
	"fmt"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// Line is a text that Paperspace writes, such as a state, a date or
// a reason. It goes into messages and logs, so nothing stays in it that a
// terminal would act on. What people have written is a [Name].
type Line string

// UnmarshalJSON takes any scalar.
func (l *Line) UnmarshalJSON(raw []byte) error {
	var t Text
	err := t.UnmarshalJSON(raw)
	*l = Line(transport.Line(string(t)))
	return err
}

// ID is the ID of an object, which is shown wherever the object is spoken of.
// One that cannot be shown is rejected: mended, it would be another's.
type ID string

// UnmarshalJSON takes any scalar without characters that do not show.
func (i *ID) UnmarshalJSON(raw []byte) error {
	var t Text
	if err := t.UnmarshalJSON(raw); err != nil {
		return err
	}
	if transport.Line(string(t)) != string(t) {
		return fmt.Errorf("expected an ID, got %s", shown(string(t)))
	}
	*i = ID(t)
	return nil
}

// Latest is a list or an object that a second one under the same key replaces:
// encoding/json alone would read the second into the first and mix them.
type Latest[T any] struct{ Value T }

// UnmarshalJSON reads into a new T.
func (l *Latest[T]) UnmarshalJSON(raw []byte) error {
	var value T
	err := json.Unmarshal(raw, &value)
	l.Value = value
	return err
}
