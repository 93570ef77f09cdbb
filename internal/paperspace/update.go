package paperspace

import (
	"fmt"
	"strings"
)

// Difference is one setting that Paperspace does not show as it was asked to.
type Difference struct {
	Field         Field
	Wanted, Shown string
}

// Differs lists what m does not show yet of the update. Details of snapshots
// and of the shutdown count only while these are on: when these are switched
// off, Paperspace drops them.
func (u MachineUpdate) Differs(m Machine) []Difference {
	var all []Difference
	if u.Name != nil && Visible(*u.Name) != m.Name {
		differ(&all, FieldName, u.Name, m.Name)
	}
	differ(&all, "shutdown_timeout_in_hours", u.ShutdownTimeoutHours, m.ShutdownTimeoutHours)
	if m.ShutdownTimeoutHours != 0 {
		differ(&all, "shutdown_timeout_forces", u.ShutdownTimeoutForces, m.ShutdownTimeoutForces)
	}
	differ(&all, "perform_auto_snapshot", u.AutoSnapshot, m.AutoSnapshot)
	differ(&all, FieldNetworkID, u.NetworkID, m.NetworkID)
	differ(&all, FieldDynamicPublicIP, u.DynamicPublicIP, m.DynamicPublicIP)
	if m.AssignPublicIP != nil {
		differ(&all, FieldAssignPublicIP, u.AssignPublicIP, *m.AssignPublicIP)
	}
	if u.MachineType != nil && !strings.EqualFold(*u.MachineType, m.MachineType) {
		differ(&all, FieldMachineType, u.MachineType, m.MachineType)
	}
	if u.SizeGB != nil && !m.HasSizeGB(*u.SizeGB) {
		gb, _ := m.SizeGB()
		differ(&all, FieldSize, u.SizeGB, gb)
	}
	if m.AutoSnapshot {
		differ(&all, "auto_snapshot_frequency", u.AutoSnapshotFrequency, m.AutoSnapshotFrequency)
		differ(&all, "auto_snapshot_save_count", u.AutoSnapshotSaveCount, value(m.AutoSnapshotSaveCount))
	}
	return all
}

func differ[T comparable](all *[]Difference, f Field, wanted *T, shown T) {
	if wanted != nil && *wanted != shown {
		*all = append(*all, Difference{f, fmt.Sprint(*wanted), fmt.Sprint(shown)})
	}
}

func value(n *int64) int64 {
	if n == nil {
		return 0
	}
	return *n
}

// Hardware reports whether u changes what a machine must be off for.
func (u MachineUpdate) Hardware() bool { return u.MachineType != nil || u.SizeGB != nil }

// Rebuilds reports whether u changes what a machine might have to be off for: new
// hardware for certain, another network or kind of address by no source's word,
// but they were seen to work on machines that were off only.
func (u MachineUpdate) Rebuilds() bool {
	return u.Hardware() || u.NetworkID != nil || u.AssignPublicIP != nil
}
