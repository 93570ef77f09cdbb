package machine

import (
	"fmt"
	"strings"
	"testing"

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
