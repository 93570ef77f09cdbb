package psfake

import "net/http"

// adminObjects adds the routes for the objects that only API v1 has.
func (w *Server) adminObjects(handle func(pattern string, serve func(r *http.Request) (any, error))) {
	adminShelf(handle, "public-ips", "address", w.PublicIPs, func(a Address) Address { return w.ClaimPublicIP(a.Region) }, w.ReleasePublicIP)
	adminShelf(handle, "snapshots", "snapshot", w.Snapshots, w.AddSnapshot, w.RemoveSnapshot)
	adminShelf(handle, "custom-templates", "template", w.CustomTemplates, w.AddCustomTemplate, w.RemoveTemplate)
	adminShelf(handle, "shared-drives", "drive", w.SharedDrives, w.AddSharedDrive, w.RemoveSharedDrive)
	handle("POST machines/{id}/auto-snapshot", func(r *http.Request) (any, error) {
		s, ok := w.AutoSnapshot(r.PathValue("id"))
		if !ok {
			return nil, UnknownError{"schedule of machine", r.PathValue("id")}
		}
		return s, nil
	})
}

func adminShelf[T any](handle func(pattern string, serve func(r *http.Request) (any, error)), path, kind string,
	all func() []T, add func(T) T, remove func(id string) bool,
) {
	handle("GET "+path, func(*http.Request) (any, error) { return all(), nil })
	handle("POST "+path, func(r *http.Request) (any, error) {
		var v T
		if err := decode(r, &v); err != nil {
			return nil, err
		}
		return add(v), nil
	})
	handle("DELETE "+path+"/{id}", func(r *http.Request) (any, error) {
		if !remove(r.PathValue("id")) {
			return nil, UnknownError{kind, r.PathValue("id")}
		}
		return nil, nil
	})
}
