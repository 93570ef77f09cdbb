package script

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

const byteOrderMark = "\uFEFF"

// checkRunnable adds a warning to a plan that creates or changes a text that Linux cannot run. The usual reason is an
// editor or Git on Windows, and otherwise the only symptom would be that the script has no effect.
func checkRunnable(ctx context.Context, req resource.ModifyPlanRequest, diags *diag.Diagnostics) {
	if req.Plan.Raw.IsNull() || req.Plan.Raw.Equal(req.State.Raw) {
		return
	}
	var name, text, before types.String
	diags.Append(req.Plan.GetAttribute(ctx, path.Root("name"), &name)...)
	diags.Append(req.Plan.GetAttribute(ctx, path.Root("script_text"), &text)...)
	if !req.State.Raw.IsNull() {
		diags.Append(req.State.GetAttribute(ctx, path.Root("script_text"), &before)...)
	}
	if !tfx.Changed(before, text) {
		return
	}
	reasons := unrunnable(text.ValueString())
	if len(reasons) == 0 {
		return
	}
	diags.AddAttributeWarning(path.Root("script_text"), fmt.Sprintf("Script %q does not run on Linux", name.ValueString()),
		"The script has a line that begins with #! and names its interpreter, but Linux does not find the interpreter:\n  "+
			strings.Join(reasons, "\n  ")+"\n\n"+
			"Save the script with LF line endings and in UTF-8 without a byte order mark. To convert the line endings in the configuration, write:\n\n"+
			`  script_text = replace(file("setup.sh"), "\r\n", "\n")`)
}

// unrunnable returns the reasons why Linux cannot run a text with an interpreter line. The reasons do not quote the
// text, which might contain secrets. CRLF is correct for PowerShell.
func unrunnable(text string) []string {
	trimmed := strings.TrimLeft(text, byteOrderMark+" \t\r\n\v\f\u00a0")
	if !strings.HasPrefix(trimmed, "#!") {
		return nil
	}
	var reasons []string
	before := text[:len(text)-len(trimmed)]
	if strings.Contains(before, byteOrderMark) {
		reasons = append(reasons, "There is a byte order mark before #!.")
	}
	if strings.Trim(before, byteOrderMark) != "" {
		reasons = append(reasons, "There is whitespace before #!.")
	}
	if strings.Contains(trimmed, "\r") {
		reasons = append(reasons, "Its lines end with CRLF (Windows line endings).")
	}
	return reasons
}
