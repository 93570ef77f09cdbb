package tfx

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// noted is an error with a note on the state that it leaves behind.
type noted struct {
	error
	note string
}

func (n noted) Unwrap() error { return n.error }

// Note returns err with sentences on the state that it leaves behind. A message begins
// with them.
func Note(err error, sentences string) error { return noted{err, sentences} }

func note(err error) string {
	var n noted
	errors.As(err, &n)
	return n.note
}

// Error returns a diagnostic for a failed operation. Its detail is what happened, what to
// do, and the request.
func Error(title string, err error, c *ops.Client) diag.Diagnostic {
	return diag.NewErrorDiagnostic(title, Explain(err, c))
}

// Warning is [Error] for a failure that does not stop the operation.
func Warning(title string, err error, c *ops.Client) diag.Diagnostic {
	return diag.NewWarningDiagnostic(title, Explain(err, c))
}

// Explain returns the message for err. It replaces control characters, whether they come
// from Paperspace or from a configuration, because they would act on the terminal.
func Explain(err error, c *ops.Client) string { return transport.Lines(explain(err, c)) }

// Line returns a text from outside, such as a name, in a form that is safe in a message
// that does not quote it.
func Line(s string) string { return transport.Line(s) }

func explain(err error, c *ops.Client) string {
	var e *paperspace.Error
	switch {
	case errors.As(err, &e):
	case errors.Is(err, context.DeadlineExceeded):
		return strings.TrimSpace(note(err) + " Paperspace did not respond in time. Try again later.")
	default:
		return strings.TrimSpace(note(err) + " " + sentence(err.Error()))
	}
	before, after := around(err, e)
	happened := strings.Join(slices.DeleteFunc([]string{note(err), sentence(before), Cause(e), sentence(after)},
		func(s string) bool { return s == "" }), " ")
	return strings.Join(slices.DeleteFunc([]string{happened, advice(err, e, c), request(e)},
		func(s string) bool { return s == "" }), "\n\n")
}

// around returns what wrapping added before and after the text of e.
func around(err error, e *paperspace.Error) (before, after string) {
	inner := e.Error()
	if inner == "" {
		return "", ""
	}
	before, after, _ = strings.Cut(err.Error(), inner)
	return strings.TrimRight(before, ": \n"), strings.Trim(after, ":; \n")
}

// cause returns the text of the cause, or "" if the message contains it already. The
// error of a context that ended only repeats the kind or the message in Go's words.
func cause(e *paperspace.Error) string {
	var inner *paperspace.Error
	switch {
	case e.Err == nil, e.Err == e.Kind, overdue(e) && e.Message != "": //nolint:errorlint // one that wraps the kind has more to say
		return ""
	case e.Err == context.Canceled: //nolint:errorlint // one that wraps more has more to say
		return "interrupted"
	case overdue(e):
		return "the time for this operation is over"
	case errors.As(e.Err, &inner):
		return Cause(inner)
	}
	return e.Err.Error()
}

// overdue reports whether the end of its context is the only cause of e.
func overdue(e *paperspace.Error) bool {
	return e.Err == context.Canceled || e.Err == context.DeadlineExceeded //nolint:errorlint // one that wraps more has more to say
}

// sentence returns the text of an error with a capital letter and a period.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return s
	}
	first, size := utf8.DecodeRuneInString(s)
	s = string(unicode.ToUpper(first)) + s[size:]
	if !strings.ContainsAny(s[len(s)-1:], ".!?") {
		s += "."
	}
	return s
}
