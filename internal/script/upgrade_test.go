package script

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// The upgrade keeps every attribute that the official provider stored for a script.
func TestUpgradeTakesOverEveryAttribute(t *testing.T) {
	t.Parallel()
	const stored = `{"id": "sc1", "name": "n", "description": "d", "script_text": "echo", "is_enabled": false, "run_once": true,
		"owner_type": "team", "owner_id": "te1", "dt_created": "2017-02-03T04:05:06Z"}`
	r := &Resource{}
	var s resource.SchemaResponse
	r.Schema(t.Context(), resource.SchemaRequest{}, &s)
	resp := resource.UpgradeStateResponse{State: tfsdk.State{Schema: s.Schema}}
	r.UpgradeState(t.Context())[0].StateUpgrader(t.Context(), resource.UpgradeStateRequest{RawState: &tfprotov6.RawState{JSON: []byte(stored)}}, &resp)
	var got resourceModel
	resp.Diagnostics.Append(resp.State.Get(t.Context(), &got)...)
	if resp.Diagnostics.HasError() {
		t.Fatal(resp.Diagnostics)
	}
	want := map[string]string{
		"id": "sc1", "name": "n", "description": "d", "text": "echo", "owner type": "team", "owner id": "te1", "created": "2017-02-03T04:05:06Z",
	}
	if diff := cmp.Diff(want, map[string]string{
		"id": got.ID.ValueString(), "name": got.Name.ValueString(), "description": got.Description.ValueString(), "text": got.Text.ValueString(),
		"owner type": got.OwnerType.ValueString(), "owner id": got.OwnerID.ValueString(), "created": got.CreatedAt.ValueString(),
	}); diff != "" {
		t.Error(diff)
	}
	if !got.IsEnabled.Equal(types.BoolValue(false)) || !got.RunOnce.Equal(types.BoolValue(true)) {
		t.Errorf("is_enabled %v, run_once %v", got.IsEnabled, got.RunOnce)
	}
}
