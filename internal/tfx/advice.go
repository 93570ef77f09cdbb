package tfx

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// advised is an error with advice that package paperspace cannot give.
type advised struct {
	error
	todo string
}

func (a advised) Unwrap() error { return a.error }

// Advise returns err with advice, which follows the texts of its reasons in a message.
func Advise(err error, todo string) error { return advised{err, todo} }

// HowToStop is the advice if a machine must be off for a custom template.
const HowToStop = "Set stop_machine = true to stop the machine for this and start it again afterward, or set desired_state = \"off\" on the machine."

// specific returns the advice for the reasons of err, and then that of [Advise].
func specific(err error, e *paperspace.Error) string {
	var all []string
	for _, r := range e.Reasons {
		all = append(all, textOf(r))
	}
	var a advised
	if errors.As(err, &a) {
		all = append(all, a.todo)
	}
	return strings.Join(all, " ")
}

// advice returns what to do about err: its specific advice, or else the advice for its
// kind.
func advice(err error, e *paperspace.Error, c *ops.Client) string {
	endpoint, source := "Paperspace", "the provider configuration"
	if c != nil {
		endpoint, source = cmp.Or(c.Endpoint, endpoint), cmp.Or(c.KeySource, source)
	}
	if text := specific(err, e); text != "" {
		return text
	}
	switch {
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
	case errors.Is(err, paperspace.ErrNotFound) && e.Method != "" && e.Method != http.MethodGet && !transport.Unrecognized(err):
		return "Paperspace did not find an object that the request names. Check the IDs in the configuration."
	case errors.Is(err, paperspace.ErrNotFound) && transport.Unrecognized(err):
		return fmt.Sprintf("Check that %s is the right endpoint, and check any proxy in between. With api_version = \"v1\", an endpoint usually ends in /v1.", endpoint)
	case errors.Is(err, paperspace.ErrNotFound):
		return fmt.Sprintf("Check the ID, if you set one. Also check that %s is the right endpoint and that the API key from %s belongs to the right team, "+
			"because a wrong host and the key of another team return this error, too.", endpoint, source)
	case errors.Is(err, paperspace.ErrConflict):
		return "Paperspace does not allow this in the current state of the object. Correct what the response names, then try again."
	case errors.Is(err, paperspace.ErrRejected):
		return "Correct what the response names, then try again."
	case errors.Is(err, paperspace.ErrFailed):
		return "Apply again later, or change what the reason names."
	case errors.Is(err, context.DeadlineExceeded):
		return "If Paperspace needs more time, increase the timeout of this operation in the timeouts block, if there is one."
	}
	return ""
}
