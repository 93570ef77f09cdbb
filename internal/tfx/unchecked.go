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

// Unchecked collects the checks of a plan that were not possible, so that one cause
// is one message.
type Unchecked struct {
	questions []string
	errs      []error
}

// Add notes a check: what it was to find out, such as "whether template t1 exists",
// and why that was not possible.
func (u *Unchecked) Add(question string, err error) {
	u.questions = append(u.questions, question)
	u.errs = append(u.errs, err)
}

// Report adds one warning about all of them, or the error that the API key is
// rejected. It leaves out what an error of the same run explains. Terraform prints one
// of several warnings with the same summary.
func (u *Unchecked) Report(summary string, c *ops.Client, diags *diag.Diagnostics) {
	var causes []error
	var questions [][]string // by cause
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
			causes, questions = append(causes, err), append(questions, nil)
		}
		questions[known] = append(questions[known], u.questions[i])
	}
	var texts []string
	for i, cause := range causes {
		texts = append(texts, fmt.Sprintf("The provider could not check %s.\n%s", strings.Join(questions[i], ", or "), Explain(cause, c)))
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
