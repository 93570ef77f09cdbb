package script

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// keyMachines is the key of the private state that holds the machines which
// had the script when it was last read.
const keyMachines = "machines"

// privateReader is the framework's private state, whose type has no public name.
type privateReader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

func machinesSeen(ctx context.Context, p privateReader, diags *diag.Diagnostics) []string {
	raw, d := p.GetKey(ctx, keyMachines)
	diags.Append(d...)
	var ids []string
	if len(raw) > 0 {
		_ = json.Unmarshal(raw, &ids) // written by another version; it only ever adds comfort
	}
	return ids
}
