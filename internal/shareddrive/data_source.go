package shareddrive

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfx"
)

// properties are the attributes of a drive in data sources.
var properties = tfx.Properties{
	"id":          tfx.Text("The ID of the drive, `sd…`."),
	"name":        tfx.Text("The name of the drive. Names are not unique."),
	"size":        tfx.Number("The size in GB."),
	"region":      tfx.Text("The region of the drive, by name or code."),
	"network_id":  tfx.Text("The ID of the private network whose machines can mount the drive, `n…`."),
	"mount_point": tfx.Text("The UNC path of the drive."),
	"username":    tfx.Text("The user name for the mount."),
	"dt_created":  tfx.Text("When the drive was created, in RFC 3339."),
}

// filters are the properties that can be filters.
var filters = []string{"region", "name", "network_id"}

// NewDataSourceList returns paperspace_shared_drives, which lists all matching drives.
func NewDataSourceList() datasource.DataSource {
	return &tfx.List[paperspace.SharedDrive]{
		Noun: "shared_drive",
		Description: "Lists the shared drives of the team (API v1 only), managed by Terraform or not. Their passwords are not shown: " +
			"see the ephemeral resource [paperspace_shared_drive_credentials](../ephemeral-resources/shared_drive_credentials.md).",
		Properties: properties,
		FilterBy:   filters,
		Part:       func(c *ops.Client) tfx.Lister[paperspace.SharedDrive] { return tfx.PartOf(c.SharedDrives) },
	}
}
