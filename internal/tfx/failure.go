package tfx

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// A Failure is an operation on an existing object that failed.
type Failure struct {
	Summary string // what failed, with the name of the object
	Err     error
	Now     string // the state of the object now, in sentences
	Todo    string // what to do, if Err has no advice of its own
}

// Diagnostic returns the failure as an error: what happened, with the words of
// Paperspace quoted, what state the object is in, what to do, and last the
// request.
func (f Failure) Diagnostic(c *paperspace.Client) diag.Diagnostic {
	var e *paperspace.Error
	happened, todo := Cause(f.Err), f.Todo
	if errors.As(f.Err, &e) {
		todo = cmp.Or(e.Advice, todo, advice(f.Err, e, c))
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

// Cause returns what happened to a request, or to what it began, in a sentence.
func Cause(err error) string {
	var e *paperspace.Error
	if !errors.As(err, &e) {
		return sentence(err.Error())
	}
	words := ""
	if e.Message != "" {
		words = ": \"" + e.Message + "\""
	}
	switch {
	case errors.Is(err, context.Canceled):
		return fmt.Sprintf("The apply was interrupted while %s.", doing(e.Op))
	case errors.Is(err, paperspace.ErrTimeout):
		return fmt.Sprintf("The time for the operation was over while %s: %s", doing(e.Op), sentence(e.Message))
	case e.Method == "":
		return sentence(cmp.Or(e.Message, e.Error()))
	case e.Status >= http.StatusInternalServerError:
		return fmt.Sprintf("Paperspace failed to %s with status %d%s.", e.Op, e.Status, words)
	case e.Status >= http.StatusBadRequest:
		return fmt.Sprintf("Paperspace rejected the request to %s%s.", e.Op, words)
	case e.Status != 0:
		return fmt.Sprintf("The response to the request to %s was unreadable%s.", e.Op, words)
	case cause(e) != "":
		return fmt.Sprintf("Paperspace did not respond to the request to %s: %s", e.Op, sentence(cause(e)))
	}
	return fmt.Sprintf("Paperspace did not respond to the request to %s.", e.Op)
}

// doing returns an operation in the form that follows "while".
func doing(op string) string {
	if rest, waits := strings.CutPrefix(op, "wait for "); waits {
		return "waiting for " + rest
	}
	return "trying to " + op
}

// request is the lines about the request, for a report to Paperspace.
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
