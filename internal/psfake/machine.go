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

// Build describes which parts of a new machine exist.
type Build int

// The phases of a build. The zero value is a finished machine.
const (
	Built  Build = iota // complete: the machine has been running, or is off and can be started
	Bare                // ordered: region, hardware, and addresses are unknown
	Filled              // placed, with hardware and private IP address, but not running yet
)

// Machine is the complete record of a machine: its requested settings and its current state. The handlers decide
// which parts they show.
type Machine struct {
	ID, Name, OS, MachineType, BillingType, Region           string
	TemplateID, NetworkID, PrivateIP, PublicIP               string
	UserID, TeamID, ScriptID, AgentType, GPU, State          string
	NotificationEmail, RestorePointID                        string
	CPUs, SizeGB                                             int
	RAM, StorageUsed                                         int64 // bytes
	StorageTotal                                             int64 // replaces SizeGB in responses, in bytes; 0 = SizeGB
	ShutdownHours                                            *int  // nil = never
	ShutdownPaused                                           *int  // the value of ShutdownHours before it was switched off
	ShutdownForces, AutoSnapshot                             bool
	SnapshotFrequency                                        string
	SnapshotCount                                            *int
	UpdatesPending, AssignPublicIP, DynamicPublicIP, Managed bool
	TakesInitialSnapshot, RestorePoint, Nvlink               bool
	Created, Modified                                        time.Time
	LastRun                                                  *time.Time   // of the script, not of the machine
	Events                                                   []Event      // newest first, at most eventsKept
	Access                                                   []string     // users with access, except the owner
	Revoked                                                  []Revocation // users who had access
	Input                                                    map[string]json.RawMessage
	Build                                                    Build
	Destroying                                               bool       // marked for deletion, still shown
	Unlisted                                                 bool       // hidden from lists
	Deleted                                                  *time.Time // dtDeleted in API v1
	Rejection                                                int        // status of writes while Destroying, 0 = as if the machine did not exist
	Runs                                                     []Span     // when it was running
}

// Span is a period. End is zero if it has not ended.
type Span struct{ Begin, End time.Time }

// clone returns a copy for use in this package. It shares the values that m points to, which must therefore be
// replaced, not changed.
func (m Machine) clone() Machine {
	m.Events = slices.Clone(m.Events)
	m.Access = slices.Clone(m.Access)
	m.Revoked = slices.Clone(m.Revoked)
	m.Runs = slices.Clone(m.Runs)
	return m
}

// detached returns a copy that shares nothing that a caller or a JSON decoder could change.
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

// up and down record when the machine starts and stops running.
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

// MarkedForDeletion is the message for writes on a machine that is being destroyed, if they are not rejected as writes
// on an unknown machine.
const MarkedForDeletion = "The machine is already marked for deletion"
