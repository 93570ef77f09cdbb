package paperspace

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// The kinds of failure that callers can distinguish with errors.Is. An [Error] has at most one
// of them.
var (
	// ErrNotFound means that Paperspace did not find the object. With a retired host, or a key
	// of another team, that is the response for every object, so it is no proof that the object
	// is gone; see bulk.Reader.Read.
	ErrNotFound = errors.New("not found")
	// ErrDenied means that the key is missing or wrong, or does not permit the request.
	ErrDenied = errors.New("access denied")
	// ErrThrottled means that Paperspace limited the rate of requests for longer than the
	// operation had time left.
	ErrThrottled = errors.New("too many requests")
	// ErrConflict means that the object is in a state that does not allow the request.
	ErrConflict = errors.New("conflict")
	// ErrRejected means that Paperspace understood the request and rejected it (any other 4xx).
	// The same request would be rejected again.
	ErrRejected = errors.New("rejected by Paperspace")
	// ErrFailed means that Paperspace accepted the request, but the operation failed. The
	// message contains Paperspace's reason.
	ErrFailed = errors.New("failed after it was accepted")
	// ErrTimeout means that the configured timeout of the operation expired.
	ErrTimeout = errors.New("timed out")
	// ErrUnavailable means that Paperspace failed (5xx) or could not be reached.
	ErrUnavailable = errors.New("unavailable")
	// ErrNotService means that the response is not one of the Paperspace API, for example
	// because it is the page of a proxy or of a parked host, or because its body is truncated.
	ErrNotService = errors.New("not a response of the Paperspace API")
	// ErrBeingDestroyed means that the machine is being destroyed, so no other operation on it
	// is possible.
	ErrBeingDestroyed = errors.New("being destroyed")
	// ErrUnsupported means that the configured API version does not support the operation.
	ErrUnsupported = errors.New("not supported by this API version")
)

// Error is the error of a failed request or operation. All fields except Op can be empty.
type Error struct {
	Op        string   // the operation, such as `create machine "web"`
	Kind      error    // one of the Err… values above, or nil if none applies
	Method    string   // HTTP method of the request
	Path      string   // without the query, which might contain email addresses
	Status    int      // Paperspace's own status; 0 if there was no response
	Code      string   // Paperspace's error code, API v1 only
	Message   string   // Paperspace's message, or a short extract of a foreign response
	RequestID string   // the ID in the response, for a support request
	Reasons   []Reason // further facts, in the order in which they are reported
	Err       error    // the cause, if there was no response, or it was not usable

	// Effect is true if Paperspace might have carried out the request although it failed: the
	// response was lost, was cut off, or came from a proxy.
	Effect bool
}

// Error returns the operation, the request, and the response or the cause.
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

// Ended returns the error of an operation whose context ended before its turn came. The
// argument ended is the error of the context.
func Ended(op, message string, ended error) error {
	e := &Error{Op: op, Message: message, Err: ended}
	if errors.Is(ended, context.DeadlineExceeded) {
		e.Kind, e.Reasons = ErrTimeout, []Reason{TimeOver{}}
	}
	return e
}

// HadEffect reports whether the request behind err might have been carried out although it
// failed. Only then can it have left something behind.
func HadEffect(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Effect
}
