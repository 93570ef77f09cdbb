package coreapi

import (
	"cmp"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

// problem is both shapes of an error body: nested under "error", and flat.
// Number or text, the status is Paperspace's own and beats the HTTP one: CORE
// is known to return 400 with an inner 404.
type problem struct {
	Error   wire.Latest[*told] `json:"error"`
	Status  wire.Number        `json:"status"`
	Message wire.Text          `json:"message"`
}

type told struct {
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
	// A message alone is how gateways word a path that they do not know, and
	// such a "not found" must not be believed of a machine.
	ours := p.Error.Value != nil || message != "" && (inner.Set || status != http.StatusNotFound && status != http.StatusGone)
	out := transport.Problem{Status: status, Message: string(message), Recognised: ours}
	if inner.Set && inner.Value >= 400 && inner.Value < 600 {
		out.Status = int(inner.Value)
	}
	// A wrong key has been seen as 400 with this text; no separate status.
	if out.Status == http.StatusBadRequest && strings.Contains(strings.ToLower(out.Message), "invalid api token") {
		out.Status = http.StatusUnauthorized
	}
	return out
}
