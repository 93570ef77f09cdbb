package wait

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// absence is what a wait knows about a machine that is missing or being destroyed.
type absence struct {
	unseen time.Duration // the constant of the same name, scaled
	gap    time.Duration
	// withdrawn is how long a new machine has to be missing before it counts as withdrawn.
	// That taints the resource, so the next apply would destroy the machine if it exists.
	withdrawn time.Duration
	since     time.Time // end of the first of the polls in a row that missed it
	failedAt  time.Time // when the failure of a destruction was first seen
}

// missesAgain records a poll that did not find the machine. It reports whether the machine
// has been missing at two moments far enough apart.
func (j *judgment) missesAgain(begun, now time.Time) bool {
	if j.missing++; j.missing == 1 {
		j.since = now
	}
	return j.missing > 1 && begun.Sub(j.since) >= j.gap
}

// pollEnded makes the end of a poll the first moment of all machines that were first
// missing in it, so that a single later poll can confirm that they are gone.
func (j *judgment) pollEnded(begun, now time.Time) {
	if j.missing == 1 && !j.since.Before(begun) {
		j.since = now
	}
}

// untilDue returns the time until a poll can confirm that the machine is gone, or 0 if the
// machine is not missing.
func (j *judgment) untilDue(now time.Time) time.Duration {
	if j.missing == 0 {
		return 0
	}
	return max(0, j.since.Add(j.gap).Sub(now))
}

// deletion judges how far the destruction of the machine has got. If the machine is to be
// gone, Paperspace might still show the failure of an earlier destruction for a moment, so
// the failure has to show again after the pause.
func (j *judgment) deletion(m paperspace.Machine, now time.Time) (done, read bool, err error) {
	known := paperspace.Machine{Name: m.Name, ID: m.ID, DeletedAt: m.DeletedAt, Events: j.events}
	switch state := known.Deletion(); {
	case state != paperspace.DeletionFailed || !j.wait.Target.gone:
		j.failedAt = time.Time{}
		if !known.BeingDestroyed() {
			return false, false, nil
		}
		if j.wait.Target.gone {
			return state == paperspace.Deleted, false, nil
		}
		return false, false, &paperspace.Error{
			Op: j.op(), Kind: paperspace.ErrBeingDestroyed,
			Message: fmt.Sprintf("machine %s is being destroyed", known.Label()),
			Reasons: []paperspace.Reason{paperspace.GoingAway{}},
		}
	case j.failedAt.IsZero():
		j.failedAt = now
		return false, false, nil
	case now.Sub(j.failedAt) < j.gap:
		return false, false, nil
	case m.Events == nil:
		return false, true, nil
	}
	e, _, _ := known.Deactivation()
	return false, false, &paperspace.Error{
		Op: j.op(), Kind: paperspace.ErrFailed,
		Message: fmt.Sprintf("Paperspace failed to destroy machine %s: %s", known.Label(), cmp.Or(e.Error, "it gives no reason")),
		Reasons: []paperspace.Reason{paperspace.DestroyFailed{}},
	}
}

// Vanished reports whether err ended a wait because the machine is gone. It returns false
// for the "not found" of a single request.
func Vanished(err error) bool {
	var e *paperspace.Error
	return errors.As(err, &e) && errors.Is(e.Kind, paperspace.ErrNotFound) && e.Method == ""
}
