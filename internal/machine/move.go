package machine

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

var _ resource.ResourceWithMoveState = (*Resource)(nil)

// MoveState supports moved blocks from the two older providers. Terraform needs the
// older provider to be still installed.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{
		StateMover: func(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
			if req.SourceTypeName != "paperspace_machine" || req.SourceSchemaVersion != 0 || !fromOlder(req.SourceProviderAddress) {
				return // not supported; without a response, the framework returns the error
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

// fromOlder reports whether address is that of an older provider. It ignores the
// host, because OpenTofu uses its own registry.
func fromOlder(address string) bool {
	return strings.HasSuffix(address, "/paperspace/paperspace") || strings.HasSuffix(address, "/metaphysic/paperspace")
}
