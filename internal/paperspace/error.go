package paperspace

import (
	"errors"
	"fmt"
	"strings"
)

// The kinds of failure a caller may want to tell apart, for use with
// errors.Is. An [Error] carries at most one of them.
var (
	// ErrNotFound: the service says that the object does not exist. A retired
	// host or a key of another team says the same of everything, so nothing is
	// forgotten on this alone; see [Fleet.Read].
	ErrNotFound = errors.New("not found")
	// ErrDenied: the key is missing, wrong, or not allowed to do this.
	ErrDenied = errors.New("access denied")
	// ErrThrottled: the service asked for fewer requests for longer than the
	// operation had time left.
	ErrThrottled = errors.New("too many requests")
	// ErrConflict: the object is in a state that does not allow the request.
	ErrConflict = errors.New("conflict")
	// ErrRefused: the service understood the request and said no (any other
	// 4xx). Sending it again unchanged cannot help.
	ErrRefused = errors.New("refused by the service")
	// ErrFailed: the service accepted the request and the machine did not get
	// there; the message has the service's reason.
	ErrFailed = errors.New("failed after it was accepted")
	// ErrTimeout: the time configured for the operation is over.
	ErrTimeout = errors.New("timed out")
	// ErrUnavailable: the service failed (5xx) or could not be reached.
	ErrUnavailable = errors.New("service unavailable")
	// ErrNotService: something answered, but not the service's API: a proxy's
	// page, a parked host, a truncated body.
	ErrNotService = errors.New("not an answer of the Paperspace API")
	// ErrBeingDestroyed means that the machine is being destroyed, so that nothing
	// else can be done with it.
	ErrBeingDestroyed = errors.New("being destroyed")
	// ErrUnsupported: the configured API generation does not offer this.
	ErrUnsupported = errors.New("not offered by this API generation")
)

// Error is one request that failed, in words for the person who has to act on
// it. All fields but Op and Kind may be empty.
type Error struct {
	Op        string // what was being done, for instance `create machine "web"`
	Kind      error  // one of the Err… values above, nil when none applies
	Method    string // HTTP method of the request
	Path      string // path without query, which may hold e-mail addresses
	Status    int    // the service's own status, 0 when there was no answer
	Code      string // the service's error code, API v1 only
	Message   string // the service's message, or a short extract of what came instead
	RequestID string // whatever id the answer carried for a support request
	Advice    string // what to do about it, a full sentence
	Err       error  // the cause, when the request never got an answer

	// Effect is true when the service may have carried the request out
	// although it failed here: the answer was lost, cut, or came from a proxy.
	Effect bool
}

// Error tells what was asked, what came back and, where known, what to do.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Op)
	if e.Method != "" {
		fmt.Fprintf(&b, ": %s %s", e.Method, e.Path)
	}
	switch {
	case e.Status != 0:
		fmt.Fprintf(&b, ": status %d", e.Status)
	case e.Kind != nil && e.Err == nil:
		fmt.Fprintf(&b, ": %s", e.Kind)
	}
	if e.Code != "" {
		fmt.Fprintf(&b, " %s", e.Code)
	}
	if e.Message != "" {
		fmt.Fprintf(&b, ": %s", e.Message)
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %s", e.Err)
	}
	if e.RequestID != "" {
		fmt.Fprintf(&b, " (request id %s)", e.RequestID)
	}
	return b.String()
}

// Unwrap lets errors.Is find both the kind and the cause.
func (e *Error) Unwrap() []error {
	var all []error
	if e.Kind != nil {
		all = append(all, e.Kind)
	}
	if e.Err != nil {
		all = append(all, e.Err)
	}
	return all
}

// HadEffect says whether the request behind err may have been carried out
// although it failed. Only then is it worth looking for what it left behind.
func HadEffect(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Effect
}
