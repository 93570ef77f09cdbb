// Package shareddrive implements the resource paperspace_shared_drive, the data source
// paperspace_shared_drives, and the ephemeral resource paperspace_shared_drive_credentials.
package shareddrive

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

type managed = tfx.Managed[model, *model, paperspace.SharedDrive, paperspace.SharedDriveCreate]

// NewResource returns an unconfigured resource.
func NewResource() resource.Resource { return newManaged() }

func newManaged() *managed {
	return &managed{
		Imported: tfx.Imported{Noun: "shared drive", Type: "shared_drive", Example: "sdvkpg3v2v", ListedOnly: true},
		Describe: resourceSchema,
		Kind:     objects,
		Texts:    []string{"name", "region", "network_id"},
		Creation: (*model).creation,
		Refresh:  (*model).refresh,
		Name:     func(m *model) *types.String { return &m.Name },
		Check:    check,
		Finish:   finish,
	}
}

func objects(c *ops.Client) *ops.Kind[paperspace.SharedDrive, paperspace.SharedDriveCreate] {
	return c.SharedDrives
}

// finish waits until the drive has a mount point, which can be some time after the create. A drive without one is not
// an error.
func finish(ctx context.Context, c *ops.Client, m *model, d paperspace.SharedDrive) (paperspace.SharedDrive, *tfx.Notice, error) {
	d = c.AwaitMountPoint(ctx, d)
	switch {
	case d.SizeGB != 0 && !sameSize(m.Size, d.SizeGB):
		return d, &tfx.Notice{
			Summary: fmt.Sprintf("Shared drive %q (%s) has another size", d.Name, d.ID),
			Detail: fmt.Sprintf("It was created with size = %d, and Paperspace shows %[2]d GB. Set size = %[2]d. Otherwise, the next plan replaces the drive and deletes its data.",
				m.Size.ValueInt64(), d.SizeGB),
		}, nil
	case d.MountPoint != "":
		return d, nil, nil
	}
	return d, &tfx.Notice{
		Summary: fmt.Sprintf("Shared drive %q (%s) has no mount_point yet", d.Name, d.ID),
		Detail: "The drive was created and is in the state. When this run stopped waiting, Paperspace did not show its mount_point. The attribute is null until the next refresh, so what uses it might fail.\n\n" +
			"Run terraform apply again.",
	}, nil
}

// check warns about data that a replacement deletes, and rejects a network that does not exist or
// is in another region.
func check(ctx context.Context, p *tfx.Planned[model]) {
	if p.State != nil {
		if replacing := replaced(p.Plan, p.State); len(replacing) > 0 {
			p.Diagnostics.AddAttributeWarning(path.Root(replacing[0]), fmt.Sprintf("All data on shared drive %q will be deleted", p.State.Name.ValueString()),
				fmt.Sprintf("Paperspace cannot change %s of a drive, so the apply destroys the drive with all of its data and creates an empty one. %s"+
					"To keep the data and still get another drive, create a second one, copy the data, and then destroy this one.", strings.Join(replacing, " and "), toKeep(p.State, replacing)))
		} else {
			return
		}
	}
	if !tfx.Known(p.Plan.NetworkID) || !tfx.Known(p.Plan.Region) || !p.Checks() {
		return
	}
	id := p.Plan.NetworkID.ValueString()
	all, err := p.Client.AllNetworks(ctx)
	if err != nil {
		p.Unchecked.Add(fmt.Sprintf("whether network %q exists and is in the region of the drive", id), err)
		return
	}
	for _, n := range all {
		if n.ID != id {
			continue
		}
		if n.Region != "" && !paperspace.SameRegion(n.Region, p.Plan.Region.ValueString()) {
			theirs, _ := paperspace.RegionName(n.Region)
			ours, _ := paperspace.RegionName(p.Plan.Region.ValueString())
			p.Diagnostics.AddAttributeError(path.Root("network_id"), "Different region from the network",
				fmt.Sprintf("Network %q (%s) is in %s, and the drive is to be created in %s. Choose a network in the region of the drive, or change region.", n.Name, id, theirs, ours))
		}
		return
	}
	// The list might come from a replica that lags behind.
	switch found, err := p.Client.PrivateNetworks.Read(ctx, id); {
	case err != nil:
		p.Unchecked.Add(fmt.Sprintf("whether network %q exists", id), err)
	case !found.Found:
		p.Diagnostics.AddAttributeError(path.Root("network_id"), fmt.Sprintf("Unknown network %q", id),
			fmt.Sprintf("The team has no private network with the ID %q, and a shared drive needs one. The data source paperspace_networks lists the private networks. "+
				"To try the default network of the team, which API v1 does not show, set preflight_checks = false in the provider block.", id))
	}
}

// toKeep returns the advice for a drive whose size differs from the configuration, which might have been changed
// outside of Terraform.
func toKeep(state *model, replacing []string) string {
	if replacing[0] != "size" || state.Size.IsNull() {
		return ""
	}
	return fmt.Sprintf("The drive has %[1]d GB. To keep it as it is, set size = %[1]d. ", state.Size.ValueInt64())
}

// replaced returns the arguments that replace the drive.
func replaced(plan, state *model) (names []string) {
	if !plan.Size.Equal(state.Size) {
		names = append(names, "size")
	}
	if !plan.Region.Means(state.Region) {
		names = append(names, "region")
	}
	if !plan.NetworkID.Equal(state.NetworkID) {
		names = append(names, "network_id")
	}
	return names
}
