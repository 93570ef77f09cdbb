package psfake

import (
	"slices"
	"time"
)

// setMachineAccess lets a user in or locks them out.
func (w *World) setMachineAccess(id, userID string, enable bool, at time.Time) error {
	if _, ok := w.users.get(userID); !ok {
		return unknownError{"user", userID}
	}
	w.update(id, at, func(m *Machine) {
		switch i := slices.Index(m.Access, userID); {
		case enable && i < 0:
			m.Access = append(m.Access, userID)
		case !enable && i >= 0:
			m.Access = slices.Delete(m.Access, i, i+1)
		}
	})
	return nil
}
