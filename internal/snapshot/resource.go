// Package snapshot implements the resource paperspace_snapshot, the data source
// paperspace_snapshots, and the actions that take and restore snapshots.
package snapshot

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

type managed = tfx.Managed[model, *model, paperspace.Snapshot, paperspace.SnapshotCreate]

// NewResource returns an unconfigured resource.
func NewResource() resource.Resource { return newManaged() }

func newManaged() *managed {
	return &managed{
		Imported:     tfx.Imported{Noun: "snapshot", Type: "snapshot", Example: "slqafgu4n6gxge", ListedOnly: true},
		Describe:     resourceSchema,
		Kind:         objects,
		Texts:        []string{"name", "machine_id"},
		Creation:     (*model).creation,
		Refresh:      (*model).refresh,
		Name:         func(m *model) *types.String { return &m.Name },
		Check:        check,
		Finish:       finish,
		RejectImport: rejectImport,
	}
}

func objects(c *ops.Client) *ops.Kind[paperspace.Snapshot, paperspace.SnapshotCreate] {
	return c.Snapshots
}

// finish waits until the snapshot has been taken.
func finish(ctx context.Context, c *ops.Client, _ *model, s paperspace.Snapshot) (paperspace.Snapshot, *tfx.Notice, error) {
	return s, nil, c.AwaitSnapshot(ctx, s)
}

func rejectImport(s paperspace.Snapshot) string {
	if !s.Automatic {
		return ""
	}
	return fmt.Sprintf("Snapshot %q (%s) was taken by the schedule of machine %s, and Paperspace automatically deletes the oldest of these. The next apply would then take another one.\n\n"+
		"Remove the import. The data source paperspace_snapshots lists automatic snapshots, too.", s.Name, s.ID, s.MachineID)
}

// check warns about a replacement, and rejects a machine that does not exist.
func check(ctx context.Context, p *tfx.Planned[model]) {
	if p.State != nil && p.Plan.MachineID.Equal(p.State.MachineID) {
		return
	}
	if p.State != nil {
		p.Diagnostics.AddAttributeWarning(path.Root("machine_id"), fmt.Sprintf("Snapshot %q will be deleted", p.State.Name.ValueString()),
			fmt.Sprintf("A snapshot belongs to its machine, %s. The apply deletes it and takes another one, of another machine or of a fresh disk.", p.State.MachineID.ValueString()))
	}
	p.Machine(ctx, p.Plan.MachineID, "whether machine %q exists")
}
