package script

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx/tfxtest"
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
	tfxtest.Holds(t, "upgrade", &got, map[string]any{
		"id": "sc1", "name": "n", "description": "d", "script_text": "echo", "is_enabled": false, "run_once": true,
		"owner_type": "team", "owner_id": "te1", "dt_created": "2017-02-03T04:05:06Z",
	}, "machine_id")
}

// A state in another format is an error without its text, and no state replaces it.
func TestUpgradeOfAnUnknownFormat(t *testing.T) {
	t.Parallel()
	r := &Resource{}
	var s resource.SchemaResponse
	r.Schema(t.Context(), resource.SchemaRequest{}, &s)
	for _, stored := range []*tfprotov6.RawState{nil, {JSON: []byte(`{"id": 1, "script_text": "secret"}`)}, {JSON: []byte(`{"script_text": "secret"}`)}, {JSON: []byte(`{"id": ""}`)}} {
		resp := resource.UpgradeStateResponse{State: tfsdk.State{Schema: s.Schema}}
		r.UpgradeState(t.Context())[0].StateUpgrader(t.Context(), resource.UpgradeStateRequest{RawState: stored}, &resp)
		if len(resp.Diagnostics) != 1 || !resp.State.Raw.IsNull() {
			t.Fatalf("%v: %v, state %s", stored, resp.Diagnostics, resp.State.Raw)
		}
		if d := resp.Diagnostics[0]; !strings.Contains(d.Detail(), "0.4") || !strings.Contains(d.Detail(), "state rm") || strings.Contains(d.Detail(), "secret") {
			t.Errorf("%v: %s", stored, d.Detail())
		}
	}
}
