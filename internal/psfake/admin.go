package psfake

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// AdminPrefix is where Local mounts the admin routes.
const AdminPrefix = "/_fake/"

// V1Prefix is where Local mounts API v1. The real API has the same prefix on its host.
const V1Prefix = "/v1"

// Local returns a handler that serves the CORE API, API v1, and the admin routes. The admin routes require no key, so
// the listener must be one that only this computer can reach. The handler rejects requests from web pages, which a
// browser on this computer might send.
func (w *Server) Local(core, v1 http.Handler) http.Handler {
	admin := guarded(w.Admin())
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, AdminPrefix):
			admin.ServeHTTP(rw, r)
		case strings.HasPrefix(r.URL.Path, V1Prefix+"/"):
			v1.ServeHTTP(rw, r)
		default:
			core.ServeHTTP(rw, r)
		}
	})
}

// Admin returns the routes that change and show the server's state over HTTP without any client, below AdminPrefix.
// JSON keys are named after the Go fields, and durations are text such as "10s":
//
//	GET journal, GET counts, DELETE journal
//	GET machines, POST machines, PATCH machines/{ID}, DELETE machines/{ID}
//	POST machines/{ID}/destroy, POST machines/{ID}/auto-snapshot
//	GET, POST, and DELETE …/{ID} of public-ips, snapshots, custom-templates, shared-drives
//	POST faults {"Kind", …}, DELETE faults
//	POST availability {"Region", "MachineType", "Available"}
//	POST limit {"PerSecond", "Burst"}
//	GET clock, POST clock {"Skew": "-1h"}
//	POST clock {"Advance": "10s"}, on a server made with DrivenBy
//
// These are the kinds of faults, with the fields of Fault that each kind uses:
//
//	status, status-after, reject             Status, Message, RetryAfter
//	html, html-after                         Status, RetryAfter
//	throttle                                 Message, RetryAfter
//	status-after, html-after, cut-after      Late
//	cut, truncate, no-body, denied, stuck
//	failure                                  Message
//	slow                                     Delay
//	stale, lag, cached                       Age
//	missing                                  ID, Writes
//	date                                     Skew
//	no-date
//	alter                                    Key, Value
//	ignore                                   Key
//	twin, instead                            Delay, Value: fields of the object
//	tombstone                                Delay, Status, Value: fields of the machine
//	reuse                                    ID
//
// For every kind, Call, Machine, and Key select requests, and Times, Skip, Rate, For, and FromHit limit how often and
// for how long the fault applies. If no route has the Call, such as "machine.create", the fault is rejected with a
// list of all calls. PATCH can also set what no request can: {"SizeGB": 100} for a disk that another client resized,
// or {"StorageTotal": 50} for a size in another unit.
func (w *Server) Admin() http.Handler {
	mux := http.NewServeMux()
	handle := func(pattern string, serve func(r *http.Request) (any, error)) {
		method, path, _ := strings.Cut(pattern, " ")
		mux.HandleFunc(method+" "+AdminPrefix+path, func(rw http.ResponseWriter, r *http.Request) {
			reply(rw, r, serve)
		})
	}
	handle("GET journal", func(*http.Request) (any, error) { return append(Journal{}, w.Journal()...), nil })
	handle("GET counts", func(*http.Request) (any, error) { return w.Journal().Counts(), nil })
	handle("DELETE journal", func(*http.Request) (any, error) { w.ResetJournal(); return nil, nil })
	handle("GET machines", func(*http.Request) (any, error) { return w.Machines(), nil })
	handle("POST machines", func(r *http.Request) (any, error) {
		var m Machine
		if err := decode(r, &m); err != nil {
			return nil, err
		}
		return w.AddMachine(m), nil
	})
	handle("PATCH machines/{id}", w.adminPatch)
	handle("DELETE machines/{id}", func(r *http.Request) (any, error) {
		if !w.RemoveMachine(r.PathValue("id")) {
			return nil, UnknownError{"machine", r.PathValue("id")}
		}
		return nil, nil
	})
	handle("POST machines/{id}/destroy", func(r *http.Request) (any, error) {
		if !w.DestroyMachine(r.PathValue("id")) {
			return nil, UnknownError{"machine", r.PathValue("id")}
		}
		return nil, nil
	})
	w.adminObjects(handle)
	handle("POST faults", w.adminFault)
	handle("DELETE faults", func(*http.Request) (any, error) { w.ClearFaults(); return nil, nil })
	handle("POST availability", func(r *http.Request) (any, error) {
		var a struct {
			Region, MachineType string
			Available           bool
		}
		if err := decode(r, &a); err != nil {
			return nil, err
		}
		w.SetAvailability(a.Region, a.MachineType, a.Available)
		return nil, nil
	})
	handle("POST limit", func(r *http.Request) (any, error) {
		var l struct {
			PerSecond float64
			Burst     int
		}
		if err := decode(r, &l); err != nil {
			return nil, err
		}
		w.Limit(l.PerSecond, l.Burst)
		return nil, nil
	})
	handle("GET clock", func(*http.Request) (any, error) { return map[string]time.Time{"Now": w.Now()}, nil })
	handle("POST clock", w.adminClock)
	return mux
}

// adminPatch merges the body into the machine that the path names.
func (w *Server) adminPatch(r *http.Request) (any, error) {
	m, ok := w.Machine(r.PathValue("id"))
	if !ok {
		return nil, UnknownError{"machine", r.PathValue("id")}
	}
	var patch json.RawMessage
	if err := decode(r, &patch); err != nil {
		return nil, err
	}
	if err := merge(patch, new(m.detached())); err != nil {
		return nil, err
	}
	// The machine might have changed in the meantime, so only the fields that the patch names are set.
	w.ChangeMachine(m.ID, func(m *Machine) {
		fresh := m.detached()
		_ = merge(patch, &fresh)
		*m = fresh
	})
	m, _ = w.Machine(m.ID)
	return m, nil
}

func (w *Server) adminFault(r *http.Request) (any, error) {
	var f Fault
	if err := decode(r, &f); err != nil {
		return nil, err
	}
	w.Inject(f)
	return nil, nil
}

func (w *Server) adminClock(r *http.Request) (any, error) {
	var c struct {
		Advance duration
		Skew    *duration
	}
	if err := decode(r, &c); err != nil {
		return nil, err
	}
	if w.clock == nil && c.Advance != 0 {
		return nil, wire.Rejection("The clock of this server cannot be advanced. Send Skew without Advance.")
	}
	if c.Skew != nil {
		w.SetSkew(time.Duration(*c.Skew))
	}
	if c.Advance != 0 {
		w.clock.Advance(time.Duration(c.Advance))
	}
	return map[string]time.Time{"Now": w.Now()}, nil
}

// duration is a time.Duration whose JSON form is text such as "10s".
type duration time.Duration

// UnmarshalJSON implements json.Unmarshaler.
func (d *duration) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	parsed, err := time.ParseDuration(s)
	*d = duration(parsed)
	return err
}

func decode(r *http.Request, into any) error {
	dec := json.NewDecoder(r.Body)
	dec.DisallowUnknownFields()
	return dec.Decode(into)
}

// merge sets the fields that a patch names.
func merge[T any](patch json.RawMessage, to *T) error {
	dec := json.NewDecoder(bytes.NewReader(patch))
	dec.DisallowUnknownFields()
	return dec.Decode(to)
}

func reply(rw http.ResponseWriter, r *http.Request, serve func(*http.Request) (any, error)) {
	value, err := serve(r)
	status := http.StatusOK
	if err != nil {
		status = http.StatusBadRequest
		if _, ok := errors.AsType[UnknownError](err); ok {
			status = http.StatusNotFound
		}
		value = map[string]string{"error": err.Error()}
	}
	if value == nil {
		rw.WriteHeader(http.StatusNoContent)
		return
	}
	body, err := json.MarshalIndent(value, "", "  ")
	if err != nil {
		http.Error(rw, err.Error(), http.StatusInternalServerError)
		return
	}
	rw.Header().Set("Content-Type", "application/json")
	rw.WriteHeader(status)
	_, _ = rw.Write(append(body, '\n'))
}
