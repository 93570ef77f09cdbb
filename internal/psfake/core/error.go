package fakecore

import (
	"errors"
	"fmt"
	"html"
	"net/http"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

const jsonType = "application/json; charset=utf-8"

// fail returns an error in the form that the behavior selects.
func fail(d *psfake.Behavior, status int, message string) psfake.Response {
	return failAs(d.ErrorShape, status, status, message)
}

func failAs(shape psfake.ErrorShape, status, inner int, message string) psfake.Response {
	a := psfake.Response{Status: status, ContentType: jsonType}
	switch shape {
	case psfake.Flat:
		a.Body = wire.Encode(wire.Object{{"status", inner}, {"message", message}})
	case psfake.Text:
		a.ContentType, a.Body = "text/plain; charset=utf-8", []byte(message)
	default:
		a.Body = wire.Encode(wire.Object{{"error", wire.Object{{"name", "Error"}, {"status", inner}, {"message", message}}}})
	}
	return a
}

// badKey returns the response to a wrong key. It has the Flat form in every behavior.
func badKey(d *psfake.Behavior, _ string) psfake.Response {
	status := psfake.Either(d, http.StatusUnauthorized, http.StatusBadRequest)
	return failAs(psfake.Flat, status, status, "Invalid API token")
}

func (r request) fail(status int, message string) psfake.Response {
	return fail(r.Behavior(), status, message)
}

// noMachine returns the response to a write on an unknown machine.
func (r request) noMachine() psfake.Response {
	if r.Behavior().Observed {
		return failAs(psfake.Nested, http.StatusBadRequest, http.StatusNotFound, "Machine not found")
	}
	return r.fail(http.StatusNotFound, "Machine not found")
}

// reject returns the response for an invalid request, or for a change that the state does not allow. The status is
// 400, even if the body names an unknown object. See noMachine for an unknown machine in the path.
func (r request) reject(err error) psfake.Response {
	message := err.Error()
	if u, ok := errors.AsType[psfake.UnknownError](err); ok {
		message = fmt.Sprintf("%sId %q not found", u.Kind, u.ID)
	}
	return r.fail(http.StatusBadRequest, message)
}

// noRoute returns the web framework's page for an unknown path.
func noRoute(_ *psfake.Behavior, r *http.Request) psfake.Response {
	text := html.EscapeString("Cannot " + r.Method + " " + r.URL.Path)
	return psfake.Response{Status: http.StatusNotFound, ContentType: "text/html; charset=utf-8",
		Body: []byte("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Error</title>\n" +
			"</head>\n<body>\n<pre>" + text + "</pre>\n</body>\n</html>\n")}
}

func wrongMethod(_ *psfake.Behavior, _ *http.Request, allow string) psfake.Response {
	a := psfake.Response{Status: http.StatusMethodNotAllowed, ContentType: "text/plain; charset=utf-8", Body: []byte("Method Not Allowed\n")}
	a.SetHeader("Allow", allow)
	return a
}
