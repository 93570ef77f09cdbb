package psfake

import (
	"cmp"
	"crypto/subtle"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// API is one API version: its routes, and its responses to requests that match no route. Create it with NewAPI.
type API struct {
	Name       string                      // the name in the journal
	Prefix     string                      // a prefix that paths can have
	Routes     map[string]map[string]Route // by path and method; a ? is an ID
	NameKey    string                      // the key of the name in a create request for a machine
	RetryAfter string                      // the text of the header in a 429, "" to omit it

	Key         func(r *http.Request) string                              // the API key of a request, "" if it has none
	Fail        func(d *Behavior, status int, message string) Response    // an error
	Deny        func(d *Behavior, call string) Response                   // the response to a wrong key
	NoRoute     func(d *Behavior, r *http.Request) Response               // the response to an unknown path
	WrongMethod func(d *Behavior, r *http.Request, allow string) Response // the response to a method that the path does not support
}

// Route handles the requests with one path and method.
type Route struct {
	Call     string // the name in the journal and in faults, the same in each API version
	Rebuilds bool   // the call is an update that might take time
	Do       func(r *Request) Response
}

// Request is a request, as a route receives it.
type Request struct {
	*http.Request
	*Tx
	Body    []byte
	ID, Sub string // the parts of the path that match the ?s
}

// Response is the response of a route before faults change it.
type Response struct {
	Status      int
	ContentType string
	Header      map[string]string
	Body        []byte
	Machine     string // the ID of the machine that was created
}

// noCall is the call of a request that matches no route.
const noCall = "unknown"

// Handler serves the API with the state of a server.
func (a *API) Handler(w *Server) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, maxBody))
		if err != nil {
			http.Error(rw, "The request body is too large. Send at most 8 MiB.", http.StatusRequestEntityTooLarge)
			return
		}
		w.serve(rw, a.exchange(w, r, body))
	})
}

const maxBody = 8 << 20

// exchange finds the route of a request.
func (a *API) exchange(w *Server, r *http.Request, body []byte) *exchange {
	routes, id, sub := a.find(r.URL.Path)
	route, ok := routes[r.Method]
	x := &exchange{
		api: a, call: cmp.Or(route.Call, noCall), rebuilds: route.Rebuilds, request: r, body: body,
		keyOK: subtle.ConstantTimeCompare([]byte(a.Key(r)), []byte(w.key)) == 1,
	}
	switch {
	case routes == nil:
		x.run = func(t *Tx) Response { return a.NoRoute(t.Behavior(), r) }
	case !ok:
		x.run = func(t *Tx) Response {
			return a.WrongMethod(t.Behavior(), r, strings.Join(slices.Sorted(maps.Keys(routes)), ", "))
		}
	case !x.keyOK:
		x.run = func(t *Tx) Response { return a.Deny(t.Behavior(), x.call) }
	default:
		x.run = func(t *Tx) Response { return route.Do(&Request{Request: r, Tx: t, Body: body, ID: id, Sub: sub}) }
	}
	x.write = isWrite(r.Method, x.call)
	x.machine, x.creates = a.machine(r, x.call, id, body)
	query := r.URL.Query()
	x.object = cmp.Or(query.Get("machineId"), query.Get("scriptId"))
	if id != "" && !strings.HasPrefix(r.URL.Path, "/teams/") { // faults do not select by team
		x.object = id
	}
	return x
}

// find returns the routes of a path by method, and the IDs in the path. It ignores a slash at the end: the official
// Python CLI always sends one, and a request with an empty ID reads the list.
func (a *API) find(path string) (routes map[string]Route, id, sub string) {
	if rest, ok := strings.CutPrefix(path, a.Prefix+"/"); ok {
		path = "/" + rest
	}
	path = strings.TrimSuffix(path, "/")
	if routes, ok := a.Routes[path]; ok && !strings.Contains(path, "?") {
		return routes, "", ""
	}
	parts := strings.Split(path, "/")
	if len(parts) < 3 || parts[2] == "" {
		return nil, "", ""
	}
	id, parts[2] = parts[2], "?"
	if len(parts) > 4 {
		sub, parts[4] = parts[4], "?"
	}
	return a.Routes[strings.Join(parts, "/")], id, sub
}

// machine returns the ID of the machine that a request names, and the name of the machine that it creates. The journal
// and the faults need them before a route has checked the request.
func (a *API) machine(r *http.Request, call, pathID string, body []byte) (id, creates string) {
	if pathID != "" && (strings.HasPrefix(call, "machines.") || strings.HasPrefix(call, "accessors.")) {
		return pathID, ""
	}
	if r.Method == http.MethodGet {
		return r.URL.Query().Get("machineId"), ""
	}
	var named map[string]any
	if json.Unmarshal(body, &named) != nil {
		return "", ""
	}
	id, _ = named["machineId"].(string)
	if call == "machines.create" {
		creates, _ = named[a.NameKey].(string)
	}
	return id, creates
}

// SetHeader sets a header.
func (r *Response) SetHeader(key, value string) {
	if r.Header == nil {
		r.Header = map[string]string{}
	}
	r.Header[key] = value
}
