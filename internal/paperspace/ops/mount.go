package ops

import (
	"context"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/timing"
)

// MountWithin is how long a new drive can take to show its mount point.
const MountWithin = time.Minute

// AwaitMountPoint waits until a new drive shows its mount point, and for MountWithin at
// most. It returns the drive as last seen.
func (c *Client) AwaitMountPoint(ctx context.Context, d paperspace.SharedDrive) paperspace.SharedDrive {
	within := timing.Limit(MountWithin, c.PollInterval)
	for began := time.Now(); d.MountPoint == "" && time.Since(began) < within && timing.Sleep(ctx, c.polls(0.4)) == nil; {
		if shown, err := c.SharedDrives.Show(ctx, d.ID); err == nil {
			d = shown
		}
	}
	return d
}

// Credentials returns what mounts a drive. Nothing must log or store it.
func (c *Client) Credentials(ctx context.Context, id string) (paperspace.Credentials, error) {
	return c.API.SharedDrives.Credentials(ctx, id)
}
