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
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// A Failure is an operation on an existing object that failed.
type Failure struct {
	Summary string // what failed, with the name of the object
	Err     error
	Now     string // the state of the object now, in sentences
	Todo    string // what to do, unless the reasons of Err have advice
}

// Diagnostic returns the failure as an error: what happened, with Paperspace's message
// quoted, the state of the object, what to do, and the request.
func (f Failure) Diagnostic(c *ops.Client) diag.Diagnostic {
	var e *paperspace.Error
	happened, todo := Cause(f.Err), f.Todo
	if errors.As(f.Err, &e) {
		todo = cmp.Or(specific(f.Err, e), todo, advice(f.Err, e, c))
	}
	gap := " "
	if strings.Contains(happened, "\n") {
		gap = "\n\n"
	}
	parts := []string{strings.TrimSpace(happened + gap + f.Now), todo}
	if e != nil {
		parts = append(parts, request(e))
	}
	var text []string
	for _, part := range parts {
		if part != "" {
			text = append(text, part)
		}
	}
	return diag.NewErrorDiagnostic(f.Summary, transport.Lines(strings.Join(text, "\n\n")))
}

// Cause returns a sentence on what happened to a request, or to the operation that it
// started.
func Cause(err error) string {
	var e *paperspace.Error
	if !errors.As(err, &e) {
		return sentence(err.Error())
	}
	words := quotedMessage(e)
	switch {
	case errors.Is(err, context.Canceled):
		return fmt.Sprintf("The apply was interrupted while %s.", doing(e.Op)) + lastResponse(e)
	case errors.Is(err, paperspace.ErrTimeout):
		return fmt.Sprintf("Timed out while %s: %s", doing(e.Op), strings.TrimSuffix(e.Message, ".")+".")
	case e.Method == "" && e.Message == "":
		return sentence(failing(e.Op) + cmp.Or(cause(e), fmt.Sprint(e.Kind)))
	case e.Method == "" && isSentence(e.Message), errors.Is(err, paperspace.ErrUnsupported):
		return sentence(e.Message) + also(e)
	case e.Method == "":
		return sentence(failing(e.Op)+e.Message) + also(e)
	case transport.Unrecognized(err) && e.Status >= http.StatusBadRequest:
		return ended(fmt.Sprintf("The server responded to the request to %s with status %d, and not in the form of the Paperspace API%s", e.Op, e.Status, words))
	case e.Status >= http.StatusInternalServerError:
		return ended(fmt.Sprintf("Paperspace failed to %s with status %d%s", e.Op, e.Status, words)) + also(e)
	case e.Status >= http.StatusBadRequest:
		return ended(fmt.Sprintf("Paperspace rejected the request to %s%s", e.Op, words)) + also(e)
	case e.Status != 0:
		return ended(fmt.Sprintf("The response to the request to %s was unreadable%s", e.Op, words)) + also(e)
	case slices.Contains(e.Reasons, paperspace.Reason(paperspace.PauseTooLong{})):
		return sentence(fmt.Sprintf("The request to %s was not sent: %s", e.Op, e.Message))
	}
	if text := cause(e); e.Message == "" && text != "" && !overdue(e) {
		return fmt.Sprintf("The request to %s failed (%s).", e.Op, text) // Go's words, such as "dial tcp: connection refused"
	}
	return ended(fmt.Sprintf("Paperspace did not respond to the request to %s%s", e.Op, words)) + also(e)
}

// lastResponse returns a sentence about the last response before an interrupt, or "" if
// there was none. That response is often why the user interrupted the run.
func lastResponse(e *paperspace.Error) string {
	for e.Status == 0 {
		if !errors.As(e.Err, &e) {
			return ""
		}
	}
	return " " + ended(fmt.Sprintf("The last response had status %d%s", e.Status, quotedMessage(e)))
}

// quotedMessage returns Paperspace's message as the end of a sentence, for [ended].
func quotedMessage(e *paperspace.Error) string {
	if e.Message == "" {
		return ""
	}
	return ": \"" + e.Message + "\""
}

// ended adds a period to a sentence, unless the sentence ends with a quoted message that
// has one.
func ended(s string) string {
	if strings.HasSuffix(s, ".\"") {
		return s
	}
	return s + "."
}

// also returns the cause of a failure that has a response, as a further sentence.
func also(e *paperspace.Error) string {
	if text := cause(e); text != "" {
		return " " + sentence(text)
	}
	return ""
}

// isSentence reports whether a message is a complete sentence. Other messages complete a
// sentence about the operation.
func isSentence(message string) bool {
	first, _ := utf8.DecodeRuneInString(message)
	return unicode.IsUpper(first)
}

// failing returns the beginning of a sentence about an operation that failed.
func failing(op string) string {
	if rest, waits := strings.CutPrefix(op, "wait for "); waits {
		return "Waiting for " + rest + " failed: "
	}
	return "Failed to " + op + ": "
}

// doing returns an operation in the form that follows "while".
func doing(op string) string {
	if rest, waits := strings.CutPrefix(op, "wait for "); waits {
		return "waiting for " + rest
	}
	return "trying to " + op
}

// request returns the lines about the request, for a report to Paperspace.
func request(e *paperspace.Error) string {
	if e.Method == "" {
		return ""
	}
	lines := []string{fmt.Sprintf("  Request:    %s %s", e.Method, e.Path)}
	if text := strings.Join(strings.Fields(strings.Join([]string{statusText(e.Status), e.Code}, " ")), " "); text != "" {
		lines = append(lines, "  Response:   "+text)
	}
	if e.RequestID != "" {
		lines = append(lines, "  Request ID: "+e.RequestID)
	}
	return strings.Join(lines, "\n")
}

func statusText(status int) string {
	if status == 0 {
		return ""
	}
	return fmt.Sprintf("status %d", status)
}
