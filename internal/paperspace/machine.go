package paperspace

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Machine is one machine as Paperspace shows it. A text that is null, empty, or absent is "";
// a number that can be absent is nil if it is. Right after a create, most fields are absent,
// and CPUs is a placeholder of 1.
type Machine struct {
	ID    string
	Name  string
	State State

	Region      string // Paperspace's spelling, a full name
	MachineType string
	BillingType string // "hourly" or "monthly", lower-case
	UsageRate   string // in Paperspace's words, such as "Air monthly"
	TemplateID  string // returned by neither API version so far

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
	AssignPublicIP   *bool // nil if the API version does not show it (CORE)
	DynamicPublicIP  bool

	UserID   string
	TeamID   string
	ScriptID string
	// ScriptUnknown is true if the list of scripts could not be read. In API v1, only that
	// list shows the script of a machine.
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

	// Events are the events of the machine, newest first. The slice is nil, not empty, if the
	// response does not contain events, as in every list.
	Events []Event
}

// Created returns CreatedAt as a time. It reports false if CreatedAt is missing or not a date.
func (m Machine) Created() (time.Time, bool) {
	t, err := time.Parse(time.RFC3339, m.CreatedAt)
	return t, err == nil
}

// MachineCreate holds the settings of a new machine. Empty texts and nil pointers are not
// sent, so Paperspace's defaults apply.
type MachineCreate struct {
	Name        string
	MachineType string
	SizeGB      int64
	Region      string
	BillingType string
	TemplateID  string

	AssignPublicIP  bool // at most one of these two can be true
	DynamicPublicIP bool
	NetworkID       string
	TeamID          string
	UserID          string
	ScriptID        string

	NewUser           *NewUser
	NotificationEmail string

	// Settings as in [MachineUpdate]. CORE accepts none of them in a create, so the caller
	// compares them with the new machine and updates those that differ.
	ShutdownTimeoutHours  *int64
	ShutdownTimeoutForces *bool
	AutoSnapshot          *bool
	AutoSnapshotFrequency *string
	AutoSnapshotSaveCount *int64

	// API v1 only, whose responses do not contain them.
	EmailPassword       *bool    // nil: Paperspace's default, true
	EnableNVLink        *bool    // nil: Paperspace's default
	TakeInitialSnapshot *bool    // nil: Paperspace's default
	AccessorIDs         []string // users who get access before the first boot
}

// NewUser is a team member to create together with a machine. Paperspace creates the user
// first, so the user can exist although the create of the machine failed.
type NewUser struct {
	Email     string
	Password  string
	FirstName string
	LastName  string
}

// MachineUpdate holds the settings to change; nil leaves a setting unchanged. Every API
// version can change the fields that are not in [Traits.InPlace] of any.
type MachineUpdate struct {
	// MachineType and SizeGB require the machine to be off; see ops.Client.Change.
	MachineType *string
	SizeGB      *int64 // a disk can only grow
	// NetworkID is the ID of a private network. A machine cannot return to a default network.
	NetworkID *string
	// AssignPublicIP and DynamicPublicIP form one setting: if the API version can change the
	// former, both are set when one of them changes.
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

// Empty reports whether u changes nothing.
func (u MachineUpdate) Empty() bool { return u == MachineUpdate{} }

// Get returns a field by its Terraform name, as the text that a [Filter] holds for it. A field
// without a value is "".
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

// Difference is a setting whose value in a response is not the one that was sent.
type Difference struct {
	Field         Field
	Wanted, Shown string
}

// Differs returns the settings of u that m does not show yet. The details of auto-snapshots
// and of the shutdown timeout are compared only if m has these enabled, because Paperspace
// drops the details when they are disabled.
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

// Hardware reports whether u contains a change for which the machine must be off.
func (u MachineUpdate) Hardware() bool { return u.MachineType != nil || u.SizeGB != nil }

// Rebuilds reports whether u contains a change for which the machine might have to be off.
// New hardware certainly requires it. No source says so about another network or another kind
// of address, but these were observed to work only on machines that were off.
func (u MachineUpdate) Rebuilds() bool {
	return u.Hardware() || u.NetworkID != nil || u.AssignPublicIP != nil
}
