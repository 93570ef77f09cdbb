package paperspace

import (
	"context"
	"strconv"
)

// SharedDrive is a file share in a private network. Its password is not part of it;
// see [SharedDrives.Credentials].
type SharedDrive struct {
	ID         string
	Name       string
	SizeGB     int64 // GiB; 0 if Paperspace does not show it
	Region     string
	NetworkID  string
	MountPoint string // a UNC path; "" until the drive is ready
	Username   string
	CreatedAt  string // RFC 3339 as sent
}

// MostDriveGB is larger than the largest drive, 80 TB. If an API version might show the size of
// a drive in bytes, a larger figure is one in bytes.
const MostDriveGB = 999_999

// SharedDriveCreate holds the settings of a new shared drive. All fields are required.
type SharedDriveCreate struct {
	Name      string
	SizeGB    int64
	Region    string
	NetworkID string // a private network of the region
}

func (in SharedDriveCreate) Title() string { return in.Name }

func (in SharedDriveCreate) Compare(d SharedDrive) Likeness {
	if Folded(d.Name) != Folded(in.Name) {
		return Unrelated
	}
	var o order
	o.text(in.Region, d.Region, SameRegion)
	o.text(in.NetworkID, d.NetworkID, exactly)
	o.text(strconv.FormatInt(in.SizeGB, 10), number(known(d.SizeGB)), exactly)
	return o.likeness()
}

// SharedDrives is the part of the API for shared drives (API v1 only).
type SharedDrives interface {
	Objects[SharedDrive, SharedDriveCreate]
	Renamable
	// Credentials returns the credentials to mount a drive. Do not log or store them.
	Credentials(ctx context.Context, id string) (Credentials, error)
}

// Credentials are what a client needs to mount a shared drive.
type Credentials struct{ Username, Password, MountPoint string }

// Get returns a field by its Terraform name, for [Filter.Match].
func (d SharedDrive) Get(f Field) (string, bool) {
	switch f {
	case FieldID:
		return d.ID, true
	case FieldName:
		return d.Name, true
	case FieldSize:
		return number(known(d.SizeGB)), true
	case FieldRegion:
		return d.Region, true
	case FieldNetworkID:
		return d.NetworkID, true
	case "mount_point":
		return d.MountPoint, true
	case "username":
		return d.Username, true
	case FieldCreated:
		return d.CreatedAt, true
	default:
		return "", false
	}
}

// known returns a pointer to n, or nil if n is 0, which means that Paperspace does not show it.
func known(n int64) *int64 {
	if n == 0 {
		return nil
	}
	return &n
}
