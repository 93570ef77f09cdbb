package paperspace

import (
	"context"
	"fmt"
	"iter"
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

// Event is one thing that happened to a machine.
type Event struct {
	Name       string // "create", "start", "stop", "restart", "deactivate", …
	State      string // "new", "in progress", "done", "error", API v1 also "canceled"; see [Event.Failed]
	Error      string // Paperspace's reason when State is "error"
	Handle     string // unique
	CreatedAt  string // RFC 3339 as sent
	ModifiedAt string // RFC 3339 as sent
	FinishedAt string // RFC 3339 as sent; "" while it runs, and also of old records that are "done"
}

// Get reads a field by its Terraform name.
func (e Event) Get(f Field) (string, bool) {
	switch f {
	case FieldName:
		return e.Name, true
	case "state":
		return e.State, true
	case "error_msg":
		return e.Error, true
	case "handle":
		return e.Handle, true
	case FieldCreated:
		return e.CreatedAt, true
	case "dt_modified":
		return e.ModifiedAt, true
	case "dt_finished":
		return e.FinishedAt, true
	default:
		return "", false
	}
}

// Failed reports whether the event ended badly.
func (e Event) Failed() bool { return e.State == "error" || e.State == "cancelled" }

// Running reports whether the event has not ended yet. State alone is judged: old
// CORE records are "done" without an end date.
func (e Event) Running() bool { return e.State == "new" || e.State == "in progress" }

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

// Machines is what every API version offers for machines. Every method sends
// what it says and no more; the rules about losing and finding machines are
// the ops.Client's.
type Machines interface {
	// List yields the machines that match every filter, in Paperspace's
	// order, without events. The sequence ends after the first error.
	List(ctx context.Context, f Filter) iter.Seq2[Machine, error]
	// Show reads one machine, with events where the API version has them there.
	Show(ctx context.Context, id string) (Machine, error)
	// Events reads what happened to a machine lately, newest first.
	Events(ctx context.Context, id string) ([]Event, error)
	// Create sends one request that is never repeated once it might have
	// arrived; see [HadEffect] and ops.Client.Create.
	Create(ctx context.Context, in MachineCreate) (Machine, error)
	// Update, Destroy, Start, Stop and Restart return when Paperspace has
	// accepted the request; the result shows in later reads.
	Update(ctx context.Context, id string, u MachineUpdate) error
	Destroy(ctx context.Context, id string, release Release) error
	Start(ctx context.Context, id string) error
	Stop(ctx context.Context, id string) error
	Restart(ctx context.Context, id string) error
}

// A Release is what becomes of the public IP addresses of a machine that is destroyed. The
// zero value keeps them.
type Release struct {
	// Any is true if whatever static IP address the machine has is released.
	Any bool
	// Address is the only one that is released, if the API version can distinguish addresses
	// apart (API v1).
	Address string
}

// Wanted reports whether anything is to be released.
func (r Release) Wanted() bool { return r.Any || r.Address != "" }

// Label returns the name and the ID of a machine, for messages.
func (m Machine) Label() string { return fmt.Sprintf("%q (%s)", m.Name, m.ID) }
