package tfx

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
)

// Unchecked collects the checks of a plan that were not possible, so that each cause is
// reported once.
type Unchecked struct {
	checks []string
	errs   []error
}

// Add adds a check that was not possible: what it was to find out, such as "whether
// template t1 exists", and why it failed.
func (u *Unchecked) Add(check string, err error) {
	u.checks = append(u.checks, check)
	u.errs = append(u.errs, err)
}

// Report adds one warning about all checks, because Terraform prints only one of several
// warnings with the same summary. If the API key was rejected, it adds that error
// instead. It omits causes that an error of this run has already explained.
func (u *Unchecked) Report(summary string, c *ops.Client, diags *diag.Diagnostics) {
	var causes []error
	var checks [][]string // by cause
	for i, err := range u.errs {
		if keyRejected(err, c, diags) {
			return
		}
		if c.Reports.Ended(causeOf(err).key) {
			continue
		}
		known := slices.IndexFunc(causes, func(cause error) bool { return sameCause(cause, err) })
		if known < 0 {
			known = len(causes)
			causes, checks = append(causes, err), append(checks, nil)
		}
		checks[known] = append(checks[known], u.checks[i])
	}
	var texts []string
	for i, cause := range causes {
		texts = append(texts, fmt.Sprintf("The provider could not check %s.\n%s", strings.Join(checks[i], ", or "), Explain(cause, c)))
	}
	if len(texts) > 0 {
		diags.AddWarning(summary, strings.Join(texts, "\n\n"))
	}
}

// sameCause reports whether two requests failed in the same way. Their texts might
// differ, for example in how long a pause still lasts.
func sameCause(a, b error) bool {
	var x, y *paperspace.Error
	if errors.As(a, &x) && errors.As(b, &y) && x.Kind != nil {
		return errors.Is(x.Kind, y.Kind)
	}
	return a.Error() == b.Error()
}
