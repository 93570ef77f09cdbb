// Package wire reads the scalars of Paperspace's responses. Both API versions
// write numbers as text in one place and as numbers in another, different
// clients have recorded either for the same field, and null stands for "not
// yet" as well as for "none". The types here read all of it. As encoding/json
// has it, keys are matched in any case, and of a key that comes twice the last
// one counts.
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

// Text is a string that might come as a number, a bool or null ("").
type Text string

// UnmarshalJSON takes any scalar.
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

// Number is a whole number that might come as text, null or "" (not set).
type Number struct {
	Value int64
	Set   bool
}

// UnmarshalJSON takes a number or a text that is one; a fraction is rounded.
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

// Pointer is nil for what is not set.
func (n Number) Pointer() *int64 {
	if !n.Set {
		return nil
	}
	return &n.Value
}

// Flag is a bool that might come as text, 0 or 1; null is false.
type Flag bool

// UnmarshalJSON takes what can be read as yes or no.
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

// Decimal is a fraction that might come as text; null and "" are 0.
type Decimal float64

// UnmarshalJSON takes a number or a text that is one.
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

// shown quotes a short text. A part of a long one could be a part of a secret,
// which the later checks would not recognize.
func shown(s string) string {
	if len(s) > 40 {
		return fmt.Sprintf("a text of %d bytes", len(s))
	}
	return strconv.Quote(s)
}
