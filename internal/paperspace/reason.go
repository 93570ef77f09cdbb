package paperspace

import (
	"errors"
	"slices"
	"time"
)

// A Reason is a fact about a failure beyond its kind, such as what it left behind, or what
// would prevent it. The program that reports the error, which might not be the Terraform
// provider, puts it into words. An [Error] lists reasons in the order in which they are
// reported.
type Reason interface{ isReason() }

// fact makes the type that embeds it a [Reason].
type fact struct{}

func (fact) isReason() {}

// With returns a copy of the [Error] in err with more reasons at the end. It returns err itself
// if it contains no [Error]. The result is a copy, because requests that share a response also
// share its error.
func With(err error, more ...Reason) error {
	return edited(err, func(e *Error) { e.Reasons = slices.Concat(e.Reasons, more) })
}

// WithFirst is like [With], but adds the reasons at the beginning.
func WithFirst(err error, first ...Reason) error {
	return edited(err, func(e *Error) { e.Reasons = slices.Concat(first, e.Reasons) })
}

// Reclassify is like [With], but replaces the kind and the reasons.
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
	// NothingCreated means that a create failed before its request was sent.
	NothingCreated struct{ fact }
	// NothingDestroyed means that Paperspace rejected a destroy.
	NothingDestroyed struct{ fact }
	// NoneCreated means that Paperspace rejected a create.
	NoneCreated struct {
		fact
		Noun string // "machine"
	}
	// MightExist means that a create might have been carried out, but its object was not
	// found.
	MightExist struct {
		fact
		Object string // `machine named "web"`
		Billed bool   // the object is billed
		Warned bool   // the checks of another create report the object
	}
	// OneOfSeveral means that several new objects could be the result of a create.
	OneOfSeveral struct {
		fact
		Object string // as in [MightExist]
	}
)

// Why a create failed.
type (
	// CreateRejected means that Paperspace rejected a create for the reason in the response.
	CreateRejected struct{ fact }
	// KeyNotAllowed means that Paperspace denied a create with an API key that it accepts for
	// other requests.
	KeyNotAllowed struct{ fact }
	// UserExists means that the user to create with a machine already exists.
	UserExists struct {
		fact
		Email, ID string
	}
	// ScriptNameTaken means that another script has the name.
	ScriptNameTaken struct {
		fact
		Name, ID string
	}
	// NoPrivateNetworks means that the region does not support private networks.
	NoPrivateNetworks struct {
		fact
		Regions []string // those that support them
	}
	// CapacityWaitInterrupted means that the wait for capacity for a new machine was
	// interrupted.
	CapacityWaitInterrupted struct{ fact }
	// NoCapacityForCreate means that capacity for a new machine did not become available in
	// time.
	NoCapacityForCreate struct{ fact }
	// Withdrawn means that Paperspace accepted the create of a machine but no longer shows
	// the machine.
	Withdrawn struct{ fact }
)

// Why a change failed. Some of these are the results of checks before the change, in which case
// the change was not sent.
type (
	// TypeOfOtherGroup means that a check found that the machine cannot change to the type.
	TypeOfOtherGroup struct {
		fact
		From, To string
	}
	// DiskLarger means that a check found that the disk is already larger than the new size.
	DiskLarger struct {
		fact
		HasGB int64
	}
	// NoCapacity means that a check found no capacity for the new type of the machine.
	NoCapacity struct{ fact }
	// CheckCanBeSkipped means that a check prevented the change, but Paperspace might accept
	// it.
	CheckCanBeSkipped struct{ fact }
	// NoCapacityForChange means that capacity for the new type of the machine did not become
	// available in time.
	NoCapacityForChange struct{ fact }
	// ValueNotShown means that Paperspace accepted a value but shows another.
	ValueNotShown struct{ fact }
	// ScriptNotShown means that Paperspace accepted the change of a script but does not show
	// it.
	ScriptNotShown struct{ fact }
	// ShutdownMightBeOff means that the shutdown timeout of a machine was disabled so that it
	// could be changed, and the request to enable it again failed.
	ShutdownMightBeOff struct{ fact }
	// NetworkNotPossible means that Paperspace did not find the network to move a machine to.
	NetworkNotPossible struct{ fact }
	// TwoAddresses means that a request was for both a static and a dynamic public IP address.
	TwoAddresses struct{ fact }
	// AddressHeld means that a machine already has another public IP address.
	AddressHeld struct {
		fact
		MachineID, Address string
	}
)

// What is known about the power state of a machine.
type (
	// IsOff means that the machine cannot be restarted because it is off.
	IsOff struct{ fact }
	// MustBeOff means that the machine is on but must be off for the operation.
	MustBeOff struct{ fact }
	// StoppedForDestroy means that the machine was stopped for a destroy that failed.
	StoppedForDestroy struct {
		fact
		Off bool // starting it again also failed
	}
	// StoppedAndOff means that the machine was stopped for the operation and is off.
	StoppedAndOff struct {
		fact
		Machine string // `"web" (psr5k1x0d)`
		Why     string // why it could not be started again
	}
	// HasToBeStarted means that the machine was on, is now off, and stays off until another
	// operation starts it.
	HasToBeStarted struct{ fact }
	// RestartUnknown means that the response to a restart was lost and the machine could not
	// be read.
	RestartUnknown struct{ fact }
	// RestartNotRepeated means that the response to a restart was lost and the machine does
	// not show a restart.
	RestartNotRepeated struct{ fact }
	// SnapshotRestoreNotRepeated means that the response to the restore of a snapshot was
	// lost and the machine does not show a restore.
	SnapshotRestoreNotRepeated struct{ fact }
)

// What is known about an object that is gone, or that should be destroyed.
type (
	// GoingAway means that the machine is being destroyed, or is gone.
	GoingAway struct{ fact }
	// DeletedMeanwhile means that another client deleted the machine during the wait.
	DeletedMeanwhile struct{ fact }
	// DestroyFailed means that Paperspace accepted the destroy but failed to complete it.
	DestroyFailed struct{ fact }
	// GoneUnconfirmed means that a request did not find the object, but no second request
	// confirmed that it is gone, so it counts as existing.
	GoneUnconfirmed struct {
		fact
		Noun string
	}
	// ConfirmationFailed means that the requests to confirm that an object is gone failed.
	ConfirmationFailed struct{ fact }
	// ConfirmationTakes means that there was not enough time to confirm that an object is
	// gone. A confirmation takes at least Least.
	ConfirmationTakes struct {
		fact
		Least time.Duration
	}
	// MachinesInNetwork means that a network cannot be destroyed because machines are in it.
	MachinesInNetwork struct {
		fact
		Machines []string // `"web" (psr5k1x0d)`
	}
	// DrivesInNetwork means that a network cannot be destroyed because shared drives are in it.
	DrivesInNetwork struct {
		fact
		Drives []string // `"files" (sd1)`
	}
	// AddressNotReleased means that a machine was not destroyed because its public IP address
	// could not be released first.
	AddressNotReleased struct{ fact }
)
