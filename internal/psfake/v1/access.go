package psfake

import "time"

// accessor is a user with access to a machine, or one who had it until a time.
type accessor struct {
	user  User
	until *time.Time
}

func (v view) accessors(m Machine, revoked bool) []accessor {
	user := func(id string) User {
		u, _ := v.users.getAt(id, v.at)
		u.ID = id
		return u
	}
	var all []accessor
	for _, id := range m.Access {
		all = append(all, accessor{user: user(id)})
	}
	for _, r := range m.Revoked {
		if revoked {
			all = append(all, accessor{user(r.UserID), new(r.At)})
		}
	}
	return all
}

func (d *v1) accessor(a accessor) object {
	return object{{"user", d.user(a.user)}, {"dtDeleted", dateOrNull(a.until)}}
}

func (d *v1) listAccessors(r v1Request, _ outcome) answer {
	m, ok := r.machines.getAt(r.id, r.at)
	if !ok {
		return d.refuse(notFound("Machine"))
	}
	id := func(a accessor) string { return a.user.ID }
	return listing[accessor]{id: id, render: d.accessor, by: "id", orders: map[string]func(accessor) string{"id": id}}.
		answer(d, r, r.accessors(m, d.dialect().ShowRevoked))
}

// oneAccessor answers with one, if it is to be seen.
func (d *v1) oneAccessor(r v1Request, userID string, revoked bool) answer {
	m, ok := r.machines.getAt(r.id, r.at)
	if !ok {
		return d.refuse(notFound("Machine"))
	}
	for _, a := range r.accessors(m, revoked) {
		if a.user.ID == userID {
			return d.json(d.accessor(a))
		}
	}
	return d.refuse(notFound("Accessor"))
}

func (d *v1) showAccessor(r v1Request, _ outcome) answer {
	return d.oneAccessor(r, r.sub, d.dialect().ShowRevoked)
}

func (d *v1) addAccessor(r v1Request, _ outcome) answer {
	m, err := r.target()
	if err != nil {
		return d.refuse(err)
	}
	in, err := r.read(map[string]field{"userId": needsText})
	userID := in.text("userId")
	if err == nil && d.dialect().GrantOnce && m.lets(userID) {
		err = d.conflict("The user has access already.")
	}
	if err == nil {
		err = r.setMachineAccess(r.id, userID, true, r.at)
	}
	if err != nil {
		return d.refuse(err)
	}
	return d.oneAccessor(r, userID, false)
}

func (d *v1) removeAccessor(r v1Request, _ outcome) answer {
	m, err := r.target()
	if err == nil && !m.lets(r.sub) {
		err = notFound("Accessor")
	}
	if err != nil {
		return d.refuse(err)
	}
	r.view.update(r.id, r.at, func(m *Machine) { m.revoke(r.sub, r.at) })
	return d.oneAccessor(r, r.sub, true)
}
