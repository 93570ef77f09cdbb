package paperspace

import (
	"errors"
	"slices"
	"time"
)

// A Reason is what is known about a failure beyond its kind: what it has left behind,
// or what would prevent it. It holds the facts; the words for them belong to the program
// that reports the error, which might not be the Terraform provider. An [Error] lists
// them in the order in which they are reported.
type Reason interface{ isReason() }

// fact makes the type that embeds it a [Reason].
type fact struct{}

func (fact) isReason() {}

// With returns the [Error] of err with more reasons, after those that it has. An err
// without an [Error] is returned as it is. The result is a copy, because requests that
// share a response share its error.
func With(err error, more ...Reason) error {
	return edited(err, func(e *Error) { e.Reasons = slices.Concat(e.Reasons, more) })
}

// WithFirst is [With] for reasons that come before the others.
func WithFirst(err error, first ...Reason) error {
	return edited(err, func(e *Error) { e.Reasons = slices.Concat(first, e.Reasons) })
}

// Reclassify is [With] for an error whose kind and reasons are others than those that
// the request alone shows.
func Reclassify(err, kind error, reasons ...Reason) error {
	return edited(err, func(e *Error) { e.Kind, e.Reasons = kind, reasons })
}

func edited(err error, edit func(*Error)) error {
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	e = new(*e)
	edit(e)
	return e
}

// What a failure has changed.
type (
	// NothingSent means that no request was sent.
	NothingSent struct{ fact }
	// NothingCreated means that a create ended before its request was sent.
	NothingCreated struct{ fact }
	// NothingDestroyed means that Paperspace rejected a destroy.
	NothingDestroyed struct{ fact }
	// NoneCreated means that Paperspace rejected a create.
	NoneCreated struct {
		fact
		Noun string // "machine"
	}
	// MightExist means that a create might have been carried out, and that what it
	// made was not found.
	MightExist struct {
		fact
		Object string // `machine named "web"`
		Billed bool   // the object is billed
		Warned bool   // the checks of another create report the object
	}
	// OneOfSeveral means that several new objects can be what a create has made.
	OneOfSeveral struct {
		fact
		Object string // as in [MightExist]
	}
)

// Why a create failed, or can succeed.
type (
	// CreateRejected means that Paperspace rejected a create, for the reason that the
	// response gives.
	CreateRejected struct{ fact }
	// KeyNotAllowed means that Paperspace rejected a create because of its API key, and
	// responded to other requests with this key.
	KeyNotAllowed struct{ fact }
	// UserExists means that the user to be created with a machine exists.
	UserExists struct {
		fact
		Email, ID string
	}
	// ScriptNameTaken means that another script has the name.
	ScriptNameTaken struct {
		fact
		Name, ID string
	}
	// NoPrivateNetworks means that the region has no private networks, and others do.
	NoPrivateNetworks struct {
		fact
		Regions []string // those that do
	}
	// CapacityWaitInterrupted means that the wait for capacity for a new machine was
	// interrupted.
	CapacityWaitInterrupted struct{ fact }
	// NoCapacityForCreate means that no capacity for a new machine became available in
	// time.
	NoCapacityForCreate struct{ fact }
	// Withdrawn means that Paperspace accepted a machine and does not show it anymore.
	Withdrawn struct{ fact }
)

// Why a change failed. Nothing was sent for those of the checks before a change.
type (
	// TypeOfOtherGroup means that a machine cannot change to a type, by a check.
	TypeOfOtherGroup struct {
		fact
		From, To string
	}
	// DiskLarger means that a disk is larger than it should become, by a check.
	DiskLarger struct {
		fact
		HasGB int64
	}
	// NoCapacity means that the new type of a machine is not available, by a check.
	NoCapacity struct{ fact }
	// CheckCanBeSkipped means that a check prevented the change, which Paperspace might
	// accept.
	CheckCanBeSkipped struct{ fact }
	// NoCapacityForChange means that the new type of a machine did not become available in
	// time.
	NoCapacityForChange struct{ fact }
	// ValueNotShown means that Paperspace accepted a value and shows another one.
	ValueNotShown struct{ fact }
	// ScriptNotShown means that Paperspace accepted the change of a script and does not
	// show it.
	ScriptNotShown struct{ fact }
	// ShutdownMightBeOff means that the automatic shutdown of a machine was disabled to
	// change it, and the request that enables it again failed.
	ShutdownMightBeOff struct{ fact }
	// NetworkNotPossible means that Paperspace did not find the network that a machine
	// should move into.
	NetworkNotPossible struct{ fact }
	// TwoAddresses means that a machine should have both kinds of public IP address.
	TwoAddresses struct{ fact }
	// AddressHeld means that a machine has another public IP address already.
	AddressHeld struct {
		fact
		MachineID, Address string
	}
)

// What is known about a machine whose power state is involved.
type (
	// IsOff means that the machine cannot be restarted because it is off.
	IsOff struct{ fact }
	// MustBeOff means that the machine is on, and must be off for the operation.
	MustBeOff struct{ fact }
	// StoppedForDestroy means that the machine was stopped for a destroy that failed.
	StoppedForDestroy struct {
		fact
		Off bool // starting it again failed, too
	}
	// StoppedAndOff means that the machine was stopped for the operation and is off.
	StoppedAndOff struct {
		fact
		Machine string // `"web" (psr5k1x0d)`
		Why     string // why it could not be started again
	}
	// HasToBeStarted means that the machine was on, is off, and stays off until it is
	// started by another operation.
	HasToBeStarted struct{ fact }
	// RestartUnknown means that the response to a restart was lost, and the machine
	// could not be read.
	RestartUnknown struct{ fact }
	// RestartNotRepeated means that the response to a restart was lost, and the machine
	// shows none.
	RestartNotRepeated struct{ fact }
	// SnapshotRestoreNotRepeated means that the response to the restore of a snapshot was
	// lost, and the machine shows none.
	SnapshotRestoreNotRepeated struct{ fact }
)

// What is known about an object that is gone, or should be.
type (
	// GoingAway means that the machine is being destroyed, or is gone.
	GoingAway struct{ fact }
	// DeletedMeanwhile means that another client deleted the machine while it was waited
	// for.
	DeletedMeanwhile struct{ fact }
	// DestroyFailed means that Paperspace has given up to destroy the machine.
	DestroyFailed struct{ fact }
	// GoneUnconfirmed means that one request did not find the object, and that it counts
	// as existing, because no second request confirmed that it is gone.
	GoneUnconfirmed struct {
		fact
		Noun string
	}
	// ConfirmationFailed means that the requests to confirm that an object is gone failed.
	ConfirmationFailed struct{ fact }
	// ConfirmationTakes means that there was not enough time to confirm that an object is
	// gone.
	ConfirmationTakes struct {
		fact
		Least time.Duration
	}
	// MachinesInNetwork means that a network cannot be destroyed because of the machines
	// in it.
	MachinesInNetwork struct {
		fact
		Machines []string // `"web" (psr5k1x0d)`
	}
	// DrivesInNetwork means that a network cannot be destroyed because of the shared
	// drives in it.
	DrivesInNetwork struct {
		fact
		Drives []string // `"files" (sd1)`
	}
	// AddressNotReleased means that a machine was not destroyed because its public IP
	// address could not be released before.
	AddressNotReleased struct{ fact }
)
