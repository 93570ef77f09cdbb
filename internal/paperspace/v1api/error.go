package v1api

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

// problem is an error body: {code, message} with details by the document and
// with issues by the official client, neither of them required, and neither of
// a form that anyone has written down.
type problem struct {
	Code    wire.Text `json:"code"`
	Message wire.Text `json:"message"`
	Details any       `json:"details"`
	Issues  any       `json:"issues"`
}

// decodeProblem reads an error body of v1. Its codes repeat the HTTP status,
// which is the one that counts. A message alone is how gateways word a path
// that they do not know, and such a "not found" must not be believed.
func decodeProblem(status int, _ http.Header, body []byte) transport.Problem {
	var p problem
	if json.Unmarshal(body, &p) != nil {
		return transport.Problem{Status: status}
	}
	out := transport.Problem{Status: status, Code: string(p.Code), Message: string(p.Message)}
	out.Recognised = p.Code != "" || p.Message != "" && status != http.StatusNotFound && status != http.StatusGone
	if !out.Recognised {
		return transport.Problem{Status: status}
	}
	for _, more := range append(texts("", p.Details), texts("", p.Issues)...) {
		if !strings.Contains(out.Message, more.text) {
			out.Message = strings.TrimPrefix(out.Message+"; "+more.String(), "; ")
		}
	}
	return out
}

// remark is a text somewhere in details or issues, and the key it is under.
type remark struct{ key, text string }

func (r remark) String() string {
	if r.key == "" || r.key == "message" {
		return r.text
	}
	return r.key + ": " + r.text
}

// texts are all texts in a value that is not empty, in the order of the keys.
func texts(key string, value any) (all []remark) {
	switch v := value.(type) {
	case string:
		if v != "" {
			all = append(all, remark{key, v})
		}
	case []any:
		for _, one := range v {
			all = append(all, texts(key, one)...)
		}
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			all = append(all, texts(k, v[k])...)
		}
	}
	return all
}

// afterEffect is the error of a request that came after another one of the same
// call, which was carried out.
func afterEffect(err error) error {
	var e *paperspace.Error
	if !errors.As(err, &e) {
		return err
	}
	effective := *e
	effective.Effect = true
	return &effective
}

// rejected reports whether Paperspace said no, for whatever reason.
func refused(err error) bool {
	return errors.Is(err, paperspace.ErrConflict) || errors.Is(err, paperspace.ErrRefused)
}
