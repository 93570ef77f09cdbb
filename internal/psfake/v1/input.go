package fakev1

import (
	"mime"
	"net/http"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// read returns the fields of a body, checked against rules, which reject unknown keys and nulls. Unless the server is
// strict, the body can repeat the ID of the path, as in the samples of the official documentation.
func (r request) read(rules map[string]wire.Field) (wire.Input, error) {
	in, err := wire.DecodeBody(r.Header.Get("Content-Type"), r.Body)
	if err != nil {
		return nil, err
	}
	if !r.Strict() && r.ID != "" && in["id"] == r.ID {
		delete(in, "id")
	}
	return in, in.Check(rules)
}

// readNothing checks a PATCH whose body is not documented. The API accepts an empty JSON object, or an empty body
// without the content type of JSON or of a form.
func (r request) readNothing() error {
	media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch media {
	case "", "text/plain":
		return nil
	case wire.MediaType:
		if len(r.Body) == 0 {
			return wire.ErrNotJSON
		}
		_, err := r.read(nil)
		return err
	}
	return statusError{http.StatusBadRequest, "Unsupported content type"}
}

// has and first read the query.
func (r request) has(key string) bool { return len(r.query[key]) > 0 }

func (r request) first(key string) string {
	if !r.has(key) {
		return ""
	}
	return r.query[key][0]
}

// passes reports whether a value matches a filter of the query, or the query does not have that filter.
func (r request) passes(key, value string) bool {
	return !r.has(key) || r.first(key) == value
}

// names reports whether a body has a text that is not empty.
func names(in wire.Input, key string) bool { return in.Text(key) != "" }

// checkName rejects an empty name. It is for calls whose name is optional.
func checkName(in wire.Input) error {
	if in.Has("name") && !names(in, "name") {
		return wire.Rejection("name must not be empty")
	}
	return nil
}
