package psfake

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// machine renders a machine. As long as nothing is known of a new one, it has
// no addresses and no network.
func (d *v1) machine(m Machine) object {
	dialect := d.dialect()
	known := func(v any) any {
		if m.Build == Bare {
			return nil
		}
		return v
	}
	o := make(object, 0, 36)
	o.add("id", m.ID)
	o.add("name", m.Name)
	o.add("state", m.State)
	o.add("os", d.os(m))
	o.add("machineType", m.MachineType)
	o.add("agentType", m.AgentType)
	o.add("cpus", m.CPUs)
	o.add("ram", d.bytes(m.RAM))
	o.add("storageTotal", d.bytes(m.storageTotal()))
	o.add("storageUsed", d.bytes(m.StorageUsed))
	if all := d.accelerators(m); all != nil {
		o.add("accelerators", all)
	} else if !dialect.OmitAccelerators {
		o.add("accelerators", nil)
	}
	o.add("region", m.Region)
	o.add("privateIp", known(orNull(m.PrivateIP)))
	o.add("networkId", known(orNull(m.NetworkID)))
	o.add("publicIp", orNull(m.PublicIP))
	o.add("publicIpType", publicIPType(m))
	d.addSettings(&o, m)
	o.add("updatesPending", m.UpdatesPending)
	o.add("usageRate", price(5*m.CPUs))
	o.add("storageRate", price(7*m.SizeGB))
	o.add("dtCreated", isoDate(m.Created))
	o.add("dtModified", isoDate(m.Modified))
	o.add("dtDeleted", dateOrNull(m.Deleted))
	o.add("reservation", nil)
	return o
}

func (d *v1) os(m Machine) string {
	if m.Build == Bare || d.world.dialect.Observed && m.Build != Built {
		return ""
	}
	return m.OS
}

// bytes renders a number that the papers declare and clients met as text.
func (d *v1) bytes(n int64) any {
	digits := strconv.FormatInt(n, 10)
	if d.dialect().TextBytes {
		return digits
	}
	return json.Number(digits)
}

// price renders an invented one, given in cents.
func price(cents int) json.Number {
	return json.Number(strconv.FormatFloat(float64(cents)/100, 'f', 2, 64))
}

// accelerators takes apart what CORE calls gpu.
func (d *v1) accelerators(m Machine) []object {
	if m.GPU == "" {
		return nil
	}
	name, count := m.GPU, 1
	if n, single, ok := strings.Cut(m.GPU, " x "); ok {
		if parsed, err := strconv.Atoi(n); err == nil {
			name, count = single, parsed
		}
	}
	return []object{{{"name", name}, {"memory", d.bytes(lookHardware(m.MachineType).gpuRAM)}, {"count", count}}}
}

func publicIPType(m Machine) string {
	switch {
	case m.AssignPublicIP:
		return "static"
	case m.DynamicPublicIP:
		return "dynamic"
	}
	return "none"
}

// target returns the machine a write is about. One that is being destroyed is
// gone for every write, though show still has it.
func (r v1Request) target() (Machine, error) { return r.targetOf(r.id) }

func (r v1Request) targetOf(id string) (Machine, error) {
	m, ok := r.machines.getAt(id, r.at)
	switch {
	case ok && m.Destroying && m.Refusal != 0:
		return m, statusError{m.Refusal, markedForDeletion}
	case !ok || m.Destroying:
		return m, notFound("Machine")
	}
	return m, nil
}

func (d *v1) show(r v1Request, _ outcome) answer {
	m, ok := r.machines.getAt(r.id, r.at)
	if !ok {
		return d.refuse(notFound("Machine"))
	}
	return d.json(d.machine(m))
}

func (d *v1) listMachines(r v1Request, _ outcome) answer {
	all := slices.DeleteFunc(r.machines.allAt(r.at), func(m Machine) bool {
		return m.Unlisted || !d.nameMatches(r, m.Name) || !regionMatches(r, m.Region) ||
			!r.passes("agentType", m.AgentType) || !r.passes("machineType", m.MachineType)
	})
	return listing[Machine]{
		id: func(m Machine) string { return m.ID }, render: d.machine, by: "dtCreated",
		orders: map[string]func(Machine) string{
			"dtCreated": func(m Machine) string { return isoDate(m.Created) },
			"name":      func(m Machine) string { return m.Name },
			"state":     func(m Machine) string { return m.State },
		},
	}.answer(d, r, all)
}

// started is the answer to what starts something: the machine and the newest
// event of that name.
func (d *v1) started(r v1Request, id, event string) answer {
	m, _ := r.machines.get(id)
	o := object{}
	for _, e := range m.Events {
		if e.Name == event {
			o.add("event", d.event(id, e))
			break
		}
	}
	o.add("data", d.machine(m))
	return d.json(o)
}

func (d *v1) destroy(r v1Request, out outcome) answer {
	m, err := r.target()
	if err == nil && d.dialect().DeleteNeedsOff && m.State != StateOff {
		err = d.conflict("The machine must be off to be deleted.")
	}
	if err != nil {
		return d.refuse(err)
	}
	r.view.destroy(r.id, false, r.at, out)
	return d.started(r, r.id, "deactivate")
}
