package script

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// goneWarning announces that a script leaves the state.
func goneWarning(c *paperspace.Client, state *resourceModel, empty bool) diag.Diagnostic {
	text := fmt.Sprintf("Script %q (%s) no longer exists: the service says so, and its list of scripts lacks it. "+
		"It is removed from the state, and the plan offers to create it anew.", state.Name.ValueString(), state.ID.ValueString())
	if empty {
		text += fmt.Sprintf("\n\nThe list shows no script at all. If that is not what you expect, do not apply: check that %s "+
			"is the right endpoint and that the key from %s belongs to the right team.", c.Endpoint, c.KeySource)
	}
	return diag.NewWarningDiagnostic("Script is gone", text)
}
