package psfake

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"strconv"
	"strings"
)

// read returns the fields of a body that follows rules. Unless the world is
// strict, it accepts what real clients send: it drops keys that no source lists,
// and converts scalars of another JSON type than the documented one.
func (r coreRequest) read(rules map[string]field) (input, error) {
	in, err := decodeBody(r.Header.Get("Content-Type"), r.body)
	if err != nil {
		return nil, err
	}
	if !r.strict {
		in.convert(rules)
	}
	return in, r.check(in, rules)
}

// check checks fields against rules. Unless the world is strict, it drops
// unknown keys first.
func (r coreRequest) check(in input, rules map[string]field) error {
	if !r.strict {
		maps.DeleteFunc(in, func(key string, _ any) bool { _, known := rules[key]; return !known })
	}
	return in.check(rules)
}

// readFor is read for a call with the machine's id in its path: the id may be
// in the body too, but then it has to be the same.
func (r coreRequest) readFor(rules map[string]field) (input, error) {
	in, err := r.read(rules)
	if err == nil && in.has("machineId") && in.text("machineId") != r.id {
		err = refusedError(fmt.Sprintf("machineId %q differs from the one in the path", in.text("machineId")))
	}
	return in, err
}

// convert converts scalars to the JSON type of their rule. The official provider
// and a C# client send numbers as text, the curl samples send flags as text, and
// the official CLI sends text that looks like a number as a number.
func (in input) convert(rules map[string]field) {
	for key, value := range in {
		switch rule := rules[key]; value := value.(type) {
		case json.Number:
			if rule.kind == text {
				in[key] = string(value)
			}
		case string:
			_, err := strconv.Atoi(value)
			flag := strings.ToLower(value)
			switch {
			case (rule.kind == number || rule.kind == count) && err == nil:
				in[key] = json.Number(value)
			case rule.kind == boolean && (flag == "true" || flag == "false"):
				in[key] = flag == "true"
			}
		}
	}
}

// filters returns the filters of a list by name. The documented place is the
// query, which has precedence. Three clients send them as the JSON body of the
// GET: bare, as "filter", or as "params". A strict world reads only the query.
func (r coreRequest) filters() url.Values {
	all := url.Values{}
	if in, err := decodeBody(r.Header.Get("Content-Type"), r.body); err == nil && !r.strict {
		for _, key := range []string{"filter", "params"} {
			if inner, ok := in[key].(map[string]any); ok {
				in = inner
			}
		}
		for key, value := range in {
			s, ok := value.(string)
			if !ok {
				s = string(encode(value))
			}
			all.Set(key, s)
		}
	}
	maps.Copy(all, r.URL.Query())
	return all
}
