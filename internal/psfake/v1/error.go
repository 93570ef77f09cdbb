package psfake

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// statusError is a refusal whose status is not 400.
type statusError struct {
	status  int
	message string
}

func (e statusError) Error() string { return e.message }

func notFound(noun string) error {
	return statusError{http.StatusNotFound, noun + " not found"}
}

// conflict refuses what the state of things does not allow.
func (d *v1) conflict(format string, args ...any) error {
	status := d.dialect().RefusalStatus
	if status == 0 {
		status = http.StatusConflict
	}
	return statusError{status, fmt.Sprintf(format, args...)}
}

// v1Codes are the codes of the official client's list.
var v1Codes = map[int]string{
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

// fail renders an error. A status without a code of its own is the server's
// fault.
func (d *v1) fail(status int, message string) answer {
	code := v1Codes[status]
	if code == "" {
		code = "INTERNAL_SERVER_ERROR"
	}
	return d.failAs(status, code, message)
}

func (d *v1) failAs(status int, code, message string) answer {
	o := object{{"code", code}, {"message", message}}
	switch {
	case status == http.StatusUnauthorized && d.dialect().BareUnauthorized:
		o = object{{"message", message}}
	case d.dialect().IssueErrors:
		o.add("issues", []object{{{"message", message}}})
	case status == http.StatusBadRequest:
		o.add("details", object{{"reason", message}})
	}
	return answer{status: status, contentType: jsonType, body: encode(o)}
}

// refuse renders what the world or the reading of a body has against a
// request. What is not there is a 404, also when a body names it: observed of a
// network's id in an update.
func (d *v1) refuse(err error) answer {
	if s, ok := errors.AsType[statusError](err); ok {
		return d.fail(s.status, s.message)
	}
	if u, ok := errors.AsType[unknownError](err); ok {
		noun := strings.ToUpper(u.noun[:1]) + u.noun[1:]
		return d.fail(http.StatusNotFound, noun+" not found")
	}
	if errors.Is(err, errNotJSON) {
		return d.failAs(http.StatusBadRequest, "PARSE_ERROR", err.Error())
	}
	return d.fail(http.StatusBadRequest, err.Error())
}
