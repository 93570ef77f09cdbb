package fakev1

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

const jsonType = "application/json; charset=utf-8"

// statusError is a rejection with its status. Other errors result in 400.
type statusError struct {
	status  int
	message string
}

func (e statusError) Error() string { return e.message }

func notFound(kind string) error {
	return statusError{http.StatusNotFound, kind + " not found"}
}

// conflict returns the error for a request that the state of an object does not allow.
func (r request) conflict(format string, args ...any) error {
	status := r.Behavior().V1.RejectionStatus
	if status == 0 {
		status = http.StatusConflict
	}
	return statusError{status, fmt.Sprintf(format, args...)}
}

// codes are the error codes of the official client.
var codes = map[int]string{
	http.StatusBadRequest:            "BAD_REQUEST",
	http.StatusUnauthorized:          "UNAUTHORIZED",
	http.StatusForbidden:             "FORBIDDEN",
	http.StatusNotFound:              "NOT_FOUND",
	http.StatusMethodNotAllowed:      "METHOD_NOT_SUPPORTED",
	http.StatusRequestTimeout:        "TIMEOUT",
	http.StatusConflict:              "CONFLICT",
	http.StatusPreconditionFailed:    "PRECONDITION_FAILED",
	http.StatusRequestEntityTooLarge: "PAYLOAD_TOO_LARGE",
	http.StatusTooManyRequests:       "TOO_MANY_REQUESTS",
	499:                              "CLIENT_CLOSED_REQUEST",
}

// fail returns an error response. A status that is not in codes has the code of a server error.
func fail(d *psfake.Behavior, status int, message string) psfake.Response {
	code := codes[status]
	if code == "" {
		code = "INTERNAL_SERVER_ERROR"
	}
	return failAs(d, status, code, message)
}

func failAs(d *psfake.Behavior, status int, code, message string) psfake.Response {
	o := wire.Object{{"code", code}, {"message", message}}
	switch {
	case status == http.StatusUnauthorized && d.V1.BareUnauthorized:
		o = wire.Object{{"message", message}}
	case d.V1.IssueErrors:
		o.Add("issues", []wire.Object{{{"message", message}}})
	case status == http.StatusBadRequest:
		o.Add("details", wire.Object{{"reason", message}})
	}
	return psfake.Response{Status: status, ContentType: jsonType, Body: wire.Encode(o)}
}

func deny(d *psfake.Behavior, call string) psfake.Response {
	if call == sessionCall {
		return respond(nil)
	}
	return fail(d, http.StatusUnauthorized, "Invalid API token")
}

func noRoute(d *psfake.Behavior, r *http.Request) psfake.Response {
	return fail(d, http.StatusNotFound, "No such path: "+r.Method+" "+r.URL.Path)
}

func wrongMethod(d *psfake.Behavior, _ *http.Request, allow string) psfake.Response {
	a := fail(d, http.StatusMethodNotAllowed, "Method not supported")
	a.SetHeader("Allow", allow)
	return a
}

func (r request) fail(status int, message string) psfake.Response {
	return fail(r.Behavior(), status, message)
}

// reject returns the response for an invalid request, or for a change that the state does not allow. For an unknown
// object, it is a 404, even if only the body names the object. This was observed for the network ID in an update.
func (r request) reject(err error) psfake.Response {
	if s, ok := errors.AsType[statusError](err); ok {
		return r.fail(s.status, s.message)
	}
	if u, ok := errors.AsType[psfake.UnknownError](err); ok {
		kind := strings.ToUpper(u.Kind[:1]) + u.Kind[1:]
		return r.fail(http.StatusNotFound, kind+" not found")
	}
	if errors.Is(err, wire.ErrNotJSON) {
		return failAs(r.Behavior(), http.StatusBadRequest, "PARSE_ERROR", err.Error())
	}
	return r.fail(http.StatusBadRequest, err.Error())
}
