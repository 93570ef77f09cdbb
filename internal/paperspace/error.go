package paperspace

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// The kinds of failure a caller can want to distinguish, for use with
// errors.Is. An [Error] carries at most one of them.
var (
	// ErrNotFound: Paperspace reports that the object does not exist. A retired
	// host or a key of another team says the same of everything, so nothing is
	// forgotten on this alone; see bulk.Reader.Read.
	ErrNotFound = errors.New("not found")
	// ErrDenied: the key is missing, wrong, or not allowed to do this.
	ErrDenied = errors.New("access denied")
	// ErrThrottled: Paperspace asked for fewer requests for longer than the
	// operation had time left.
	ErrThrottled = errors.New("too many requests")
	// ErrConflict: the object is in a state that does not allow the request.
	ErrConflict = errors.New("conflict")
	// ErrRefused: Paperspace understood the request and said no (any other
	// 4xx). Sending it again unchanged cannot help.
	ErrRefused = errors.New("rejected by Paperspace")
	// ErrFailed: Paperspace accepted the request and the machine did not get
	// there; the message has Paperspace's reason.
	ErrFailed = errors.New("failed after it was accepted")
	// ErrTimeout: the time configured for the operation is over.
	ErrTimeout = errors.New("timed out")
	// ErrUnavailable: Paperspace failed (5xx) or could not be reached.
	ErrUnavailable = errors.New("unavailable")
	// ErrNotService: something responded, but not Paperspace's API: a proxy's
	// page, a parked host, a truncated body.
	ErrNotService = errors.New("not a response of the Paperspace API")
	// ErrBeingDestroyed means that the machine is being destroyed, so that nothing
	// else can be done with it.
	ErrBeingDestroyed = errors.New("being destroyed")
	// ErrUnsupported: the configured API version does not offer this.
	ErrUnsupported = errors.New("not supported by this API version")
)

// Error is one request that failed, in words for the person who has to act on
// it. All fields but Op and Kind can be empty.
type Error struct {
	Op        string   // what was being done, for instance `create machine "web"`
	Kind      error    // one of the Err… values above, nil when none applies
	Method    string   // HTTP method of the request
	Path      string   // path without query, which might hold email addresses
	Status    int      // Paperspace's own status, 0 when there was no response
	Code      string   // Paperspace's error code, API v1 only
	Message   string   // Paperspace's message, or a short extract of what came instead
	RequestID string   // whatever ID the response carried for a support request
	Reasons   []Reason // what else is known, in the order in which it is reported
	Err       error    // the cause, when the request never got a response

	// Effect is true when Paperspace might have carried the request out
	// although it failed here: the response was lost, cut, or came from a proxy.
	Effect bool
}

// Error reports what was asked, what came back and, where known, what to do.
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
		fmt.Fprintf(&b, " (request ID %s)", e.RequestID)
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

// Ended returns the error of an operation that waited for its turn until its context
// ended. ended is the error of the context.
func Ended(op, message string, ended error) error {
	e := &Error{Op: op, Message: message, Err: ended}
	if errors.Is(ended, context.DeadlineExceeded) {
		e.Kind, e.Reasons = ErrTimeout, []Reason{TimeOver{}}
	}
	return e
}

// HadEffect reports whether the request behind err can have been carried out
// although it failed. Only then is it worth looking for what it left behind.
func HadEffect(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Effect
}
