package psfake

import "slices"

var v1UpdateFields = withSettings(map[string]field{
	"name": aText, "machineType": aText, "diskSize": {kind: number}, "networkId": aText, "restorePointSnapshotId": aText,
})

// update changes settings at once. What takes time begins with events, and the
// answer has the first of them only.
func (d *v1) update(r v1Request, out outcome) answer {
	old, err := r.target()
	if err != nil {
		return d.refuse(err)
	}
	in, err := r.read(v1UpdateFields)
	if err == nil {
		err = in.checkName()
	}
	if err == nil && len(in) == 0 && d.dialect().RefuseEmpty {
		err = refusedError("Nothing to update")
	}
	if err == nil {
		err = d.checkSettings(in, old)
	}
	if err != nil {
		return d.refuse(err)
	}
	change, err := d.rebuildOf(r, in, old)
	if err != nil && !d.dialect().PartialUpdate {
		return d.refuse(err)
	}
	if err == nil && len(r.bends) > 0 {
		in = r.bent(in)
		change, _ = d.rebuildOf(r, in, old) // whatever is stored counts as allowed
	}
	r.view.update(r.id, r.at, func(m *Machine) {
		set(&m.Name, in, "name")
		d.applySettings(m, in)
	})
	if err != nil {
		return d.refuse(err)
	}
	r.view.update(r.id, r.at, func(m *Machine) { set(&m.RestorePointID, in, "restorePointSnapshotId") })
	r.changePublicIPType(r.id, in.text("publicIpType"))
	o := object{}
	if change.needed() {
		handle := r.rebuild(r.id, change, r.at, out)
		for _, e := range r.events(r.id) {
			if e.Handle == handle {
				o.add("event", d.event(r.id, e.Event))
			}
		}
	}
	m, _ := r.machines.get(r.id)
	o.add("data", d.machine(m))
	return d.json(o)
}

// changePublicIPType leaves a static address that the machine had on the
// account.
func (r v1Request) changePublicIPType(id, kind string) {
	r.view.update(id, r.at, func(m *Machine) {
		if kind == "" || kind == publicIPType(*m) {
			return
		}
		m.setPublicIPType(kind)
		m.PublicIP = ""
		if m.Build == Built {
			r.takeAddress(m)
		}
	})
}

// rebuildOf finds what in a request takes time, and what else needs the machine
// to be off.
func (d *v1) rebuildOf(r v1Request, in input, old Machine) (rebuild, error) {
	var change rebuild
	if t := in.text("machineType"); t != old.MachineType {
		change.machineType = t
	}
	if size := in.number("diskSize"); size != nil && *size != old.SizeGB {
		change.sizeGB = *size
	}
	if id := in.text("networkId"); id != old.NetworkID {
		change.networkID = id
	}
	moves := change.networkID != "" || in.names("publicIpType") && in.text("publicIpType") != publicIPType(old)
	needsOff := change.upgrades() || moves && d.dialect().OfflineUpdates
	point, _ := r.snapshots.get(in.text("restorePointSnapshotId"))
	template, hasTemplate := r.templates.get(old.TemplateID)
	switch {
	case in.has("restorePointSnapshotId") && point.MachineID != old.ID:
		return change, notFound("Snapshot")
	case change.sizeGB != 0 && change.sizeGB < old.SizeGB:
		return change, refusedError("diskSize can only grow")
	case change.machineType != "" && groupOf(change.machineType) != groupOf(old.MachineType):
		return change, refusedError("machineType must be of the same group")
	case change.machineType != "" && hasTemplate && !template.suits(change.machineType):
		return change, refusedError("The template is not available for this machine type")
	}
	if in.names("networkId") {
		if err := r.checkNetwork(in.text("networkId")); err != nil {
			return change, err
		}
		if n, _ := r.networks.get(in.text("networkId")); n.Region != old.Region {
			return change, refusedError("The network belongs to another region")
		}
	}
	if needsOff && (old.State != StateOff || old.Build != Built) {
		return change, d.conflict("The machine must be off.")
	}
	if (change.needed() || moves) && (old.Build != Built ||
		slices.ContainsFunc([]string{"vm-upgrade", "vm-migrate", "snapshot-restore", "template-create"}, old.underWay)) {
		return change, d.conflict("The machine is busy with another change.")
	}
	return change, nil
}
