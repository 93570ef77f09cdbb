package network

import (
	"cmp"
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

var _ resource.ResourceWithUpgradeState = (*Resource)(nil)

// UpgradeState implements resource.ResourceWithUpgradeState. Version 0 is the state of the provider
// Paperspace/paperspace 0.4. It has no region, which the next read adds. Its ID is a number that only the calls of
// that provider accept, and its handle is the ID in all other calls.
func (r *Resource) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return map[int64]resource.StateUpgrader{0: {StateUpgrader: upgrade}}
}

func upgrade(ctx context.Context, req resource.UpgradeStateRequest, resp *resource.UpgradeStateResponse) {
	var old struct {
		ID      string `json:"id"`
		Handle  string `json:"handle"`
		Name    string `json:"name"`
		Network string `json:"network"`
		Netmask string `json:"netmask"`
	}
	if req.RawState == nil || json.Unmarshal(req.RawState.JSON, &old) != nil || old.ID == "" {
		resp.Diagnostics.AddError("Unknown state format",
			"The state of this network does not have the format of the provider Paperspace/paperspace 0.4. "+
				"Remove it with terraform state rm, and import the network with its ID.")
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model{
		Common: tfx.NewCommon(cmp.Or(old.Handle, old.ID)), Name: tfx.StringOrNull(old.Name),
		Network: tfx.StringOrNull(old.Network), Netmask: tfx.StringOrNull(old.Netmask),
		Region: tfx.NewSpelled[tfx.Regions](""),
	})...)
}
