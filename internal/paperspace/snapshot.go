package paperspace

import (
	"context"
	"strconv"
)

// Snapshot is a snapshot of the disk of a machine. It is deleted together with the machine.
type Snapshot struct {
	ID        string
	Name      string
	MachineID string
	// Automatic is true if the snapshot is an auto-snapshot. Paperspace deletes the oldest of
	// these.
	Automatic bool
	// Event is the handle of the event that the create response contained, or "".
	Event string
}

// Snapshots is the part of the API for snapshots (API v1 only).
type Snapshots interface {
	Objects[Snapshot, SnapshotCreate]
	Renamable
	// Delete is like Destroy, but returns the handle of its event.
	Delete(ctx context.Context, id string) (event string, err error)
	// Restore replaces the disk of the machine with the snapshot. It returns the handle of the
	// event.
	Restore(ctx context.Context, id string, r SnapshotRestore) (event string, err error)
}

// SnapshotRestore holds the options for restoring a snapshot.
type SnapshotRestore struct {
	// SnapshotFirst is true if Paperspace takes a snapshot of the current disk before it
	// replaces the disk.
	SnapshotFirst bool
}

// SnapshotCreate holds the settings of a new snapshot.
type SnapshotCreate struct {
	Name      string
	MachineID string
}

func (in SnapshotCreate) Title() string { return in.Name }

func (in SnapshotCreate) Compare(s Snapshot) Likeness {
	if Folded(s.Name) != Folded(in.Name) || s.Automatic {
		return Unrelated
	}
	var o order
	o.text(in.MachineID, s.MachineID, exactly)
	return o.likeness()
}

// Get returns a field by its Terraform name, for [Filter.Match].
func (s Snapshot) Get(f Field) (string, bool) {
	switch f {
	case FieldID:
		return s.ID, true
	case FieldName:
		return s.Name, true
	case FieldMachineID:
		return s.MachineID, true
	case "automatic":
		return strconv.FormatBool(s.Automatic), true
	default:
		return "", false
	}
}

// MadeFrom returns the machine that the snapshot is made from, and the name of the event.
func (in SnapshotCreate) MadeFrom() (machineID, event string) {
	return in.MachineID, EventSnapshotCreate
}
