package fakev1

import (
	"slices"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

var updateFields = withSettings(map[string]wire.Field{
	"name": wire.AText, "machineType": wire.AText, "diskSize": {Kind: wire.Number}, "networkId": wire.AText, "restorePointSnapshotId": wire.AText,
})

// update changes settings immediately. Other changes take time and have events, of which the response contains only
// the first.
func (r request) update() psfake.Response {
	old, err := r.target()
	if err != nil {
		return r.reject(err)
	}
	in, err := r.read(updateFields)
	if err == nil {
		err = checkName(in)
	}
	if err == nil && len(in) == 0 && r.Behavior().V1.RejectEmpty {
		err = wire.Rejection("Nothing to update")
	}
	if err == nil {
		err = r.checkSettings(in, old)
	}
	if err != nil {
		return r.reject(err)
	}
	change, err := r.rebuildOf(in, old)
	if err != nil && !r.Behavior().V1.PartialUpdate {
		return r.reject(err)
	}
	if err == nil && r.Altered() {
		in = r.Stored(in)
		change, _ = r.rebuildOf(in, old) // the value that a fault stores is not checked
	}
	r.Change(r.ID, func(m *psfake.Machine) {
		wire.Set(&m.Name, in, "name")
		r.applySettings(m, in)
	})
	if err != nil {
		return r.reject(err)
	}
	r.Change(r.ID, func(m *psfake.Machine) { wire.Set(&m.RestorePointID, in, "restorePointSnapshotId") })
	r.changePublicIPType(r.ID, in.Text("publicIpType"))
	o := wire.Object{}
	if change.Needed() {
		handle := r.Rebuild(r.ID, change)
		for _, e := range r.events(r.ID) {
			if e.Handle == handle {
				o.Add("event", eventOf(r.ID, e.Event))
			}
		}
	}
	m, _ := r.Machines().Now(r.ID)
	o.Add("data", r.machine(m))
	return respond(o)
}

// changePublicIPType changes the type of a machine's public IP address. If the machine had a static public IP address,
// that address remains in the account.
func (r request) changePublicIPType(id, kind string) {
	r.Change(id, func(m *psfake.Machine) {
		if kind == "" || kind == publicIPType(*m) {
			return
		}
		setPublicIPType(m, kind)
		m.PublicIP = ""
		if m.Build == psfake.Built {
			r.TakeAddress(m)
		}
	})
}

// rebuildOf returns the changes of a request that take time. It returns an error if the request is invalid, or if the
// machine must be off or is busy.
func (r request) rebuildOf(in wire.Input, old psfake.Machine) (psfake.Rebuild, error) {
	var change psfake.Rebuild
	if t := in.Text("machineType"); t != old.MachineType {
		change.MachineType = t
	}
	if size := in.Number("diskSize"); size != nil && *size != old.SizeGB {
		change.SizeGB = *size
	}
	if id := in.Text("networkId"); id != old.NetworkID {
		change.NetworkID = id
	}
	moves := change.NetworkID != "" || names(in, "publicIpType") && in.Text("publicIpType") != publicIPType(old)
	needsOff := change.Upgrades() || moves && r.Behavior().V1.OfflineUpdates
	point, _ := r.Snapshots().Now(in.Text("restorePointSnapshotId"))
	template, hasTemplate := r.Templates().Now(old.TemplateID)
	switch {
	case in.Has("restorePointSnapshotId") && point.MachineID != old.ID:
		return change, notFound("Snapshot")
	case change.SizeGB != 0 && change.SizeGB < old.SizeGB:
		return change, wire.Rejection("diskSize can only grow")
	case change.MachineType != "" && psfake.GroupOf(change.MachineType) != psfake.GroupOf(old.MachineType):
		return change, wire.Rejection("machineType must be of the same group")
	case change.MachineType != "" && hasTemplate && !suits(template, change.MachineType):
		return change, wire.Rejection("The template is not available for this machine type")
	}
	if names(in, "networkId") {
		if err := r.checkNetwork(in.Text("networkId")); err != nil {
			return change, err
		}
		if n, _ := r.Networks().Now(in.Text("networkId")); n.Region != old.Region {
			return change, wire.Rejection("The network belongs to another region")
		}
	}
	if needsOff && (old.State != psfake.StateOff || old.Build != psfake.Built) {
		return change, r.conflict("The machine must be off.")
	}
	if (change.Needed() || moves) && (old.Build != psfake.Built ||
		slices.ContainsFunc([]string{"vm-upgrade", "vm-migrate", "snapshot-restore", "template-create"}, old.UnderWay)) {
		return change, r.conflict("The machine is busy with another change.")
	}
	return change, nil
}
