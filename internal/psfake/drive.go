package psfake

import (
	"cmp"
	"slices"
	"time"
)

// SharedDrive is a network drive that machines in its private network can mount.
type SharedDrive struct {
	ID, Name, Region, NetworkID    string
	MountPoint, Username, Password string // the mount point is empty while it is unknown
	SizeGB                         int
	Created                        time.Time
}

// AddSharedDrive adds a drive and sets every field that is empty.
func (w *Server) AddSharedDrive(d SharedDrive) SharedDrive {
	now, done := w.lock()
	defer done()
	d = w.addDrive(d, now)
	d.MountPoint = cmp.Or(d.MountPoint, w.mountPoint(d))
	w.drives.put(d.ID, now, d)
	return d
}

// SharedDrives lists the drives in order of creation.
func (w *Server) SharedDrives() []SharedDrive {
	_, done := w.lock()
	defer done()
	return w.drives.all()
}

// ChangeSharedDrive changes a drive and reports whether it exists.
func (w *Server) ChangeSharedDrive(id string, change func(*SharedDrive)) bool {
	now, done := w.lock()
	defer done()
	return w.editDrive(id, now, change)
}

// RemoveSharedDrive removes a drive and reports whether it existed.
func (w *Server) RemoveSharedDrive(id string) bool {
	now, done := w.lock()
	defer done()
	return w.dropDrive(id, now)
}

// addDrive adds a drive and sets every empty field except the mount point.
func (w *state) addDrive(d SharedDrive, now time.Time) SharedDrive {
	if d.ID == "" {
		d.ID = w.newID("sd", known(&w.drives))
	}
	d.Name = cmp.Or(d.Name, "Drive "+d.ID)
	d.SizeGB = cmp.Or(d.SizeGB, 250)
	if n, ok := w.networks.get(d.NetworkID); ok {
		d.Region = cmp.Or(d.Region, n.Region)
	}
	d.Region = cmp.Or(d.Region, EastCoast)
	d.Username = cmp.Or(d.Username, "user-"+d.ID)
	d.Password = cmp.Or(d.Password, w.newHandle())
	if d.Created.IsZero() {
		d.Created = now
	}
	w.drives.put(d.ID, earlier(d.Created, now), d)
	return d
}

func (w *state) editDrive(id string, now time.Time, change func(*SharedDrive)) bool {
	d, ok := w.drives.get(id)
	if ok {
		change(&d)
		d.ID = id
		w.drives.put(id, now, d)
	}
	return ok
}

func (w *state) dropDrive(id string, at time.Time) bool {
	w.agenda.clear(id)
	return w.drives.remove(id, at)
}

// MakeDrive adds a drive. With LateMounts, its mount point appears later.
func (t *Tx) MakeDrive(d SharedDrive) SharedDrive {
	t.changes++
	d = t.addDrive(d, t.at)
	mount := func(at time.Time) {
		t.editDrive(d.ID, at, func(d *SharedDrive) { d.MountPoint = t.mountPoint(*d) })
	}
	if t.behavior.V1.LateMounts {
		t.agenda.add(d.ID, t.at.Add(t.timings.Mount), mount)
	} else {
		mount(t.at)
	}
	d, _ = t.drives.get(d.ID)
	return d
}

// RemoveDrive removes a drive.
func (t *Tx) RemoveDrive(id string) {
	t.changes++
	t.dropDrive(id, t.at)
}

// mountPoint returns an unused address of the drive's network.
func (w *state) mountPoint(d SharedDrive) string {
	n, _ := w.networks.get(d.NetworkID)
	return `\\` + w.privateAddress(n) + `\` + d.ID
}

// HoldsDrives reports whether a network has drives that prevent its deletion.
func (t *Tx) HoldsDrives(networkID string) bool {
	return t.behavior.V1.KeepDriveNetworks && slices.ContainsFunc(t.drives.all(), func(d SharedDrive) bool {
		return d.NetworkID == networkID
	})
}
