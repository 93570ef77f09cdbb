package tfx

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
)

// A sharedCause is why a request failed, if requests about other objects fail for the
// same reason. Such a cause is explained once per run.
type sharedCause struct {
	key  string // identifies the cause; "" for a failure that concerns one object
	text string // the cause in a sentence
}

const (
	keyCause   = "key"
	keySummary = "API key rejected"
)

func causeOf(err error) sharedCause {
	var e *paperspace.Error
	if !errors.As(err, &e) || e.Method == "" {
		return sharedCause{}
	}
	switch {
	case e.Status == http.StatusUnauthorized && errors.Is(err, paperspace.ErrDenied):
		return sharedCause{keyCause, "Paperspace rejected the API key."}
	case errors.Is(err, paperspace.ErrThrottled):
		return sharedCause{"pause", "Paperspace limits requests."}
	case errors.Is(err, paperspace.ErrNotService):
		// The message quotes the page, so it distinguishes one server from another.
		return sharedCause{fmt.Sprint("foreign ", e.Status, e.Message), "The response did not come from the Paperspace API."}
	case errors.Is(err, paperspace.ErrUnavailable) && e.Status == http.StatusInternalServerError:
		// This status can also be about one object. The message then shows which, so it
		// is part of the key.
		return sharedCause{fmt.Sprint("failed ", e.Message), "Paperspace failed."}
	case errors.Is(err, paperspace.ErrUnavailable) && e.Status != 0:
		return sharedCause{fmt.Sprint("failed ", e.Status), "Paperspace is not available."}
	case errors.Is(err, paperspace.ErrUnavailable), errors.Is(err, context.DeadlineExceeded):
		return sharedCause{"unreachable", "Paperspace did not respond."}
	}
	return sharedCause{}
}

// keyRejected adds the error that Paperspace rejected the API key, if that is what err
// means. All other operations of a plan fail for the same reason, and errors about them
// would hide the cause.
func keyRejected(err error, c *ops.Client, diags *diag.Diagnostics) bool {
	if c == nil || causeOf(err).key != keyCause {
		return false
	}
	NotRead(keySummary, err, c, diags)
	return true
}

// NotRead adds the error of a resource that could not be read. It adds none if the
// error of another resource has the same cause: the state then stays as it is, and the
// plan fails.
func NotRead(summary string, err error, c *ops.Client, diags *diag.Diagnostics) {
	r, shared := reportOf(summary, err, c)
	if !shared {
		diags.Append(Error(summary, err, c))
		return
	}
	switch first, ended := c.Reports.NoteEnd(r.cause.key, r.title); {
	case first == "":
		diags.Append(r.full)
	case !ended:
		diags.Append(r.short(summary, first))
	}
}

// NotFetched adds the error of a data source, an import, or a list, which have no state
// to fall back to. If the cause has been reported, the error is one line. The error might
// not fail the plan, because Terraform turns it into a warning in a check block.
// [NotRead] therefore still reports the cause afterward.
func NotFetched(summary string, err error, c *ops.Client, diags *diag.Diagnostics) {
	r, shared := reportOf(summary, err, c)
	if !shared {
		diags.Append(Error(summary, err, c))
		return
	}
	if first := c.Reports.Note(r.cause.key, r.title); first == "" {
		diags.Append(r.full)
	} else {
		diags.Append(r.short(summary, first))
	}
}

// A causeReport is the report of a shared cause.
type causeReport struct {
	cause sharedCause
	title string
	full  diag.Diagnostic
}

// reportOf returns the report of an error, and reports whether its cause is shared.
func reportOf(summary string, err error, c *ops.Client) (causeReport, bool) {
	cause := causeOf(err)
	if c == nil || cause.key == "" {
		return causeReport{}, false
	}
	title, note := summary, "\n\nIf other resources fail for the same reason, the provider does not repeat this error."
	if cause.key == keyCause {
		title, note = keySummary, ""
	}
	return causeReport{cause, title, blocking{diag.NewErrorDiagnostic(title, Explain(err, c)+note)}}, true
}

// short returns an error that refers to an earlier report of the cause.
func (r causeReport) short(summary, first string) diag.Diagnostic {
	return blocking{diag.NewErrorDiagnostic(summary, fmt.Sprintf("%s See the error %q.", r.cause.text, first))}
}
