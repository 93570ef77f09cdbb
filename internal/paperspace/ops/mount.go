package ops

import (
	"context"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/timing"
)

// MountWithin is how long a new drive can take to show its mount point.
const MountWithin = time.Minute

// AwaitMountPoint waits until a new drive shows its mount point, for at most MountWithin.
// It returns the drive as last seen.
func (c *Client) AwaitMountPoint(ctx context.Context, d paperspace.SharedDrive) paperspace.SharedDrive {
	within := timing.Limit(MountWithin, c.PollInterval)
	for began := time.Now(); d.MountPoint == "" && time.Since(began) < within && timing.Sleep(ctx, c.polls(0.4)) == nil; {
		if shown, err := c.SharedDrives.Show(ctx, d.ID); err == nil {
			d = shown
		}
	}
	return d
}

// Credentials returns the credentials that mount a drive. The caller must not log or store
// them.
func (c *Client) Credentials(ctx context.Context, id string) (paperspace.Credentials, error) {
	return c.API.SharedDrives.Credentials(ctx, id)
}
