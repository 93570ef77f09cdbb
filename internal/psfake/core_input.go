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
)

// kind is the JSON type of a body field.
type kind int

const (
	text kind = iota
	number
	boolean
)

// field is the rule for one body field.
type field struct {
	kind               kind
	required, nullable bool
}

// input holds the fields of a body: string, bool, int, or nil for null.
type input map[string]any

// read understands a JSON body by rules. Bodies without the JSON content type
// are not looked at, so that everything in them is missing.
func (r coreRequest) read(rules map[string]field) (input, error) {
	in := input{}
	if media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); len(r.body) > 0 && media == "application/json" {
		dec := json.NewDecoder(bytes.NewReader(r.body))
		dec.UseNumber()
		if err := dec.Decode((*map[string]any)(&in)); err != nil || in == nil {
			return nil, refusedError("The request body is not a JSON object")
		}
		if _, err := dec.Token(); err != io.EOF {
			return nil, refusedError("The request body is not a JSON object")
		}
	}
	for _, key := range slices.Sorted(maps.Keys(in)) {
		rule, ok := rules[key]
		if !ok {
			return nil, refusedError(fmt.Sprintf("Unknown parameter: %s", key))
		}
		typed, err := rule.check(key, in[key])
		if err != nil {
			return nil, err
		}
		in[key] = typed
	}
	for _, key := range slices.Sorted(maps.Keys(rules)) {
		if rules[key].required && (in[key] == nil || in[key] == "") {
			return nil, refusedError(fmt.Sprintf("Missing required parameter: %s", key))
		}
	}
	return in, nil
}

func (f field) check(key string, value any) (any, error) {
	want := "a string"
	switch f.kind {
	case number:
		want = "a number"
		if n, ok := value.(json.Number); ok {
			if whole, err := strconv.Atoi(string(n)); err == nil && whole > 0 {
				return whole, nil
			}
			return nil, refusedError(fmt.Sprintf("%s must be a whole number above zero", key))
		}
	case boolean:
		want = "a boolean"
		if _, ok := value.(bool); ok {
			return value, nil
		}
	default:
		if _, ok := value.(string); ok {
			return value, nil
		}
	}
	if value == nil && f.nullable {
		return nil, nil
	}
	return nil, refusedError(fmt.Sprintf("%s must be %s", key, want))
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
