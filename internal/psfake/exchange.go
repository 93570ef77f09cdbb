package psfake

import (
	"fmt"
	"html"
	"net/http"
	"strconv"
	"time"
)

// exchange is one request as a door has understood it.
type exchange struct {
	door, call string
	machine    string // the id it names
	creates    string // the name of the machine it asks for
	keyOK      bool
	write      bool
	rebuilds   bool   // an update that may take time
	retryAfter string // the header's text in a 429, "" for none
	body       []byte
	request    *http.Request

	fail func(status int, message string) answer // an error in the door's words
	run  func(v view, out outcome) answer        // what it does; called with the world locked
}

// view is the world at a time: now, or earlier for a stale read.
type view struct {
	*World
	at time.Time
}

// answer is a response before faults get at it.
type answer struct {
	status      int
	contentType string
	header      map[string]string
	body        []byte
	machine     string // the id of the machine it made
}

// delivery is an answer on its way.
type delivery struct {
	answer
	cut      bool // nothing arrives
	truncate int  // how the body is cut short, 0 if it is not
	delay    time.Duration
}

// Ways to cut a body short.
const (
	halfUnmeasured = 1 + iota // no Content-Length, ends as if complete
	halfMeasured              // Content-Length of the half, ends as if complete
	wholeMeasured             // Content-Length of the whole, the connection ends early
	truncations    = iota
)

// serve lets an exchange happen, faults included, and answers it.
func (w *World) serve(rw http.ResponseWriter, x exchange) {
	if x.request.Context().Err() != nil {
		panic(http.ErrAbortHandler)
	}
	now, unlock := w.look()
	d := w.perform(&x, now)
	header := rw.Header()
	header.Set("Date", now.UTC().Format(http.TimeFormat))
	header.Set("X-Request-Id", w.newHandle())
	unlock()

	if d.delay > 0 {
		select {
		case <-time.After(d.delay):
		case <-x.request.Context().Done():
			panic(http.ErrAbortHandler)
		}
	}
	d.write(rw)
}

// perform runs an exchange and writes the journal.
func (w *World) perform(x *exchange, now time.Time) delivery {
	var hit *Fault
	var kind FaultKind
	var d delivery
	before := w.changes
	switch {
	case !w.limit.take(now):
		kind = faultLimit
		d.answer = x.fail(http.StatusTooManyRequests, "Too many requests")
		if x.retryAfter != "" {
			d.set("Retry-After", x.retryAfter)
		}
	default:
		hit, d.delay = w.pickFault(x)
		if hit == nil {
			hit = &Fault{}
			if d.delay > 0 {
				kind = FaultSlow
			}
		} else {
			kind = hit.Kind
		}
		w.apply(hit, x, now, &d)
	}
	entry := Entry{
		At: now, Door: x.door, Call: x.call, Method: x.request.Method, Path: x.request.URL.Path,
		Query: x.request.URL.Query(), KeyOK: x.keyOK, Body: censored(x.body), Status: d.status,
		Fault: string(kind), Effect: w.changes != before, MachineID: x.machine, UserAgent: x.request.UserAgent(),
	}
	if entry.MachineID == "" {
		entry.MachineID = d.machine
	}
	if d.cut {
		entry.Status = 0
	}
	w.journal = append(w.journal, entry)
	return d
}

// apply answers an exchange that is hit by f, which may be no fault at all.
func (w *World) apply(f *Fault, x *exchange, now time.Time, d *delivery) {
	v, out := view{w, now}, outcome{}
	status := func(fallback int) int {
		if f.Status != 0 {
			return f.Status
		}
		return fallback
	}
	message := func(fallback string) string {
		if f.Message != "" {
			return f.Message
		}
		return fallback
	}
	if f.Kind == FaultStatusAfter || f.Kind == FaultHTMLAfter || f.Kind == FaultCutAfter {
		made := x.run(v, out).machine
		defer func() { d.machine = made }()
	}
	switch f.Kind {
	case FaultStatus, FaultStatusAfter:
		d.answer = x.fail(status(http.StatusInternalServerError), message("Internal server error"))
	case FaultThrottle:
		d.answer = x.fail(http.StatusTooManyRequests, message("Too many requests"))
	case FaultHTML, FaultHTMLAfter:
		d.answer = proxyPage(status(http.StatusBadGateway))
	case FaultRefuse:
		d.answer = x.fail(status(http.StatusBadRequest), message("The request was refused"))
	case FaultCut, FaultCutAfter:
		d.cut = true
	case FaultStale:
		v.at = now.Add(-f.Age)
		d.answer = x.run(v, out)
	default:
		out.stuck = f.Kind == FaultStuck
		if f.Kind == FaultFailure {
			out.failure = message(Capacity)
		}
		d.answer = x.run(v, out)
	}
	switch {
	case f.Kind == FaultNoBody && d.status < 400:
		d.body = nil
	case f.Kind == FaultTruncate && len(d.body) > 1:
		d.truncate = 1 + w.truncateCount%truncations
		w.truncateCount++
	}
	if f.RetryAfter != "" {
		d.set("Retry-After", f.RetryAfter)
	}
}

func (a *answer) set(key, value string) {
	if a.header == nil {
		a.header = map[string]string{}
	}
	a.header[key] = value
}

// proxyPage is what a gateway in front of the service says.
func proxyPage(status int) answer {
	text := html.EscapeString(fmt.Sprintf("%d %s", status, http.StatusText(status)))
	return answer{status: status, contentType: "text/html", body: []byte("<html>\r\n<head><title>" + text +
		"</title></head>\r\n<body>\r\n<center><h1>" + text + "</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n")}
}

// write sends what is left of an answer. A cut ends in the panic that net/http
// knows as such.
func (d delivery) write(rw http.ResponseWriter) {
	if d.cut {
		panic(http.ErrAbortHandler)
	}
	header := rw.Header()
	for key, value := range d.header {
		header.Set(key, value)
	}
	if d.contentType != "" && len(d.body) > 0 {
		header.Set("Content-Type", d.contentType)
	}
	body, length := d.body, len(d.body)
	if d.truncate != 0 {
		body = body[:len(body)/2]
	}
	if d.truncate == halfMeasured {
		length = len(body)
	}
	if d.truncate != halfUnmeasured && d.status != http.StatusNoContent {
		header.Set("Content-Length", strconv.Itoa(length))
	}
	rw.WriteHeader(d.status)
	_, _ = rw.Write(body)
	if d.truncate == halfUnmeasured || d.truncate == wholeMeasured {
		// Without it net/http would measure the half by itself.
		_ = http.NewResponseController(rw).Flush()
	}
	if d.truncate == wholeMeasured {
		panic(http.ErrAbortHandler)
	}
}
