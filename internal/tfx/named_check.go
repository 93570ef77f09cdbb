package tfx

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// Machine returns the machine that machine_id names. If the machine does not exist,
// Machine adds an error at the argument. It reports false in that case, and also if the
// ID is not known yet, the checks are disabled, or the machine cannot be read. The
// check is what to check about the machine, such as "whether machine %q exists".
func (p *Planned[M]) Machine(ctx context.Context, machineID types.String, check string) (m paperspace.Machine, ok bool) {
	if !Known(machineID) || !p.Checks() {
		return m, false
	}
	id := machineID.ValueString()
	found, err := p.Client.BulkReader.Read(ctx, id)
	switch {
	case err != nil:
		p.Unchecked.Add(fmt.Sprintf(check, id), err)
	case !found.Found:
		p.Diagnostics.AddAttributeError(path.Root("machine_id"), fmt.Sprintf("Unknown machine %q", id),
			fmt.Sprintf("Paperspace has no machine with the ID %q, or the API key has no access to it. "+
				"Correct machine_id. The data source paperspace_machines lists the machines.", id))
	}
	return found.Object, err == nil && found.Found
}
