package tfx

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// HideText hides texts such as scripts, and their lines, in everything that the operation
// of ctx prints or logs from now on. A server might quote a line even if the request did
// not contain the script.
func HideText(ctx context.Context, texts ...types.String) {
	for _, t := range texts {
		transport.AddSecrets(ctx, transport.TextSecrets(t.ValueString())...)
	}
}

// HideSecret is [HideText] for a password.
func HideSecret(ctx context.Context, secret types.String) {
	transport.AddSecrets(ctx, secret.ValueString())
}
