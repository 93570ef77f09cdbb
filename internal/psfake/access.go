package psfake

import (
	"slices"
	"time"
)

// Revocation is the end of a user's access to a machine.
type Revocation struct {
	UserID string
	At     time.Time
}

// setMachineAccess lets a user in or locks them out.
func (w *World) setMachineAccess(id, userID string, enable bool, at time.Time) error {
	if _, ok := w.users.get(userID); !ok {
		return unknownError{"user", userID}
	}
	w.update(id, at, func(m *Machine) {
		if enable {
			m.grant(userID)
		} else {
			m.revoke(userID, at)
		}
	})
	return nil
}

// lets reports whether a user has been given access.
func (m Machine) lets(userID string) bool { return slices.Contains(m.Access, userID) }

func (m *Machine) grant(userID string) {
	m.Revoked = slices.DeleteFunc(m.Revoked, func(r Revocation) bool { return r.UserID == userID })
	if !m.lets(userID) {
		m.Access = append(m.Access, userID)
	}
}

func (m *Machine) revoke(userID string, at time.Time) {
	if i := slices.Index(m.Access, userID); i >= 0 {
		m.Access = slices.Delete(m.Access, i, i+1)
		m.Revoked = append(m.Revoked, Revocation{userID, at})
	}
}
