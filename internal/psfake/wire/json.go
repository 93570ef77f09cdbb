// Package wire holds what both versions of the fake's API share about JSON:
// objects with ordered keys to write, and bodies to read and check against rules.
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

// Get returns nil for a key that is not there.
func (o Object) Get(key string) any {
	for _, m := range o {
		if m[0] == key {
			return m[1]
		}
	}
	return nil
}

// Replace sets the value of a key that is there.
func (o Object) Replace(key string, value any) {
	for i := range o {
		if o[i][0] == key {
			o[i][1] = value
		}
	}
}

// Encode returns the JSON of a value made of objects, slices of them and
// scalars. The service does not escape <, > and &, so neither does this.
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
		panic(err) // the fake's own values always encode
	}
	return append(b, bytes.TrimRight(buf.Bytes(), "\n")...)
}

// OrNull turns an empty text into null.
func OrNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// IntOrNull turns nil into null.
func IntOrNull(n *int) any {
	if n == nil {
		return nil
	}
	return *n
}

// Date formats a date as the service does: UTC with milliseconds.
func Date(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// DateOrNull turns nil into null.
func DateOrNull(t *time.Time) any {
	if t == nil {
		return nil
	}
	return Date(*t)
}
