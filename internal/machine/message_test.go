package machine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// The error of a destroy that timed out contains advice, unless its reasons do.
func TestDestroyThatTimesOutShowsHowToGoOn(t *testing.T) {
	for _, c := range []struct {
		reasons []paperspace.Reason
		want    string
	}{
		{nil, "\n\nRun terraform destroy again to continue waiting."},
		{[]paperspace.Reason{paperspace.TooLittleTime{}}, "\n\nThe request was not sent. Raise the timeout of the operation above request_timeout."},
	} {
		err := fmt.Errorf("during the wait: %w", &paperspace.Error{Op: "destroy machine ps1", Kind: paperspace.ErrTimeout, Message: "waited 20m", Reasons: c.reasons})
		got := notDestroyed(t.Context(), nil, &model{}, err).Detail()
		if !strings.Contains(got, c.want) || strings.Contains(got, "to continue waiting") != (c.reasons == nil) {
			t.Errorf("%q does not contain %q", got, c.want)
		}
	}
}

// The reason of a create that failed in an earlier run is not shown if it might quote the
// password of a user, because a later run does not know the password.
func TestReasonThatMightQuoteAPasswordIsNotShown(t *testing.T) {
	failed := paperspace.Machine{ID: "ps1", Name: "a", Events: []paperspace.Event{{Name: "create", State: "error", Error: "hunter2! is too short"}}}
	for _, c := range []struct {
		state       *model
		want, never string
	}{
		{&model{}, "Paperspace reports: hunter2! is too short", "not shown"},
		{&model{Email: types.StringValue("a@example.com")}, "The reason is not shown here", "hunter2"},
	} {
		got := neverCameUp(t.Context(), nil, failed, c.state).Detail()
		if !strings.Contains(got, c.want) || strings.Contains(got, c.never) {
			t.Errorf("%q does not contain %q, or contains %q", got, c.want, c.never)
		}
	}
}
