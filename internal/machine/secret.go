package machine

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// hidePassword has the password of a configuration hidden in everything that the
// operation prints or logs from now on. An update might finish a create, whose
// events might quote it.
func hidePassword(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) {
	var password types.String
	diags.Append(config.GetAttribute(ctx, path.Root("password"), &password)...)
	tfx.HideSecret(ctx, password)
}

// hasPassword reports whether a machine was created together with a user, whose
// password a read does not know.
func hasPassword(state *model) bool { return tfx.Known(state.Email) }
