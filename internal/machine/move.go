package machine

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

var _ resource.ResourceWithMoveState = (*Resource)(nil)

// MoveState takes over a machine by a moved block from one of the two older
// providers, while that one is still installed.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{
		StateMover: func(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
			if req.SourceTypeName != "paperspace_machine" || req.SourceSchemaVersion != 0 || !fromOlder(req.SourceProviderAddress) {
				return // not ours to move; saying nothing lets others try
			}
			m, ok := upgraded(req.SourceRawState, &resp.Diagnostics)
			if !ok {
				return
			}
			intoState(ctx, &resp.TargetState, &m, &resp.Diagnostics)
			tfx.SetID(ctx, resp.TargetIdentity, m.ID.ValueString(), &resp.Diagnostics)
		},
	}}
}

// fromOlder looks at the end of a provider's address, since OpenTofu puts its
// own registry in front.
func fromOlder(address string) bool {
	return strings.HasSuffix(address, "/paperspace/paperspace") || strings.HasSuffix(address, "/metaphysic/paperspace")
}
