package paperspace

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Machine is one machine as Paperspace shows it. Text Paperspace leaves
// null, empty or absent is ""; numbers that can be absent are nil. Right after
// a create most fields are absent (and CPUs is a placeholder 1).
type Machine struct {
	ID    string
	Name  string
	State State

	Region      string // Paperspace's spelling, a full name
	MachineType string
	BillingType string // "hourly" or "monthly", lower-case
	UsageRate   string // as Paperspace words it, "Air monthly"
	TemplateID  string // never echoed by either API version; kept for completeness of a create

	OS           string
	AgentType    string
	CPUs         *int64
	RAM          *int64 // bytes
	GPU          string
	StorageTotal *int64 // bytes
	StorageUsed  *int64 // bytes

	NetworkID        string
	PrivateIPAddress string
	PublicIPAddress  string
	AssignPublicIP   *bool // nil where the API version does not say (CORE)
	DynamicPublicIP  bool

	UserID   string
	TeamID   string
	ScriptID string
	// ScriptUnknown is true if the list of scripts, which alone shows the script
	// of a machine in API v1, could not be read.
	ScriptUnknown bool

	ShutdownTimeoutHours  int64 // 0 = never
	ShutdownTimeoutForces bool
	AutoSnapshot          bool
	AutoSnapshotFrequency string // "hour", "day", "week", "month" or ""
	AutoSnapshotSaveCount *int64

	UpdatesPending bool
	CreatedAt      string // RFC 3339 as sent
	LastRunAt      string // last run of the startup script, not of the machine
	DeletedAt      string // RFC 3339 as sent; "" unless the machine is being destroyed; see [Machine.Deletion]

	// Events is what happened to the machine, newest first. It is nil, not
	// empty, where a response does not carry events (every list).
	Events []Event
}

// Created is CreatedAt as a time, and false when it is missing or no date.
func (m Machine) Created() (time.Time, bool) {
	t, err := time.Parse(time.RFC3339, m.CreatedAt)
	return t, err == nil
}

// MachineCreate is a new machine. Empty texts and nil are not
// sent, so that Paperspace's own defaults apply.
type MachineCreate struct {
	Name        string
	MachineType string
	SizeGB      int64
	Region      string
	BillingType string
	TemplateID  string

	AssignPublicIP  bool // sent only when true: Paperspace requires neither or one
	DynamicPublicIP bool
	NetworkID       string
	TeamID          string
	UserID          string
	ScriptID        string

	NewUser           *NewUser
	NotificationEmail string

	// Settings as in [MachineUpdate]. CORE takes none with a create, so they have to
	// be compared with the new machine, and sent again if they are missing.
	ShutdownTimeoutHours  *int64
	ShutdownTimeoutForces *bool
	AutoSnapshot          *bool
	AutoSnapshotFrequency *string
	AutoSnapshotSaveCount *int64

	// Of API v1 only, which never shows them again.
	EmailPassword       *bool    // nil: Paperspace's default, which is true
	EnableNVLink        *bool    // nil: Paperspace's default
	TakeInitialSnapshot *bool    // nil: Paperspace's default
	AccessorIDs         []string // users who get access before the first boot
}

// NewUser is a team member to be created along with a machine. Paperspace
// creates the user first, so the user can exist although the create failed.
type NewUser struct {
	Email     string
	Password  string
	FirstName string
	LastName  string
}

// MachineUpdate names what changes; nil leaves a setting alone. What is
// not in [Traits.InPlace] is for every API version.
type MachineUpdate struct {
	// MachineType and SizeGB need a machine that is off; see ops.Client.Change.
	MachineType *string
	SizeGB      *int64 // only ever more
	// NetworkID is that of a private network: there is no way back out of one.
	NetworkID *string
	// AssignPublicIP and DynamicPublicIP make up one setting: where the former
	// can be changed, both are given when one of them changes.
	AssignPublicIP  *bool
	DynamicPublicIP *bool
	// ScriptID takes effect at the next boot; see ops.Client.Change.
	ScriptID *string

	Name                  *string
	ShutdownTimeoutHours  *int64 // 0 = never
	ShutdownTimeoutForces *bool
	AutoSnapshot          *bool
	AutoSnapshotFrequency *string // "" = none
	AutoSnapshotSaveCount *int64
}

// Empty reports whether there is nothing to send.
func (u MachineUpdate) Empty() bool { return u == MachineUpdate{} }

// Get reads a field by which machines are filtered as the text a [Filter] would hold,
// "" for a property without a value.
func (m Machine) Get(f Field) (string, bool) {
	switch f {
	case FieldID:
		return m.ID, true
	case FieldName:
		return m.Name, true
	case FieldRegion:
		return m.Region, true
	case FieldOS:
		return m.OS, true
	case FieldNetworkID:
		return m.NetworkID, true
	case FieldUserID:
		return m.UserID, true
	case FieldTeamID:
		return m.TeamID, true
	case FieldScriptID:
		return m.ScriptID, true
	case FieldCreated:
		return m.CreatedAt, true
	case FieldMachineType:
		return m.MachineType, true
	case "state":
		return string(m.State), true
	case "gpu":
		return m.GPU, true
	case "usage_rate":
		return m.UsageRate, true
	case "agent_type":
		return m.AgentType, true
	case "private_ip_address":
		return m.PrivateIPAddress, true
	case "public_ip_address":
		return m.PublicIPAddress, true
	case "dt_last_run":
		return m.LastRunAt, true
	case "cpus":
		return number(m.CPUs), true
	case "ram":
		return number(m.RAM), true
	case "storage_total":
		return number(m.StorageTotal), true
	case "storage_used":
		return number(m.StorageUsed), true
	case "auto_snapshot_frequency":
		return m.AutoSnapshotFrequency, true
	case "auto_snapshot_save_count":
		return number(m.AutoSnapshotSaveCount), true
	case "shutdown_timeout_in_hours":
		if m.ShutdownTimeoutHours == 0 {
			return "", true // never is null on the wire
		}
		return strconv.FormatInt(m.ShutdownTimeoutHours, 10), true
	case "perform_auto_snapshot":
		return strconv.FormatBool(m.AutoSnapshot), true
	case "updates_pending":
		return strconv.FormatBool(m.UpdatesPending), true
	default:
		return "", false
	}
}

func number(n *int64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatInt(*n, 10)
}

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
