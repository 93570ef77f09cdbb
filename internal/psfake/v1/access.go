package fakev1

import (
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// accessor is a user who has, or had, access to a machine.
type accessor struct {
	user  psfake.User
	until *time.Time
}

func (r request) accessors(m psfake.Machine, revoked bool) []accessor {
	user := func(id string) psfake.User {
		u, _ := r.Users().Get(id)
		u.ID = id
		return u
	}
	var all []accessor
	for _, id := range m.Access {
		all = append(all, accessor{user: user(id)})
	}
	for _, gone := range m.Revoked {
		if revoked {
			all = append(all, accessor{user(gone.UserID), new(gone.At)})
		}
	}
	return all
}

func (r request) accessor(a accessor) wire.Object {
	return wire.Object{{"user", r.user(a.user)}, {"dtDeleted", wire.DateOrNull(a.until)}}
}

func (r request) listAccessors() psfake.Response {
	m, ok := r.Machines().Get(r.ID)
	if !ok {
		return r.reject(notFound("Machine"))
	}
	id := func(a accessor) string { return a.user.ID }
	return listing[accessor]{id: id, render: r.accessor, by: "id", orders: map[string]func(accessor) string{"id": id}}.
		page(r, r.accessors(m, r.Behavior().V1.ShowRevoked))
}

// oneAccessor responds with one accessor, which can be a former one if revoked is true.
func (r request) oneAccessor(userID string, revoked bool) psfake.Response {
	m, ok := r.Machines().Get(r.ID)
	if !ok {
		return r.reject(notFound("Machine"))
	}
	for _, a := range r.accessors(m, revoked) {
		if a.user.ID == userID {
			return respond(r.accessor(a))
		}
	}
	return r.reject(notFound("Accessor"))
}

func (r request) showAccessor() psfake.Response {
	return r.oneAccessor(r.Sub, r.Behavior().V1.ShowRevoked)
}

func (r request) addAccessor() psfake.Response {
	m, err := r.target()
	if err != nil {
		return r.reject(err)
	}
	in, err := r.read(map[string]wire.Field{"userId": wire.NeedsText})
	userID := in.Text("userId")
	if err == nil && r.Behavior().V1.GrantOnce && m.HasAccess(userID) {
		err = r.conflict("The user already has access.")
	}
	if err == nil {
		err = r.SetAccess(r.ID, userID, true)
	}
	if err != nil {
		return r.reject(err)
	}
	return r.oneAccessor(userID, false)
}

func (r request) removeAccessor() psfake.Response {
	m, err := r.target()
	if err == nil && !m.HasAccess(r.Sub) {
		err = notFound("Accessor")
	}
	if err != nil {
		return r.reject(err)
	}
	r.Change(r.ID, func(m *psfake.Machine) { m.Revoke(r.Sub, r.At()) })
	return r.oneAccessor(r.Sub, true)
}
