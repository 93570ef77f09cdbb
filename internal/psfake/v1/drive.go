package fakev1

import (
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// drive renders a drive. All responses, even lists, contain the password.
func (r request) drive(s psfake.SharedDrive, listed bool) wire.Object {
	size := int64(s.SizeGB)
	if !r.Behavior().V1.DriveGigabytes {
		size *= psfake.GiB
	}
	return wire.Object{{"id", s.ID}, {"name", s.Name}, {"size", r.bytes(size)}, {"mountPoint", s.MountPoint},
		{"username", s.Username}, {"password", s.Password}, {"networkId", s.NetworkID}, {"region", r.region(s.Region, listed)},
		{"dtCreated", wire.Date(s.Created)}, {"dtDeleted", nil}}
}

func (r request) listDrives() psfake.Response {
	var all []psfake.SharedDrive
	for _, s := range r.Drives().All() {
		if r.nameMatches(s.Name) && r.regionMatches(s.Region) {
			all = append(all, s)
		}
	}
	return listing[psfake.SharedDrive]{
		id: func(s psfake.SharedDrive) string { return s.ID }, by: "dtCreated",
		render: func(s psfake.SharedDrive) wire.Object { return r.drive(s, true) },
		orders: map[string]func(psfake.SharedDrive) string{
			"dtCreated": func(s psfake.SharedDrive) string { return wire.Date(s.Created) },
			"name":      func(s psfake.SharedDrive) string { return s.Name },
		},
	}.page(r, all)
}

func (r request) showDrive() psfake.Response {
	s, ok := r.Drives().Get(r.ID)
	if !ok {
		return r.none("Shared drive")
	}
	return respond(r.drive(s, false))
}

var newDriveFields = map[string]wire.Field{"name": wire.NeedsText, "size": wire.NeedsNumber, "region": wire.NeedsText, "networkId": wire.NeedsText}

func (r request) createDrive() psfake.Response {
	in, err := r.read(newDriveFields)
	region, ok := psfake.RegionOf(in.Text("region"))
	if err == nil && !ok {
		err = wire.Rejection("Unknown region")
	}
	var n psfake.Network
	if err == nil {
		n, err = r.privateNetwork(in.Text("networkId"))
	}
	if err == nil && n.Region != region {
		err = wire.Rejection("The network belongs to another region")
	}
	if err != nil {
		return r.reject(err)
	}
	in = r.Stored(in)
	s := psfake.SharedDrive{Region: region, NetworkID: n.ID}
	wire.Set(&s.Name, in, "name")
	wire.Set(&s.SizeGB, in, "size")
	return respond(r.drive(r.MakeDrive(s), false))
}

func (r request) updateDrive() psfake.Response {
	s, ok := r.Drives().Get(r.ID)
	if !ok {
		return r.reject(notFound("Shared drive"))
	}
	in, err := r.read(map[string]wire.Field{"name": wire.AText})
	if err == nil {
		err = checkName(in)
	}
	if err != nil {
		return r.reject(err)
	}
	wire.Set(&s.Name, r.Stored(in), "name")
	r.Drives().Put(s.ID, s)
	return respond(r.drive(s, false))
}

func (r request) destroyDrive() psfake.Response {
	if _, ok := r.Drives().Get(r.ID); !ok {
		return r.reject(notFound("Shared drive"))
	}
	r.RemoveDrive(r.ID)
	return respond(wire.Object{{"id", r.ID}})
}
