package psfake

import (
	"slices"
	"time"
)

// Revocation records that a user lost access to a machine.
type Revocation struct {
	UserID string
	At     time.Time
}

// SetAccess gives a user access to a machine, or revokes it. It returns an UnknownError if the user does not exist.
func (t *Tx) SetAccess(machineID, userID string, enable bool) error {
	if _, ok := t.users.get(userID); !ok {
		return UnknownError{"user", userID}
	}
	t.Change(machineID, func(m *Machine) {
		if enable {
			m.grant(userID)
		} else {
			m.Revoke(userID, t.at)
		}
	})
	return nil
}

// HasAccess reports whether a user other than the owner has access.
func (m Machine) HasAccess(userID string) bool { return slices.Contains(m.Access, userID) }

func (m *Machine) grant(userID string) {
	m.Revoked = slices.DeleteFunc(m.Revoked, func(r Revocation) bool { return r.UserID == userID })
	if !m.HasAccess(userID) {
		m.Access = append(m.Access, userID)
	}
}

// Revoke revokes the access of a user who has it.
func (m *Machine) Revoke(userID string, at time.Time) {
	if i := slices.Index(m.Access, userID); i >= 0 {
		m.Access = slices.Delete(m.Access, i, i+1)
		m.Revoked = append(m.Revoked, Revocation{userID, at})
	}
}
