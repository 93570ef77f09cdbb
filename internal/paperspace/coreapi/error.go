package coreapi

import (
	"cmp"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

// problem is an error body in either form: nested under "error", or flat. The status in the body
// takes precedence over the HTTP status, because CORE sends a 404 inside an HTTP 400.
type problem struct {
	Error   wire.Latest[*errorObject] `json:"error"`
	Status  wire.Number               `json:"status"`
	Message wire.Text                 `json:"message"`
}

type errorObject struct {
	Status  wire.Number `json:"status"`
	Message wire.Text   `json:"message"`
}

// decodeProblem reads an error body of CORE.
func decodeProblem(status int, _ http.Header, body []byte) transport.Problem {
	var p problem
	if json.Unmarshal(body, &p) != nil {
		return transport.Problem{Status: status}
	}
	inner, message := p.Status, p.Message
	if e := p.Error.Value; e != nil {
		message = cmp.Or(e.Message, message)
		if e.Status.Set {
			inner = e.Status
		}
	}
	// Gateways send only a message if they do not know a path. Such a "not found" says nothing
	// about a machine.
	ours := p.Error.Value != nil || message != "" && (inner.Set || status != http.StatusNotFound && status != http.StatusGone)
	out := transport.Problem{Status: status, Message: string(message), Recognized: ours}
	if inner.Set && inner.Value >= 400 && inner.Value < 600 {
		out.Status = int(inner.Value)
	}
	// The response to a wrong key was observed as a 400 with this text.
	if out.Status == http.StatusBadRequest && strings.Contains(strings.ToLower(out.Message), "invalid api token") {
		out.Status = http.StatusUnauthorized
	}
	return out
}
