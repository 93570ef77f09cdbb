package psfake

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// Entry is one request that the server received.
type Entry struct {
	At                      time.Time
	API, Call, Method, Path string
	Query                   url.Values
	KeyOK                   bool
	Body                    json.RawMessage // passwords replaced by "***"; a body that is not JSON is kept as a JSON string
	Status                  int             // 0 if the connection was cut
	Fault                   string          // the kind of the fault that hit it, "limit" for the rate limit, or ""
	Effect                  bool            // it changed the state
	MachineID               string          // the machine that it names or created
	UserAgent               string

	number int // the number of the request, to find the entry of an effect that occurs later
}

// Journal is the list of requests in order of arrival.
type Journal []Entry

// Journal returns all requests so far.
func (w *Server) Journal() Journal {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.journal)
}

// ResetJournal removes all entries.
func (w *Server) ResetJournal() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.journal = nil
}

// Of returns the entries of some calls: "machines.create", "machines.*", or "*.list". Without arguments, it returns
// all. It panics if no route has one of the calls, so that a typo does not look like a request that was not sent.
func (j Journal) Of(calls ...string) Journal {
	for _, c := range calls {
		if err := checkCall(c, func(string, call) bool { return true }); err != nil {
			panic(err)
		}
	}
	var out Journal
	for _, e := range j {
		if len(calls) == 0 || slices.ContainsFunc(calls, func(c string) bool { return matches(c, e.Call) }) {
			out = append(out, e)
		}
	}
	return out
}

// Count returns how many entries Of returns.
func (j Journal) Count(calls ...string) int { return len(j.Of(calls...)) }

// Writes returns the requests that can change the state, even if they did not.
func (j Journal) Writes() Journal {
	var out Journal
	for _, e := range j {
		if isWrite(e.Method, e.Call) {
			out = append(out, e)
		}
	}
	return out
}

// Counts returns the number of entries of each call.
func (j Journal) Counts() map[string]int {
	out := map[string]int{}
	for _, e := range j {
		out[e.Call]++
	}
	return out
}

// isWrite reports whether requests with a method and a call can change the state. One GET can.
func isWrite(method, call string) bool {
	return method != http.MethodGet && method != http.MethodHead || call == "machines.setAccessPublic"
}

// matches reports whether a pattern matches a call. The empty pattern matches every call.
func matches(pattern, call string) bool {
	if before, after, ok := strings.Cut(pattern, "*"); ok {
		return strings.HasPrefix(call, before) && strings.HasSuffix(call, after)
	}
	return pattern == "" || pattern == call
}

// censored returns a body without its passwords.
func censored(body []byte) json.RawMessage {
	if len(body) == 0 {
		return nil
	}
	if !json.Valid(body) {
		return wire.Encode(string(body))
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(body, &fields) != nil {
		return slices.Clone(body)
	}
	if _, ok := fields["password"]; !ok {
		return slices.Clone(body)
	}
	fields["password"] = json.RawMessage(`"***"`)
	return wire.Encode(fields)
}
