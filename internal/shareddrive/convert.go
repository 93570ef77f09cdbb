package shareddrive

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// model is a shared drive that Terraform manages. It has no password, because the password must not
// be in the state.
type model struct {
	tfx.Common
	Name       types.String `tfsdk:"name"`
	Size       tfx.Whole    `tfsdk:"size"`
	Region     tfx.Region   `tfsdk:"region"`
	NetworkID  types.String `tfsdk:"network_id"`
	MountPoint types.String `tfsdk:"mount_point"`
	Username   types.String `tfsdk:"username"`
	CreatedAt  types.String `tfsdk:"dt_created"`
}

// creation converts a plan to a create request.
func (m *model) creation() paperspace.SharedDriveCreate {
	return paperspace.SharedDriveCreate{
		Name: m.Name.ValueString(), SizeGB: m.Size.ValueInt64(), Region: m.Region.ValueString(), NetworkID: m.NetworkID.ValueString(),
	}
}

// sameSize reports whether a drive that Paperspace shows with a number of GB has the requested
// size. The sizes that Paperspace sells differ by a factor of at least 1.3. A difference of up to
// 10% is therefore another unit or a rounded number, and must not replace the drive.
func sameSize(configured tfx.Whole, shown int64) bool {
	difference := configured.ValueInt64() - shown
	return tfx.Known(configured) && max(difference, -difference)*10 <= max(configured.ValueInt64(), shown)
}

// refresh copies a drive to the model.
func (m *model) refresh(d paperspace.SharedDrive) {
	m.Name = tfx.OrKept(d.Name, m.Name)
	if d.SizeGB != 0 && !sameSize(m.Size, d.SizeGB) {
		m.Size = tfx.NewWhole(d.SizeGB)
	}
	m.Region = m.Region.Shown(d.Region)
	m.NetworkID = tfx.OrKept(d.NetworkID, m.NetworkID)
	m.MountPoint = tfx.OrKept(d.MountPoint, m.MountPoint)
	m.Username = tfx.OrKept(d.Username, m.Username)
	m.CreatedAt = tfx.OrKept(d.CreatedAt, m.CreatedAt)
}
