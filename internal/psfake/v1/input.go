package fakev1

import (
	"mime"
	"net/http"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// read returns the fields of a body that follows rules, which are closed and
// without nulls. Unless the world is strict, the body can repeat the id of the
// path, as the samples in the official documentation do.
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

// readNothing holds a PATCH against what the service takes where its documents
// define no body: an empty object as JSON, or nothing that claims to be JSON or
// a form.
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

// has and first look at the query.
func (r request) has(key string) bool { return len(r.query[key]) > 0 }

func (r request) first(key string) string {
	if !r.has(key) {
		return ""
	}
	return r.query[key][0]
}

// passes reports whether a value is what the query asks for, if it does.
func (r request) passes(key, value string) bool {
	return !r.has(key) || r.first(key) == value
}

// names reports whether a text is given and not empty.
func names(in wire.Input, key string) bool { return in.Text(key) != "" }

// checkName refuses an empty name where one may be left out.
func checkName(in wire.Input) error {
	if in.Has("name") && !names(in, "name") {
		return wire.Rejection("name must not be empty")
	}
	return nil
}
