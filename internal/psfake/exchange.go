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

// exchange is one request, with the route that an API found for it.
type exchange struct {
	api      *API
	call     string
	machine  string // the ID of the machine that it names
	object   string // the ID of the object, of any kind, in its path or query
	creates  string // the name of the machine that it creates
	keyOK    bool
	write    bool
	rebuilds bool // an update that might take time
	body     []byte
	request  *http.Request
	run      func(t *Tx) Response // runs the route
}

// delivery is a response before it is sent.
type delivery struct {
	Response
	sent     string // the Date header, "" to omit it
	cut      bool   // the connection ends without a response
	truncate int    // how the body is cut short, 0 = it is not
	delay    time.Duration
}

// The ways to cut a body short.
const (
	halfUnmeasured = 1 + iota // no Content-Length, ends as if complete
	halfMeasured              // Content-Length of the half that is sent, ends as if complete
	wholeMeasured             // Content-Length of the whole body, the connection ends early
	truncations    = iota
)

// serve runs an exchange with its faults, and sends the response.
func (w *Server) serve(rw http.ResponseWriter, x *exchange) {
	if x.request.Context().Err() != nil {
		panic(http.ErrAbortHandler)
	}
	now, unlock := w.lock()
	d := w.perform(x, now)
	header := rw.Header()
	header["Date"] = nil // otherwise net/http sets its own
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

// perform runs an exchange and adds an entry to the journal.
func (w *state) perform(x *exchange, now time.Time) delivery {
	var kind FaultKind
	var d delivery
	var also []Fault
	before := w.changes
	w.requests++
	switch {
	case !w.limit.take(now):
		kind = faultLimit
		d.Response = x.api.Fail(&w.behavior, http.StatusTooManyRequests, "Too many requests")
		if x.api.RetryAfter != "" {
			d.SetHeader("Retry-After", x.api.RetryAfter)
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
		At: now, API: x.api.Name, Call: x.call, Method: x.request.Method, Path: x.request.URL.Path,
		Query: x.request.URL.Query(), KeyOK: x.keyOK, Body: censored(x.body), Status: d.Status,
		Fault: string(kind), Effect: w.changes != before, MachineID: x.machine, UserAgent: x.request.UserAgent(),
		number: w.requests,
	}
	if entry.MachineID == "" {
		entry.MachineID = d.Machine
	}
	if d.cut {
		entry.Status = 0
	}
	w.journal = append(w.journal, entry)
	return d
}

// apply runs an exchange with the fault f, which can be the zero value, and with the faults in also, which combine.
func (w *state) apply(f *Fault, also []Fault, x *exchange, now time.Time, d *delivery) {
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
			w.effectLater(x, also, now.Add(f.Late), w.requests)
		} else {
			made := w.effect(x, also, out, now).Machine
			defer func() { d.Machine = made }()
		}
	}
	switch f.Kind {
	case FaultStatus, FaultStatusAfter:
		d.Response = x.api.Fail(&w.behavior, status(http.StatusInternalServerError), message("Internal server error"))
	case FaultThrottle:
		d.Response = x.api.Fail(&w.behavior, http.StatusTooManyRequests, message("Too many requests"))
	case FaultHTML, FaultHTMLAfter:
		d.Response = proxyPage(status(http.StatusBadGateway))
	case FaultReject:
		d.Response = x.api.Fail(&w.behavior, status(http.StatusBadRequest), message("The request was rejected"))
	case FaultCut, FaultCutAfter:
		d.cut = true
	case FaultInstead:
		d.cut = true
		w.createInstead(*f, x, also, now)
	case FaultDenied:
		d.Response = x.api.Deny(&w.behavior, x.call)
	default:
		out.stuck = f.Kind == FaultStuck
		if f.Kind == FaultFailure {
			fallback := Capacity
			if slices.Contains(jobs, x.call) {
				fallback = "Something went wrong"
			}
			out.failure = message(fallback)
		}
		d.Response = w.effect(x, also, out, now)
	}
	switch {
	case f.Kind == FaultNoBody && d.Status < 400:
		d.Body = nil
	case f.Kind == FaultTruncate && len(d.Body) > 1:
		d.truncate = 1 + w.truncateCount%truncations
		w.truncateCount++
	}
	if f.RetryAfter != "" {
		d.SetHeader("Retry-After", f.RetryAfter)
	}
}

// proxyPage returns the error page of a gateway in front of the API.
func proxyPage(status int) Response {
	text := html.EscapeString(fmt.Sprintf("%d %s", status, http.StatusText(status)))
	return Response{Status: status, ContentType: "text/html", Body: []byte("<html>\r\n<head><title>" + text +
		"</title></head>\r\n<body>\r\n<center><h1>" + text + "</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n")}
}

// write sends the response, or the part of it that its faults let through. To cut the connection, it panics with
// http.ErrAbortHandler.
func (d delivery) write(rw http.ResponseWriter) {
	if d.cut {
		panic(http.ErrAbortHandler)
	}
	header := rw.Header()
	for key, value := range d.Header {
		header.Set(key, value)
	}
	if d.ContentType != "" && len(d.Body) > 0 {
		header.Set("Content-Type", d.ContentType)
	}
	body, length := d.Body, len(d.Body)
	if d.truncate != 0 {
		body = body[:len(body)/2]
	}
	if d.truncate == halfMeasured {
		length = len(body)
	}
	if d.truncate != halfUnmeasured && d.Status != http.StatusNoContent {
		header.Set("Content-Length", strconv.Itoa(length))
	}
	rw.WriteHeader(d.Status)
	_, _ = rw.Write(body)
	if d.truncate == halfUnmeasured || d.truncate == wholeMeasured {
		// Without Flush, net/http sets a Content-Length for the half.
		_ = http.NewResponseController(rw).Flush()
	}
	if d.truncate == wholeMeasured {
		panic(http.ErrAbortHandler)
	}
}
