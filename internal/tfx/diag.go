package tfx

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// Error turns a failed operation into a diagnostic: a short title, and a body
// that says what was asked, what came back and what to do.
func Error(title string, err error, c *paperspace.Client) diag.Diagnostic {
	return diag.NewErrorDiagnostic(title, Explain(err, c))
}

// Warning is [Error] for a failure that does not stop the operation.
func Warning(title string, err error, c *paperspace.Client) diag.Diagnostic {
	return diag.NewWarningDiagnostic(title, Explain(err, c))
}

// Explain words an error for a person.
func Explain(err error, c *paperspace.Client) string {
	var e *paperspace.Error
	if !errors.As(err, &e) {
		return sentence(err.Error())
	}
	var b strings.Builder
	if around, inner := err.Error(), e.Error(); around != inner && strings.HasSuffix(around, inner) {
		fmt.Fprintf(&b, "%s\n", sentence(strings.TrimRight(strings.TrimSuffix(around, inner), ": ")))
	}
	fmt.Fprintf(&b, "While trying to %s:\n", e.Op)
	if e.Method != "" {
		fmt.Fprintf(&b, "  Request: %s %s\n", e.Method, e.Path)
	}
	if e.Status != 0 || e.Message != "" || e.Code != "" {
		fmt.Fprintf(&b, "  Answer:  %s\n", answer(e))
	}
	if e.Err != nil && !errors.Is(e.Err, e.Kind) {
		fmt.Fprintf(&b, "  Cause:   %s\n", e.Err)
	}
	if e.RequestID != "" {
		fmt.Fprintf(&b, "  Request id for a support request: %s\n", e.RequestID)
	}
	if todo := advice(err, e, c); todo != "" {
		fmt.Fprintf(&b, "\n%s", todo)
	}
	return strings.TrimSpace(b.String())
}

func answer(e *paperspace.Error) string {
	var parts []string
	if e.Status != 0 {
		parts = append(parts, fmt.Sprintf("status %d", e.Status))
	}
	if e.Code != "" {
		parts = append(parts, e.Code)
	}
	if e.Message != "" {
		parts = append(parts, e.Message)
	}
	return strings.Join(parts, ", ")
}

// advice is what to do: the error's own, or what its kind suggests.
func advice(err error, e *paperspace.Error, c *paperspace.Client) string {
	if e.Advice != "" {
		return e.Advice
	}
	switch {
	case errors.Is(err, paperspace.ErrDenied):
		source := "the provider configuration"
		endpoint := "the service"
		if c != nil {
			source, endpoint = c.KeySource, c.Endpoint
		}
		return fmt.Sprintf("The API key was taken from %s and sent to %s. Check that it is complete, that it has not been revoked, "+
			"and that it belongs to a user who may do this.", source, endpoint)
	case errors.Is(err, paperspace.ErrThrottled):
		return "The service limits requests. Try again later, raise the operation's timeout, or set requests_per_second in the provider block."
	case errors.Is(err, paperspace.ErrTimeout):
		return "Raise the timeout of this operation in the resource's timeouts block if the service only needs longer."
	case errors.Is(err, context.Canceled):
		return "The operation was interrupted. Plan again to see where things stand."
	case errors.Is(err, paperspace.ErrNotService):
		return "Check the endpoint of the provider, and whether a proxy stands between here and the service."
	case errors.Is(err, paperspace.ErrUnavailable):
		if e.Status == 0 && c != nil {
			return fmt.Sprintf("Check that %s can be reached from here (DNS, proxy, firewall), then try again.", c.Endpoint)
		}
		return "The failure is on the service's side. Try again later."
	}
	return ""
}

func sentence(s string) string {
	if s == "" {
		return s
	}
	s = strings.ToUpper(s[:1]) + s[1:]
	if !strings.HasSuffix(s, ".") {
		s += "."
	}
	return s
}
