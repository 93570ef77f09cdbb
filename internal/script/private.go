package script

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// keyMachines is the key in the private state for the machines that had the script at the last read.
const keyMachines = "machines"

func machinesSeen(ctx context.Context, p tfx.PrivateReader, diags *diag.Diagnostics) []string {
	if ids := tfx.ReadKey[[]string](ctx, p, keyMachines, diags); ids != nil {
		return *ids
	}
	return nil
}
