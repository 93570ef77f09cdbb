package tfx

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// Error turns a failed operation into a diagnostic: a short title, and a body
// that says what happened, what to do, and last the request.
func Error(title string, err error, c *paperspace.Client) diag.Diagnostic {
	return diag.NewErrorDiagnostic(title, Explain(err, c))
}

// Warning is [Error] for a failure that does not stop the operation.
func Warning(title string, err error, c *paperspace.Client) diag.Diagnostic {
	return diag.NewWarningDiagnostic(title, Explain(err, c))
}

// Explain words an error for users. Whatever Paperspace or a configuration
// put into it, nothing in it acts on the terminal.
func Explain(err error, c *paperspace.Client) string { return transport.Lines(explain(err, c)) }

// Line makes a text from outside, such as a name, fit for a line of a message
// that does not quote it.
func Line(s string) string { return transport.Line(s) }

func explain(err error, c *paperspace.Client) string {
	var e *paperspace.Error
	switch {
	case errors.As(err, &e):
	case errors.Is(err, context.DeadlineExceeded):
		return "Paperspace did not respond in time. Try again later."
	default:
		return sentence(err.Error())
	}
	before, after := around(err, e)
	happened := strings.Join(slices.DeleteFunc([]string{sentence(before), Cause(e), sentence(after)},
		func(s string) bool { return s == "" }), " ")
	return strings.Join(slices.DeleteFunc([]string{happened, advice(err, e, c), request(e)},
		func(s string) bool { return s == "" }), "\n\n")
}

// around is what wrapping has put before and after the text of e.
func around(err error, e *paperspace.Error) (before, after string) {
	inner := e.Error()
	if inner == "" {
		return "", ""
	}
	before, after, _ = strings.Cut(err.Error(), inner)
	return strings.TrimRight(before, ": \n"), strings.Trim(after, ":; \n")
}

// cause is the text of the cause, unless all of it has been said already: the
// end of a context is the kind or the message in Go's words.
func cause(e *paperspace.Error) string {
	ended := e.Err == context.Canceled || e.Err == context.DeadlineExceeded //nolint:errorlint // one that wraps more has more to say
	switch {
	case e.Err == nil, e.Err == e.Kind, ended && e.Message != "": //nolint:errorlint // one that wraps the kind has more to say
		return ""
	case e.Err == context.Canceled: //nolint:errorlint // as above
		return "interrupted"
	case e.Err == context.DeadlineExceeded: //nolint:errorlint // as above
		return "the time for this operation is over"
	}
	return e.Err.Error()
}

// advice is what to do: the error's own, or what its kind suggests.
func advice(err error, e *paperspace.Error, c *paperspace.Client) string {
	endpoint, source := "Paperspace", "the provider configuration"
	if c != nil {
		endpoint, source = cmp.Or(c.Endpoint, endpoint), cmp.Or(c.KeySource, source)
	}
	switch {
	case e.Advice != "":
		return e.Advice
	case errors.Is(err, paperspace.ErrDenied):
		return fmt.Sprintf("The API key was taken from %s and sent to %s. Check that the key is complete, has not been revoked, "+
			"and belongs to a user with permission for this request.", source, endpoint)
	case errors.Is(err, paperspace.ErrThrottled):
		return "Try again later, increase the timeout of the operation, or set requests_per_second in the provider block."
	case errors.Is(err, paperspace.ErrTimeout):
		return "If Paperspace needs more time, increase the timeout of this operation in the timeouts block, if there is one."
	case errors.Is(err, context.Canceled):
		return "Run terraform plan to see what is left to do."
	case errors.Is(err, paperspace.ErrNotService):
		return "Check the endpoint of the provider, and any proxy between this computer and Paperspace."
	case errors.Is(err, paperspace.ErrUnavailable) && e.Status == 0 && e.Method != "":
		return fmt.Sprintf("Check that this computer can reach %s (DNS, proxy, firewall), then try again.", endpoint)
	case errors.Is(err, paperspace.ErrUnavailable):
		return "Try again later."
	case errors.Is(err, paperspace.ErrNotFound) && e.Method != "" && e.Method != http.MethodGet && !transport.Unrecognised(err):
		return "Paperspace did not find something that the request names. Check the IDs in the configuration."
	case errors.Is(err, paperspace.ErrNotFound):
		return fmt.Sprintf("Check the ID, if you set one. Also check that %s is the right endpoint and that the API key from %s belongs to the right team, "+
			"because a wrong host and the key of another team return this error, too.", endpoint, source)
	case errors.Is(err, paperspace.ErrConflict):
		return "Paperspace does not allow this in the current state of the object. Correct what the response names, then try again."
	case errors.Is(err, paperspace.ErrRefused):
		return "Correct what the response names, then try again."
	case errors.Is(err, paperspace.ErrFailed):
		return "Apply again later, or change what the reason names."
	case errors.Is(err, context.DeadlineExceeded):
		return "If Paperspace needs more time, increase the timeout of this operation in the timeouts block, if there is one."
	}
	return ""
}

// sentence makes a sentence of an error's text.
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
