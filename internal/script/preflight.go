package script

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// checkText requires the text of a new script. The schema cannot: API v1 does not return
// the text of an imported one.
func checkText(plan resourceModel, diags *diag.Diagnostics) {
	if plan.Text.IsNull() {
		diags.AddAttributeError(path.Root("script_text"), "Missing script_text",
			"A new script needs a text. Only a script that exists can do without script_text. Set it, or import the script that you mean.")
	}
}

// checkName warns before a create if there is a script of that name: the one
// whose id got lost when an earlier run was killed, perhaps. Where names are
// unique the create will fail; elsewhere it would make a second one.
func checkName(ctx context.Context, c *paperspace.Client, planned types.String, diags *diag.Diagnostics) {
	if !c.Preflight || !tfx.Known(planned) {
		return
	}
	ctx, cancel := tfx.ForChecks(ctx)
	defer cancel()
	same := tfx.Namesakes{Noun: "script", Name: planned.ValueString()}
	all, err := c.Scripts.List(ctx, paperspace.Filter{paperspace.FieldName: same.Name})
	if err != nil {
		var unchecked tfx.Unchecked
		unchecked.Add(same.Question(), err)
		unchecked.Report("Some checks of new scripts were not possible", c, diags)
		return
	}
	for _, s := range all {
		same.Add(s.ID, fmt.Sprintf("created %s", s.CreatedAt))
	}
	same.Warn(diags)
}
