package fakecore

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"strconv"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// read returns the fields of a body, checked against rules. Unless the server is strict, it accepts what real clients
// send: it ignores keys that no source lists, and converts scalars of another JSON type to the documented type.
func (r request) read(rules map[string]wire.Field) (wire.Input, error) {
	in, err := wire.DecodeBody(r.Header.Get("Content-Type"), r.Body)
	if err != nil {
		return nil, err
	}
	if !r.Strict() {
		convert(in, rules)
	}
	return in, r.check(in, rules)
}

// check checks fields against rules. Unless the server is strict, it ignores unknown keys.
func (r request) check(in wire.Input, rules map[string]wire.Field) error {
	if !r.Strict() {
		maps.DeleteFunc(in, func(key string, _ any) bool { _, known := rules[key]; return !known })
	}
	return in.Check(rules)
}

// readFor is like read, for a call with the machine's ID in its path. The body can repeat that ID.
func (r request) readFor(rules map[string]wire.Field) (wire.Input, error) {
	in, err := r.read(rules)
	if err == nil && in.Has("machineId") && in.Text("machineId") != r.ID {
		err = wire.Rejection(fmt.Sprintf("machineId %q differs from the ID in the path", in.Text("machineId")))
	}
	return in, err
}

// convert converts scalars to the JSON types of their rules. The official provider and a C# client send numbers as
// text, the curl samples send flags as text, and the official CLI sends text that looks like a number as a number.
func convert(in wire.Input, rules map[string]wire.Field) {
	for key, value := range in {
		switch rule := rules[key]; value := value.(type) {
		case json.Number:
			if rule.Kind == wire.Text {
				in[key] = string(value)
			}
		case string:
			_, err := strconv.Atoi(value)
			flag := strings.ToLower(value)
			switch {
			case (rule.Kind == wire.Number || rule.Kind == wire.Count) && err == nil:
				in[key] = json.Number(value)
			case rule.Kind == wire.Boolean && (flag == "true" || flag == "false"):
				in[key] = flag == "true"
			}
		}
	}
}

// filters returns the filters of a list, by key. The documented place is the query, which has precedence. Three
// clients send them in the JSON body of the GET: bare, in "filter", or in "params". A strict server reads only the
// query.
func (r request) filters() url.Values {
	all := url.Values{}
	if in, err := wire.DecodeBody(r.Header.Get("Content-Type"), r.Body); err == nil && !r.Strict() {
		for _, key := range []string{"filter", "params"} {
			if inner, ok := in[key].(map[string]any); ok {
				in = inner
			}
		}
		for key, value := range in {
			s, ok := value.(string)
			if !ok {
				s = string(wire.Encode(value))
			}
			all.Set(key, s)
		}
	}
	maps.Copy(all, r.URL.Query())
	return all
}
