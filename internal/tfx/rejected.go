package tfx

import (
	"errors"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// KeyRejected reports whether Paperspace rejected the API key. The first time, it
// adds the error for that. All other operations of a plan fail for the same reason,
// and reports of them would hide it.
func KeyRejected(err error, c *paperspace.Client, diags *diag.Diagnostics) bool {
	var e *paperspace.Error
	if c == nil || !errors.As(err, &e) || e.Status != http.StatusUnauthorized || !errors.Is(err, paperspace.ErrDenied) {
		return false
	}
	if c.FirstRejection() {
		diags.Append(Error("API key rejected", err, c))
	}
	return true
}

// NotRead adds the error of a resource that could not be read. It adds none if
// another operation has reported that the API key is rejected: the state then stays
// as it is, and the plan fails.
func NotRead(summary string, err error, c *paperspace.Client, diags *diag.Diagnostics) {
	if !KeyRejected(err, c, diags) {
		diags.Append(Error(summary, err, c))
	}
}

// NotFetched adds the error of what has no state to fall back to: a data source, or an
// import.
func NotFetched(summary string, err error, c *paperspace.Client, diags *diag.Diagnostics) {
	before := diags.ErrorsCount()
	switch {
	case !KeyRejected(err, c, diags):
		diags.Append(Error(summary, err, c))
	case diags.ErrorsCount() == before:
		diags.AddError(summary, "Paperspace rejected the API key; see the error \"API key rejected\".")
	}
}
