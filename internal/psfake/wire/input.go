package wire

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

// Kind is the JSON type of a field.
type Kind int

// The types of fields.
const (
	Text   Kind = iota
	Number      // an integer above zero
	Count       // an integer, zero or above
	Boolean
	Texts // an array
)

// Field is the rule for one field of a body.
type Field struct {
	Kind               Kind
	Required, Nullable bool
	OneOf              []string // the valid texts, nil = any
}

// Common rules.
var (
	AText, AFlag = Field{Kind: Text}, Field{Kind: Boolean}
	NeedsText    = Field{Kind: Text, Required: true}
	NeedsNumber  = Field{Kind: Number, Required: true}
	NullText     = Field{Kind: Text, Nullable: true}
	NullNumber   = Field{Kind: Number, Nullable: true}
)

// Input has the fields of a body, with values of the types string, bool, int, and []string, and nil for null.
type Input map[string]any

// ErrNotJSON rejects a body that is not a JSON object.
const ErrNotJSON = Rejection("The request body is not a JSON object")

// Rejection is the message of an error about an invalid request, or about one that the state does not allow.
type Rejection string

func (r Rejection) Error() string { return string(r) }

// DecodeBody returns the fields of a JSON object, with numbers as json.Number. It ignores a body without the JSON
// content type, whose fields are then missing.
func DecodeBody(contentType string, body []byte) (Input, error) {
	in := Input{}
	if media, _, _ := mime.ParseMediaType(contentType); len(body) > 0 && media == MediaType {
		dec := json.NewDecoder(bytes.NewReader(body))
		dec.UseNumber()
		if err := dec.Decode((*map[string]any)(&in)); err != nil || in == nil {
			return nil, ErrNotJSON
		}
		if _, err := dec.Token(); err != io.EOF {
			return nil, ErrNotJSON
		}
	}
	return in, nil
}

// Check checks decoded fields against rules, and converts the values to the types that Input describes.
func (in Input) Check(rules map[string]Field) error {
	for _, key := range slices.Sorted(maps.Keys(in)) {
		rule, ok := rules[key]
		if !ok {
			return Rejection(fmt.Sprintf("Unknown parameter: %s", key))
		}
		typed, err := rule.check(key, in[key])
		if err != nil {
			return err
		}
		in[key] = typed
	}
	for _, key := range slices.Sorted(maps.Keys(rules)) {
		if rules[key].Required && (in[key] == nil || in[key] == "") {
			return Rejection(fmt.Sprintf("Missing required parameter: %s", key))
		}
	}
	return nil
}

func (f Field) check(key string, value any) (any, error) {
	want := map[Kind]string{Text: "a string", Number: "a number", Count: "a number", Boolean: "a boolean",
		Texts: "an array of strings"}[f.Kind]
	var typed any
	var ok bool
	switch f.Kind {
	case Number, Count:
		if n, isNumber := value.(json.Number); isNumber {
			whole, err := strconv.Atoi(string(n))
			typed, ok = whole, err == nil && (whole > 0 || whole == 0 && f.Kind == Count)
			want = "a whole number above zero"
			if f.Kind == Count {
				want = "a whole number"
			}
		}
	case Boolean:
		typed, ok = value.(bool)
	case Texts:
		typed, ok = TextsOf(value)
	default:
		var s string
		if s, ok = value.(string); ok && f.OneOf != nil && !slices.Contains(f.OneOf, s) {
			ok, want = false, "one of "+strings.Join(f.OneOf, ", ")
		}
		typed = s
	}
	switch {
	case ok:
		return typed, nil
	case value == nil && f.Nullable:
		return nil, nil
	}
	return nil, Rejection(fmt.Sprintf("%s must be %s", key, want))
}

// TextsOf converts a decoded array of texts. It returns false if value is anything else.
func TextsOf(value any) ([]string, bool) {
	all, ok := value.([]any)
	out := make([]string, len(all))
	for i := range all {
		s, isText := all[i].(string)
		out[i], ok = s, ok && isText
	}
	return out, ok
}

// Has reports whether a key is present, even if it is null.
func (in Input) Has(key string) bool { _, ok := in[key]; return ok }

// Text returns a text, or "" if it is absent.
func (in Input) Text(key string) string {
	s, _ := in[key].(string)
	return s
}

// Texts returns an array of texts, or nil if it is absent.
func (in Input) Texts(key string) []string {
	all, _ := in[key].([]string)
	return all
}

// Flag returns a boolean, or false if it is absent.
func (in Input) Flag(key string) bool {
	b, _ := in[key].(bool)
	return b
}

// Number returns a number, or nil if it is absent.
func (in Input) Number(key string) *int {
	if n, ok := in[key].(int); ok {
		return &n
	}
	return nil
}

// Set stores the value of a key in to, unless it is absent or null.
func Set[T any](to *T, in Input, key string) {
	if v, ok := in[key].(T); ok {
		*to = v
	}
}
