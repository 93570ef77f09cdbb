package psfake

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"mime"
	"slices"
	"strconv"
	"strings"
)

// kind is the JSON type of a body field.
type kind int

const (
	text   kind = iota
	number      // whole and above zero
	count       // whole, zero included
	boolean
	texts // an array
)

// field is the rule for one body field.
type field struct {
	kind               kind
	required, nullable bool
	oneOf              []string // the texts it may be, nil = any
}

const jsonMedia = "application/json"

// input holds the fields of a body: string, bool, int, []string, or nil for
// null.
type input map[string]any

// errNotJSON refuses a body that cannot be read.
const errNotJSON = refusedError("The request body is not a JSON object")

// decodeBody returns the fields of a JSON object, with its numbers as they are
// written. Bodies without the JSON content type are not looked at, so that
// everything in them is missing.
func decodeBody(contentType string, body []byte) (input, error) {
	in := input{}
	if media, _, _ := mime.ParseMediaType(contentType); len(body) > 0 && media == jsonMedia {
		dec := json.NewDecoder(bytes.NewReader(body))
		dec.UseNumber()
		if err := dec.Decode((*map[string]any)(&in)); err != nil || in == nil {
			return nil, errNotJSON
		}
		if _, err := dec.Token(); err != io.EOF {
			return nil, errNotJSON
		}
	}
	return in, nil
}

// check holds decoded fields against rules, and gives them their types.
func (in input) check(rules map[string]field) error {
	for _, key := range slices.Sorted(maps.Keys(in)) {
		rule, ok := rules[key]
		if !ok {
			return refusedError(fmt.Sprintf("Unknown parameter: %s", key))
		}
		typed, err := rule.check(key, in[key])
		if err != nil {
			return err
		}
		in[key] = typed
	}
	for _, key := range slices.Sorted(maps.Keys(rules)) {
		if rules[key].required && (in[key] == nil || in[key] == "") {
			return refusedError(fmt.Sprintf("Missing required parameter: %s", key))
		}
	}
	return nil
}

func (f field) check(key string, value any) (any, error) {
	want := map[kind]string{text: "a string", number: "a number", count: "a number", boolean: "a boolean",
		texts: "an array of strings"}[f.kind]
	var typed any
	var ok bool
	switch f.kind {
	case number, count:
		if n, isNumber := value.(json.Number); isNumber {
			whole, err := strconv.Atoi(string(n))
			typed, ok = whole, err == nil && (whole > 0 || whole == 0 && f.kind == count)
			want = "a whole number above zero"
			if f.kind == count {
				want = "a whole number"
			}
		}
	case boolean:
		typed, ok = value.(bool)
	case texts:
		typed, ok = textsOf(value)
	default:
		var s string
		if s, ok = value.(string); ok && f.oneOf != nil && !slices.Contains(f.oneOf, s) {
			ok, want = false, "one of "+strings.Join(f.oneOf, ", ")
		}
		typed = s
	}
	switch {
	case ok:
		return typed, nil
	case value == nil && f.nullable:
		return nil, nil
	}
	return nil, refusedError(fmt.Sprintf("%s must be %s", key, want))
}

func textsOf(value any) ([]string, bool) {
	all, ok := value.([]any)
	out := make([]string, len(all))
	for i := range all {
		s, isText := all[i].(string)
		out[i], ok = s, ok && isText
	}
	return out, ok
}

func (in input) has(key string) bool { _, ok := in[key]; return ok }

func (in input) text(key string) string {
	s, _ := in[key].(string)
	return s
}

func (in input) flag(key string) bool {
	b, _ := in[key].(bool)
	return b
}

func (in input) number(key string) *int {
	if n, ok := in[key].(int); ok {
		return &n
	}
	return nil
}
