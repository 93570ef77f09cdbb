package script

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// checkName warns before a create if there is a script of that name: the one
// whose id got lost when an earlier run was killed, perhaps. Where names are
// unique the create will fail; elsewhere it would make a second one.
func checkName(ctx context.Context, c *paperspace.Client, planned types.String, diags *diag.Diagnostics) {
	if !c.Preflight || !tfx.Known(planned) {
		return
	}
	name := planned.ValueString()
	all, err := c.Scripts.List(ctx, paperspace.Filter{paperspace.FieldName: name})
	if err != nil {
		diags.Append(tfx.Warning("Name not checked", fmt.Errorf("whether a script named %q exists already could not be checked: %w", name, err), c))
		return
	}
	if len(all) == 0 {
		return
	}
	var lines []string
	for _, s := range all {
		lines = append(lines, fmt.Sprintf("  terraform import paperspace_script.<name> %s   # created %s", s.ID, s.CreatedAt))
	}
	// The name is in the title, since Terraform shows one of several warnings of
	// the same title.
	diags.AddAttributeWarning(path.Root("name"), fmt.Sprintf("Script %q exists already", name),
		fmt.Sprintf("The account has a script named %q, and this plan creates another one. If it is not managed elsewhere and is meant to be this one, adopt it instead:\n%s",
			name, strings.Join(lines, "\n")))
}
