package psfake

import "net/http"

// adminObjects adds the routes for the objects that only API v1 has.
func (w *Server) adminObjects(handle func(pattern string, serve func(r *http.Request) (any, error))) {
	adminShelf(handle, shelfCalls[Address]{"public-ips", "address", w.PublicIPs, func(a Address) Address { return w.ClaimPublicIP(a.Region) }, w.ReleasePublicIP})
	adminShelf(handle, shelfCalls[Snapshot]{"snapshots", "snapshot", w.Snapshots, w.AddSnapshot, w.RemoveSnapshot})
	adminShelf(handle, shelfCalls[Template]{"custom-templates", "template", w.CustomTemplates, w.AddCustomTemplate, w.RemoveTemplate})
	adminShelf(handle, shelfCalls[SharedDrive]{"shared-drives", "drive", w.SharedDrives, w.AddSharedDrive, w.RemoveSharedDrive})
	handle("POST machines/{id}/auto-snapshot", func(r *http.Request) (any, error) {
		s, ok := w.AutoSnapshot(r.PathValue("id"))
		if !ok {
			return nil, UnknownError{"schedule of machine", r.PathValue("id")}
		}
		return s, nil
	})
}

// shelfCalls are the calls for the objects of a kind.
type shelfCalls[T any] struct {
	path, kind string
	all        func() []T
	add        func(T) T
	remove     func(id string) bool
}

func adminShelf[T any](handle func(pattern string, serve func(r *http.Request) (any, error)), c shelfCalls[T]) {
	handle("GET "+c.path, func(*http.Request) (any, error) { return c.all(), nil })
	handle("POST "+c.path, func(r *http.Request) (any, error) {
		var v T
		if err := decode(r, &v); err != nil {
			return nil, err
		}
		return c.add(v), nil
	})
	handle("DELETE "+c.path+"/{id}", func(r *http.Request) (any, error) {
		if !c.remove(r.PathValue("id")) {
			return nil, UnknownError{c.kind, r.PathValue("id")}
		}
		return nil, nil
	})
}
