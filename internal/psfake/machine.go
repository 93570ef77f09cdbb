package psfake

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"time"
)

// The states of a machine.
const (
	StateProvisioning = "provisioning"
	StateStarting     = "starting"
	StateServiceReady = "serviceready"
	StateReady        = "ready"
	StateStopping     = "stopping"
	StateOff          = "off"
	StateRestarting   = "restarting"
	StateUpgrading    = "upgrading"
)

// Build says how much of a new machine exists.
type Build int

// The phases of a build, the zero value being that of a finished machine.
const (
	Built  Build = iota // it has been up, or is off and could be
	Bare                // ordered: placement, hardware and addresses are not known
	Filled              // placed, with hardware and private address; not up yet
)

// Machine is a machine as the world knows it: what was asked for and what
// became of it. Doors decide how much of it they show and when.
type Machine struct {
	ID, Name, OS, MachineType, BillingType, Region           string
	TemplateID, NetworkID, PrivateIP, PublicIP               string
	UserID, TeamID, ScriptID, AgentType, GPU, State          string
	NotificationEmail, RestorePointID                        string
	CPUs, SizeGB                                             int
	RAM, StorageUsed                                         int64 // bytes
	StorageTotal                                             int64 // shown instead of SizeGB in bytes, 0 = SizeGB in bytes
	ShutdownHours                                            *int  // nil = never
	ShutdownPaused                                           *int  // what ShutdownHours was before it was switched off
	ShutdownForces, AutoSnapshot                             bool
	SnapshotFrequency                                        string
	SnapshotCount                                            *int
	UpdatesPending, AssignPublicIP, DynamicPublicIP, Managed bool
	TakesInitialSnapshot, RestorePoint, Nvlink               bool
	Created, Modified                                        time.Time
	LastRun                                                  *time.Time   // of the script, not of the machine
	Events                                                   []Event      // newest first, the last fifty
	Access                                                   []string     // users with access, besides the owner
	Revoked                                                  []Revocation // users who had it
	Input                                                    map[string]json.RawMessage
	Build                                                    Build
	Destroying                                               bool       // marked for deletion, still shown
	Unlisted                                                 bool       // lists do not have it
	Deleted                                                  *time.Time // what v1 shows as dtDeleted
	Refusal                                                  int        // the status of writes while Destroying, 0 = as if it were gone
	Runs                                                     []Span     // when it was up
}

// Span is a stretch of time. A zero End has not come yet.
type Span struct{ Begin, End time.Time }

// clone returns a copy for use inside: what m points to is shared, and is
// replaced, never written through.
func (m Machine) clone() Machine {
	m.Events = slices.Clone(m.Events)
	m.Access = slices.Clone(m.Access)
	m.Revoked = slices.Clone(m.Revoked)
	m.Runs = slices.Clone(m.Runs)
	return m
}

// detached is a clone that shares nothing that a JSON decoder writes through.
func (m Machine) detached() Machine {
	m = m.clone()
	m.ShutdownHours, m.ShutdownPaused = copied(m.ShutdownHours), copied(m.ShutdownPaused)
	m.SnapshotCount, m.LastRun, m.Deleted = copied(m.SnapshotCount), copied(m.LastRun), copied(m.Deleted)
	m.Input = maps.Clone(m.Input)
	for i, e := range m.Events {
		m.Events[i].Started, m.Events[i].Finished = copied(e.Started), copied(e.Finished)
	}
	return m
}

func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	return new(*p)
}

// up and down keep the record of when the machine ran.
func (m *Machine) up(at time.Time) {
	if n := len(m.Runs); n == 0 || !m.Runs[n-1].End.IsZero() {
		m.Runs = append(m.Runs, Span{Begin: at})
	}
}

func (m *Machine) down(at time.Time) {
	if n := len(m.Runs); n > 0 && m.Runs[n-1].End.IsZero() {
		m.Runs[n-1].End = at
	}
}

// DiskBytes returns the size of the disk in bytes, as both APIs show it.
func (m Machine) DiskBytes() int64 { return cmp.Or(m.StorageTotal, int64(m.SizeGB)*GiB) }

// MarkedForDeletion is the message to writes on a machine that is being
// destroyed, where it does not count as gone.
const MarkedForDeletion = "The machine is already marked for deletion"
