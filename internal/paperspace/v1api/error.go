package v1api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

// problem is an error body: {code, message} with details by the document and
// with issues by the official client, neither of them required.
type problem struct {
	Code    wire.Text       `json:"code"`
	Message wire.Text       `json:"message"`
	Details json.RawMessage `json:"details"`
	Issues  []struct {
		Message wire.Text `json:"message"`
	} `json:"issues"`
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
	var more []string
	for _, issue := range p.Issues {
		if issue.Message != "" && !strings.Contains(out.Message, string(issue.Message)) {
			more = append(more, string(issue.Message))
		}
	}
	if details := strings.TrimSpace(string(p.Details)); details != "" && details != "null" && details != "{}" {
		more = append(more, details)
	}
	if len(more) > 0 {
		out.Message = strings.TrimPrefix(out.Message+": "+strings.Join(more, "; "), ": ")
	}
	return out
}

// nothingThere is a 200 whose body is null: v1 answers so for a private network
// that does not exist.
func nothingThere(op, path string) error {
	return &paperspace.Error{
		Op: op, Kind: paperspace.ErrNotFound, Method: http.MethodGet, Path: path,
		Status: http.StatusOK, Message: "the answer is null",
	}
}

// noIDInAnswer is a 2xx to a create without an id: something may exist now.
func noIDInAnswer(r transport.Request, what string) error {
	return &paperspace.Error{
		Op: r.Op, Kind: paperspace.ErrNotService, Method: r.Method, Path: r.Path, Effect: true,
		Message: fmt.Sprintf("the answer to the create holds no %s id", what),
	}
}
