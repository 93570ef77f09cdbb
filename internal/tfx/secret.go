package tfx

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// HideText has the text of a script, and each of its lines, hidden in everything
// that the operation of ctx prints or logs from now on. A server might quote a
// line although the request did not contain the script.
func HideText(ctx context.Context, texts ...types.String) {
	for _, t := range texts {
		transport.AddSecrets(ctx, transport.TextSecrets(t.ValueString())...)
	}
}

// HideSecret does the same for a password.
func HideSecret(ctx context.Context, secret types.String) {
	transport.AddSecrets(ctx, secret.ValueString())
}
