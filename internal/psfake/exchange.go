package psfake

import (
	"cmp"
	"fmt"
	"html"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// exchange is one request as a door has understood it.
type exchange struct {
	door, call string
	machine    string // the id of the machine it names
	object     string // the id in its path or query, of whatever it is about
	creates    string // the name of the machine it asks for
	keyOK      bool
	write      bool
	rebuilds   bool   // an update that may take time
	retryAfter string // the header's text in a 429, "" for none
	body       []byte
	request    *http.Request

	fail func(status int, message string) answer // an error in the door's words
	deny func() answer                           // what a wrong API key is answered with
	run  func(v view, out outcome) answer        // what it does; called with the world locked
}

// view is the world at a time: now, or earlier for a stale read.
type view struct {
	*World
	at    time.Time
	bends []Fault // those that change what is stored
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
	sent     string // the Date header, "" = none
	cut      bool   // nothing arrives
	truncate int    // how the body is cut short, 0 if it is not
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
	header["Date"] = nil // net/http would set its own
	if d.sent != "" {
		header.Set("Date", d.sent)
	}
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
	var kind FaultKind
	var d delivery
	var also []Fault
	before := w.changes
	w.requests++
	switch {
	case !w.limit.take(now):
		kind = faultLimit
		d.answer = x.fail(http.StatusTooManyRequests, "Too many requests")
		if x.retryAfter != "" {
			d.set("Retry-After", x.retryAfter)
		}
	default:
		var hit *Fault
		hit, also = w.pickFaults(x, now)
		switch {
		case hit != nil:
			kind = hit.Kind
		case len(also) > 0:
			kind = also[0].Kind
		}
		w.apply(cmp.Or(hit, &Fault{}), also, x, now, &d)
	}
	d.date(also, now)
	entry := Entry{
		At: now, Door: x.door, Call: x.call, Method: x.request.Method, Path: x.request.URL.Path,
		Query: x.request.URL.Query(), KeyOK: x.keyOK, Body: censored(x.body), Status: d.status,
		Fault: string(kind), Effect: w.changes != before, MachineID: x.machine, UserAgent: x.request.UserAgent(),
		number: w.requests,
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

// apply answers an exchange that is hit by f, which may be no fault at all, and
// by the faults that combine.
func (w *World) apply(f *Fault, also []Fault, x *exchange, now time.Time, d *delivery) {
	out := outcome{}
	for _, other := range also {
		if other.Kind == FaultSlow {
			d.delay += other.Delay
		}
	}
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
		if f.Late > 0 && x.write {
			w.effectLater(*x, also, now.Add(f.Late), w.requests)
		} else {
			made := w.effect(x, also, out, now).machine
			defer func() { d.machine = made }()
		}
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
	case FaultInstead:
		d.cut = true
		w.createInstead(*f, x, also, now)
	case FaultDenied:
		d.answer = x.deny()
	default:
		out.stuck = f.Kind == FaultStuck
		if f.Kind == FaultFailure {
			fallback := Capacity
			if slices.Contains(jobs, x.call) {
				fallback = "Something went wrong"
			}
			out.failure = message(fallback)
		}
		d.answer = w.effect(x, also, out, now)
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
