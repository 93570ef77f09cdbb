package coreapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// CORE writes numbers as text (ram), as numbers (cpus), and different clients
// have recorded either for the same field; null stands for "not yet" and for
// "none". The types below read all of it.

// text is a string that may come as a number, a bool or null ("").
type text string

// UnmarshalJSON takes any scalar.
func (t *text) UnmarshalJSON(raw []byte) error {
	raw = bytes.TrimSpace(raw)
	switch {
	case bytes.Equal(raw, []byte("null")):
		*t = ""
	case len(raw) > 0 && raw[0] == '"':
		var s string
		if err := json.Unmarshal(raw, &s); err != nil {
			return err
		}
		*t = text(s)
	case len(raw) > 0 && (raw[0] == '{' || raw[0] == '['):
		return fmt.Errorf("expected a text, got %.20s", raw)
	default:
		*t = text(raw)
	}
	return nil
}

// number is a whole number that may come as text, null or "" (not set).
type number struct {
	value int64
	set   bool
}

// UnmarshalJSON takes a number or a text that is one; a fraction is rounded.
func (n *number) UnmarshalJSON(raw []byte) error {
	var t text
	if err := t.UnmarshalJSON(raw); err != nil {
		return err
	}
	s := strings.TrimSpace(string(t))
	if s == "" || s == "null" {
		*n = number{}
		return nil
	}
	if i, err := strconv.ParseInt(s, 10, 64); err == nil {
		*n = number{i, true}
		return nil
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(f) || math.Abs(f) > 1<<62 {
		return fmt.Errorf("expected a number, got %.40q", s)
	}
	*n = number{int64(math.Round(f)), true}
	return nil
}

func (n number) pointer() *int64 {
	if !n.set {
		return nil
	}
	return &n.value
}

// flag is a bool that may come as text, 0 or 1; null is false.
type flag bool

// UnmarshalJSON takes what can be read as yes or no.
func (f *flag) UnmarshalJSON(raw []byte) error {
	var t text
	if err := t.UnmarshalJSON(raw); err != nil {
		return err
	}
	if t == "" || t == "null" {
		*f = false
		return nil
	}
	b, err := strconv.ParseBool(string(t))
	if err != nil {
		return fmt.Errorf("expected true or false, got %.40q", string(t))
	}
	*f = flag(b)
	return nil
}

// decimal is a fraction that may come as text; null and "" are 0.
type decimal float64

// UnmarshalJSON takes a number or a text that is one.
func (d *decimal) UnmarshalJSON(raw []byte) error {
	var t text
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
		return fmt.Errorf("expected a number, got %.40q", s)
	}
	*d = decimal(f)
	return nil
}
