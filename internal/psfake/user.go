package psfake

import (
	"strings"
	"time"
)

// User is a user account.
type User struct {
	ID, Email, FirstName, LastName, TeamID, Password string
	Admin, Owner                                     bool
	Created                                          time.Time
}

// AddUser adds a user and sets the ID, date, and team if they are empty.
func (w *Server) AddUser(u User) User {
	now, done := w.lock()
	defer done()
	return w.addUser(u, now)
}

// Users lists the users in order of creation.
func (w *Server) Users() []User {
	_, done := w.lock()
	defer done()
	return w.users.all()
}

func (w *state) addUser(u User, now time.Time) User {
	if u.ID == "" {
		u.ID = w.newID("u", known(&w.users))
	}
	if u.Created.IsZero() {
		u.Created = now
	}
	if u.TeamID == "" {
		u.TeamID = w.team
	}
	w.users.put(u.ID, earlier(u.Created, now), u)
	return u
}

func (w *state) emailKnown(email string) bool {
	for _, u := range w.users.all() {
		if strings.EqualFold(u.Email, email) {
			return true
		}
	}
	return false
}
