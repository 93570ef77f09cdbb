package psfake

import (
	"errors"
	"fmt"
	"html"
	"maps"
	"net/http"
	"slices"
	"strings"
)

const jsonType = "application/json; charset=utf-8"

// fail renders an error in the dialect's shape.
func (c *core) fail(status int, message string) answer {
	return c.failAs(c.world.dialect.ErrorShape, status, status, message)
}

func (c *core) failAs(shape ErrorShape, status, inner int, message string) answer {
	a := answer{status: status, contentType: jsonType}
	switch shape {
	case Flat:
		a.body = encode(object{{"status", inner}, {"message", message}})
	case Text:
		a.contentType, a.body = "text/plain; charset=utf-8", []byte(message)
	default:
		a.body = encode(object{{"error", object{{"name", "Error"}, {"status", inner}, {"message", message}}}})
	}
	return a
}

// badKey is always flat, whatever the dialect.
func (c *core) badKey() answer {
	status := either(&c.world.dialect, http.StatusUnauthorized, http.StatusBadRequest)
	return c.failAs(Flat, status, status, "Invalid API token")
}

// noMachine is the answer to a write on a machine that is not there.
func (c *core) noMachine() answer {
	if c.world.dialect.Observed {
		return c.failAs(Nested, http.StatusBadRequest, http.StatusNotFound, "Machine not found")
	}
	return c.fail(http.StatusNotFound, "Machine not found")
}

// refuse renders what the world or the reading of a body has against a
// request. Everything but a missing machine is a 400.
func (c *core) refuse(err error) answer {
	message := err.Error()
	if u, ok := errors.AsType[unknownError](err); ok {
		message = fmt.Sprintf("%sId %q not found", u.noun, u.id)
	}
	return c.fail(http.StatusBadRequest, message)
}

// noRoute is the page of the web framework for a path it has no route for.
func (c *core) noRoute(method, path string) answer {
	text := html.EscapeString("Cannot " + method + " " + path)
	return answer{status: http.StatusNotFound, contentType: "text/html; charset=utf-8",
		body: []byte("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Error</title>\n" +
			"</head>\n<body>\n<pre>" + text + "</pre>\n</body>\n</html>\n")}
}

func (c *core) wrongMethod(routes map[string]coreRoute) answer {
	a := answer{status: http.StatusMethodNotAllowed, contentType: "text/plain; charset=utf-8", body: []byte("Method Not Allowed\n")}
	a.set("Allow", strings.Join(slices.Sorted(maps.Keys(routes)), ", "))
	return a
}
