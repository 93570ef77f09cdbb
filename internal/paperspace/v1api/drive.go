package v1api

import (
	"context"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

// driveResponse is a shared drive in a response. Every response also contains its password, which
// only [drives.Credentials] decodes.
type driveResponse struct {
	ID         wire.ID     `json:"id"`
	Name       wire.Name   `json:"name"`
	Size       wire.Number `json:"size"`
	MountPoint wire.Line   `json:"mountPoint"`
	Username   wire.Line   `json:"username"`
	NetworkID  wire.ID     `json:"networkId"`
	Region     wire.Line   `json:"region"`
	DTCreated  wire.Line   `json:"dtCreated"`
	DTDeleted  wire.Line   `json:"dtDeleted"`
}

func (a driveResponse) key() string { return string(a.ID) }
func (a driveResponse) gone() bool  { return a.DTDeleted != "" }

func (a driveResponse) domain() paperspace.SharedDrive {
	return paperspace.SharedDrive{
		ID: string(a.ID), Name: string(a.Name), SizeGB: driveGB(a.Size.Pointer()), Region: regionName(a.Region), NetworkID: string(a.NetworkID),
		MountPoint: string(a.MountPoint), Username: string(a.Username), CreatedAt: string(a.DTCreated),
	}
}

// driveGB returns the size of a drive in the unit of the create. The API before v1 accepted GiB and
// showed bytes. No source says which unit v1 shows. The largest drive has 80 TB, so a figure up to
// MostDriveGB is used as it is, because it is too small for bytes. A multiple of 10⁹ is taken for
// bytes of decimal GB. The result must be that of the create, or the plan would replace the drive.
func driveGB(size *int64) int64 {
	const gib, gb = 1 << 30, 1_000_000_000
	switch {
	case size == nil:
		return 0
	case *size <= paperspace.MostDriveGB:
		return *size
	case *size%gb == 0:
		return *size / gb
	}
	return (*size + gib/2) / gib
}

// drives implements [paperspace.SharedDrives].
type drives struct {
	objects[driveResponse, paperspace.SharedDrive]
}

func newDrives(c *client) drives {
	secrets := func(ctx context.Context, id string) ([]string, error) {
		found, err := credentials(ctx, c, id)
		return []string{found.Password}, err
	}
	return drives{objects[driveResponse, paperspace.SharedDrive]{client: c, noun: "shared drive", collection: drivesPath, filters: byName, secrets: secrets}}
}

// Create implements [paperspace.Objects]. The response contains no event. API reference: Shared
// Drives, sharedDrives-create.
func (c drives) Create(ctx context.Context, in paperspace.SharedDriveCreate) (paperspace.SharedDrive, error) {
	d, _, err := c.create(ctx, in.Name, map[string]any{
		"name": in.Name, "size": in.SizeGB, "region": paperspace.RegionCode(in.Region), "networkId": in.NetworkID,
	})
	return d, err
}

// credentialsResponse is a shared drive with its password.
type credentialsResponse struct {
	driveResponse
	Password wire.Text `json:"password"`
}

func (a credentialsResponse) domain() paperspace.Credentials {
	return paperspace.Credentials{Username: string(a.Username), Password: string(a.Password), MountPoint: string(a.MountPoint)}
}

// Credentials implements [paperspace.SharedDrives]. API reference: Shared Drives, sharedDrives-get.
func (c drives) Credentials(ctx context.Context, id string) (paperspace.Credentials, error) {
	return credentials(ctx, c.client, id)
}

func credentials(ctx context.Context, c *client, id string) (paperspace.Credentials, error) {
	private := &client{http: c.http, private: true}
	return show[credentialsResponse, paperspace.Credentials](ctx, private, "read the credentials of shared drive "+id, path(drivesPath, id), id)
}
