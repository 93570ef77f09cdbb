package paperspace

import (
	"context"
	"strconv"
)

// Snapshot is the disk of a machine at one moment. It is deleted together with its
// machine.
type Snapshot struct {
	ID        string
	Name      string
	MachineID string
	// Automatic is true if the schedule of the machine made the snapshot. Paperspace
	// deletes the oldest of these.
	Automatic bool
	// Event is the handle of the event of the request that returned the snapshot; ""
	// if there is none.
	Event string
}

// Snapshots is the part of the API for snapshots (API v1 only).
type Snapshots interface {
	Objects[Snapshot, SnapshotCreate]
	Renamable
	// Delete is Destroy with the handle of its event.
	Delete(ctx context.Context, id string) (event string, err error)
	// Restore replaces the disk of the machine with the snapshot. It returns the handle
	// of its event.
	Restore(ctx context.Context, id string, r SnapshotRestore) (event string, err error)
}

// SnapshotRestore is how a snapshot is restored.
type SnapshotRestore struct {
	// SnapshotFirst takes a snapshot of the disk as it is, before it is replaced.
	SnapshotFirst bool
}

// SnapshotCreate is a new snapshot.
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

// Get reads a field by its Terraform name, for [Filter.Match].
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

// MadeFrom returns the machine that the object is made from, and the event that shows it.
func (in SnapshotCreate) MadeFrom() (machineID, event string) {
	return in.MachineID, EventSnapshotCreate
}
