// Package wire has the JSON code that both API versions of the fake server share. It encodes objects with ordered
// keys, and checks request bodies against rules.
package wire

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"
)

// MediaType is the content type of JSON.
const MediaType = "application/json"

// Object is a JSON object whose keys keep their order.
type Object []Member

// Member is a key and its value.
type Member [2]any

// Add adds a key at the end.
func (o *Object) Add(key string, value any) { *o = append(*o, Member{key, value}) }

// Get returns the value of a key, or nil if the key is absent.
func (o Object) Get(key string) any {
	for _, m := range o {
		if m[0] == key {
			return m[1]
		}
	}
	return nil
}

// Replace sets the value of a key that is present.
func (o Object) Replace(key string, value any) {
	for i := range o {
		if o[i][0] == key {
			o[i][1] = value
		}
	}
}

// Encode returns v as JSON. Like Paperspace, it does not escape <, >, and &.
func Encode(v any) []byte { return appendValue(nil, v) }

func appendValue(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case bool:
		return strconv.AppendBool(b, v)
	case int:
		return strconv.AppendInt(b, int64(v), 10)
	case json.Number:
		return append(b, v...)
	case string:
		return appendText(b, v)
	case Object:
		b = append(b, '{')
		for i, m := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendValue(b, m[0])
			b = append(b, ':')
			b = appendValue(b, m[1])
		}
		return append(b, '}')
	case []Object:
		b = append(b, '[')
		for i, o := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendValue(b, o)
		}
		return append(b, ']')
	default:
		return appendOther(b, v)
	}
}

func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return appendOther(b, s)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

func appendOther(b []byte, v any) []byte {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err) // the fake server encodes only values that JSON can represent
	}
	return append(b, bytes.TrimRight(buf.Bytes(), "\n")...)
}

// OrNull converts an empty text to null.
func OrNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// IntOrNull converts nil to null.
func IntOrNull(n *int) any {
	if n == nil {
		return nil
	}
	return *n
}

// Date formats a date as Paperspace does: UTC with milliseconds.
func Date(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// DateOrNull converts nil to null.
func DateOrNull(t *time.Time) any {
	if t == nil {
		return nil
	}
	return Date(*t)
}
