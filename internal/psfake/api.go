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

// API is one version of the service's API: its routes, and how it responds where
// none of them does. It is made with NewAPI.
type API struct {
	Name       string                      // what the journal calls it
	Prefix     string                      // what paths can begin with
	Routes     map[string]map[string]Route // by path and method; a ? is for an ID
	NameKey    string                      // the key under which a create names its machine
	RetryAfter string                      // the header's text in a 429, "" for none

	Key         func(r *http.Request) string                              // the API key of a request, "" for none
	Fail        func(d *Behavior, status int, message string) Response    // an error
	Deny        func(d *Behavior, call string) Response                   // the response to a wrong key
	NoRoute     func(d *Behavior, r *http.Request) Response               // to a path that is not there
	WrongMethod func(d *Behavior, r *http.Request, allow string) Response // to a method that a path does not have
}

// Route is what the requests with one path and method do.
type Route struct {
	Call     string // its name in the journal and in faults, which is the same in all APIs that have it
	Rebuilds bool   // it is an update that might take time
	Do       func(r *Request) Response
}

// Request is a request as a route sees it.
type Request struct {
	*http.Request
	*Tx
	Body    []byte
	ID, Sub string // what the path has in place of the ?s
}

// Response is what a route responds, before faults get at it.
type Response struct {
	Status      int
	ContentType string
	Header      map[string]string
	Body        []byte
	Machine     string // the ID of the machine that it made
}

// noCall is the call of a request that no route is for.
const noCall = "unknown"

// Handler serves the API from a world.
func (a *API) Handler(w *Server) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, maxBody))
		if err != nil {
			http.Error(rw, "request entity too large", http.StatusRequestEntityTooLarge)
			return
		}
		w.serve(rw, a.exchange(w, r, body))
	})
}

const maxBody = 8 << 20

// exchange finds out what a request asks for.
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
	if id != "" && !strings.HasPrefix(r.URL.Path, "/teams/") { // no fault is about a team
		x.object = id
	}
	return x
}

// find returns the routes of a path by method, and the IDs in it. A slash at the
// end is forgiven: the official Python CLI always sends one, and an empty ID asks
// for the list.
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

// machine finds the machine a request is about, for the journal and for faults,
// before a route has judged the request.
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
