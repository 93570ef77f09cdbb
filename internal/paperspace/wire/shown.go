package wire

import (
	"encoding/json"
	"fmt"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// Line is a text that Paperspace has written, such as a state, a date, or a reason. It appears
// in messages and logs, so everything that a terminal would interpret is removed. For texts
// from users, see [Name].
type Line string

// UnmarshalJSON accepts any scalar.
func (l *Line) UnmarshalJSON(raw []byte) error {
	var t Text
	err := t.UnmarshalJSON(raw)
	*l = Line(transport.Line(string(t)))
	return err
}

// ID is the ID of an object, which appears in messages and logs. An ID with invisible
// characters is rejected, because without them it would be the ID of another object.
type ID string

// UnmarshalJSON accepts any scalar without characters that [Line] would remove.
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

// Latest is a list or an object. If its key occurs twice, the second value replaces the first;
// encoding/json alone would read the second into the first and mix them.
type Latest[T any] struct{ Value T }

// UnmarshalJSON reads into a new T.
func (l *Latest[T]) UnmarshalJSON(raw []byte) error {
	var value T
	err := json.Unmarshal(raw, &value)
	l.Value = value
	return err
}
