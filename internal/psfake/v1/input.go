package psfake

import (
	"mime"
	"net/http"
)

// read returns the fields of a body that follows rules, which are closed and
// without nulls. Unless the world is strict, the body can repeat the id of the
// path, as the samples in the official documentation do.
func (r v1Request) read(rules map[string]field) (input, error) {
	in, err := decodeBody(r.Header.Get("Content-Type"), r.body)
	if err != nil {
		return nil, err
	}
	if !r.strict && r.id != "" && in["id"] == r.id {
		delete(in, "id")
	}
	return in, in.check(rules)
}

// readNothing holds a PATCH against what the service takes where its papers
// define no body: an empty object as JSON, or nothing that claims to be JSON or
// a form.
func (r v1Request) readNothing() error {
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch media {
	case "", "text/plain":
		return nil
	case jsonMedia:
		if len(r.body) == 0 {
			return errNotJSON
		}
		_, err := r.read(nil)
		return err
	}
	return statusError{http.StatusBadRequest, "Unsupported content type"}
}

// has and first look at the query.
func (r v1Request) has(key string) bool { return len(r.query[key]) > 0 }

func (r v1Request) first(key string) string {
	if !r.has(key) {
		return ""
	}
	return r.query[key][0]
}

// passes reports whether a value is what the query asks for, if it does.
func (r v1Request) passes(key, value string) bool {
	return !r.has(key) || r.first(key) == value
}

func (in input) texts(key string) []string {
	all, _ := in[key].([]string)
	return all
}

// names reports whether a text is given and not empty.
func (in input) names(key string) bool { return in.text(key) != "" }

// checkName refuses an empty name where one may be left out.
func (in input) checkName() error {
	if in.has("name") && !in.names("name") {
		return refusedError("name must not be empty")
	}
	return nil
}
