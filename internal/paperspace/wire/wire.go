// Package wire reads the scalars in Paperspace's responses. Both API versions send some numbers
// as texts and others as numbers, clients have recorded both forms for the same field, and null
// means "not yet" as well as "none". The types in this package accept all of these. As usual
// with encoding/json, keys are not case-sensitive, and the last of several equal keys counts.
package wire

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Text is a string that can also be sent as a number, a bool, or null (for "").
type Text string

// UnmarshalJSON accepts any scalar.
func (t *Text) UnmarshalJSON(raw []byte) error {
	raw = bytes.TrimSpace(raw)
	switch {
	case bytes.Equal(raw, []byte("null")):
		*t = ""
	case len(raw) > 0 && raw[0] == '"':
		var s string
		if err := json.Unmarshal(raw, &s); err != nil {
			return err
		}
		*t = Text(s)
	case len(raw) > 0 && (raw[0] == '{' || raw[0] == '['):
		return errors.New("expected a text, got an object or a list")
	default:
		*t = Text(raw)
	}
	return nil
}

// Number is a whole number that can also be sent as a text. It is not set if the value is null
// or "".
type Number struct {
	Value int64
	Set   bool
}

// UnmarshalJSON accepts a number, or a text that is one, and rounds fractions.
func (n *Number) UnmarshalJSON(raw []byte) error {
	var t Text
	if err := t.UnmarshalJSON(raw); err != nil {
		return err
	}
	s := strings.TrimSpace(string(t))
	if s == "" || s == "null" {
		*n = Number{}
		return nil
	}
	if i, err := strconv.ParseInt(s, 10, 64); err == nil {
		*n = Number{i, true}
		return nil
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(f) || math.Abs(f) > 1<<62 {
		return fmt.Errorf("expected a number, got %s", shown(s))
	}
	*n = Number{int64(math.Round(f)), true}
	return nil
}

// Pointer returns a pointer to the value, or nil if n is not set.
func (n Number) Pointer() *int64 {
	if !n.Set {
		return nil
	}
	return &n.Value
}

// Flag is a bool that can also be sent as a text, 0, or 1. Null and "" are false.
type Flag bool

// UnmarshalJSON accepts the values of [strconv.ParseBool], null, and "".
func (f *Flag) UnmarshalJSON(raw []byte) error {
	var t Text
	if err := t.UnmarshalJSON(raw); err != nil {
		return err
	}
	if t == "" || t == "null" {
		*f = false
		return nil
	}
	b, err := strconv.ParseBool(string(t))
	if err != nil {
		return fmt.Errorf("expected true or false, got %s", shown(string(t)))
	}
	*f = Flag(b)
	return nil
}

// Decimal is a fraction that can also be sent as a text. Null and "" are 0.
type Decimal float64

// UnmarshalJSON accepts a number, or a text that is one.
func (d *Decimal) UnmarshalJSON(raw []byte) error {
	var t Text
	if err := t.UnmarshalJSON(raw); err != nil {
		return err
	}
	s := strings.TrimSpace(string(t))
	if s == "" || s == "null" {
		*d = 0
		return nil
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return fmt.Errorf("expected a number, got %s", shown(s))
	}
	*d = Decimal(f)
	return nil
}

// shown returns a short text in quotes, and only the length of a long one. A part of a long
// text could be a part of a secret, which redaction would not recognize.
func shown(s string) string {
	if len(s) > 40 {
		return fmt.Sprintf("a text of %d bytes", len(s))
	}
	return strconv.Quote(s)
}
