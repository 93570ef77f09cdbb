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

// problem is an error body: {code, message}, with details according to the documentation, and with
// issues according to the official client. Both are optional, and their form is not documented.
type problem struct {
	Code    wire.Text `json:"code"`
	Message wire.Text `json:"message"`
	Details any       `json:"details"`
	Issues  any       `json:"issues"`
}

// decodeProblem reads an error body of v1. The codes in it repeat the HTTP status, which takes
// precedence. A 404 or 410 with only a message is not recognized, because gateways send such a
// response if they do not know a path.
func decodeProblem(status int, _ http.Header, body []byte) transport.Problem {
	var p problem
	if json.Unmarshal(body, &p) != nil {
		return transport.Problem{Status: status}
	}
	out := transport.Problem{Status: status, Code: string(p.Code), Message: string(p.Message)}
	out.Recognized = p.Code != "" || p.Message != "" && status != http.StatusNotFound && status != http.StatusGone
	if !out.Recognized {
		return transport.Problem{Status: status}
	}
	for _, more := range append(texts("", p.Details), texts("", p.Issues)...) {
		if !strings.Contains(out.Message, more.text) {
			out.Message = strings.TrimPrefix(out.Message+"; "+more.String(), "; ")
		}
	}
	return out
}

// remark is a text in details or issues, with its key.
type remark struct{ key, text string }

func (r remark) String() string {
	if r.key == "" || r.key == "message" {
		return r.text
	}
	return r.key + ": " + r.text
}

// texts returns all non-empty texts in a value, at any depth, in the order of the keys.
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

// afterEffect returns err with Effect set. It is for an operation of several requests, if an
// earlier one was carried out.
func afterEffect(err error) error {
	var e *paperspace.Error
	if !errors.As(err, &e) {
		return err
	}
	effective := *e
	effective.Effect = true
	return &effective
}

// rejected reports whether Paperspace rejected the request, for any reason.
func rejected(err error) bool {
	return errors.Is(err, paperspace.ErrConflict) || errors.Is(err, paperspace.ErrRejected)
}
