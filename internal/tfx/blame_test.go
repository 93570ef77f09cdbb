package tfx_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// Users find the cause of "network not found" faster if the error points at network_id.
// An error that points at the wrong argument is worse than one that points at the whole
// resource.
func TestRejectedIDIsFoundByPaperspacesMessage(t *testing.T) {
	all := tfx.References(map[string]types.String{
		"template_id": types.StringValue("t0nspur5"), "network_id": types.StringValue("n123abc"), "script_id": types.StringValue("sc12"),
		"user_id": types.StringNull(), "team_id": types.StringUnknown(),
	})
	for _, c := range []struct {
		status        int
		kind          error
		message, want string
	}{
		{404, paperspace.ErrNotFound, "Private network not found", "network_id"},
		{404, paperspace.ErrNotFound, "Startup script not found", "script_id"},
		{400, paperspace.ErrRejected, `templateId "t0nspur5" not found`, "template_id"},
		{400, paperspace.ErrRejected, "t0nspur5 cannot be used here", "template_id"},
		{422, paperspace.ErrRejected, "Network not found", "network_id"},
		{400, paperspace.ErrRejected, "The script sc12 belongs to another template", "script_id"},
		{404, paperspace.ErrNotFound, "User not found", ""},
		{404, paperspace.ErrNotFound, "Machine not found", ""},
		{404, paperspace.ErrNotFound, "", ""},
		{400, paperspace.ErrRejected, "The template is too large for the disk", ""},
		{400, paperspace.ErrRejected, "Template or network not found", ""},
		{400, paperspace.ErrRejected, "n123abcd is unknown", ""},
		{403, paperspace.ErrDenied, "Network not found", ""},
		{500, paperspace.ErrUnavailable, "Network not found", ""},
		{429, paperspace.ErrThrottled, "Network not found", ""},
	} {
		err := fmt.Errorf("nothing was created: %w", &paperspace.Error{Op: "create machine", Kind: c.kind, Status: c.status, Message: c.message})
		if got, found := tfx.Blamed(err, all); got.Argument != c.want || found != (c.want != "") {
			t.Errorf("%d %q: %q, want %q", c.status, c.message, got.Argument, c.want)
		}
	}
	if _, found := tfx.Blamed(fmt.Errorf("network not found"), all); found {
		t.Error("an error that is not the service's is blamed on an argument")
	}
}
