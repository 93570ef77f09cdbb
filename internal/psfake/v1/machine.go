package fakev1

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// machine renders a machine. Its private IP address and its network are null until its hardware is known.
func (r request) machine(m psfake.Machine) wire.Object {
	behavior := &r.Behavior().V1
	known := func(v any) any {
		if m.Build == psfake.Bare {
			return nil
		}
		return v
	}
	o := make(wire.Object, 0, 36)
	o.Add("id", m.ID)
	o.Add("name", m.Name)
	o.Add("state", m.State)
	o.Add("os", r.os(m))
	o.Add("machineType", m.MachineType)
	o.Add("agentType", m.AgentType)
	o.Add("cpus", m.CPUs)
	o.Add("ram", r.bytes(m.RAM))
	o.Add("storageTotal", r.bytes(m.DiskBytes()))
	o.Add("storageUsed", r.bytes(m.StorageUsed))
	if all := r.accelerators(m); all != nil {
		o.Add("accelerators", all)
	} else if !behavior.OmitAccelerators {
		o.Add("accelerators", nil)
	}
	o.Add("region", m.Region)
	o.Add("privateIp", known(wire.OrNull(m.PrivateIP)))
	o.Add("networkId", known(wire.OrNull(m.NetworkID)))
	o.Add("publicIp", wire.OrNull(m.PublicIP))
	o.Add("publicIpType", publicIPType(m))
	r.addSettings(&o, m)
	o.Add("updatesPending", m.UpdatesPending)
	o.Add("usageRate", price(5*m.CPUs))
	o.Add("storageRate", price(7*m.SizeGB))
	o.Add("dtCreated", wire.Date(m.Created))
	o.Add("dtModified", wire.Date(m.Modified))
	o.Add("dtDeleted", wire.DateOrNull(m.Deleted))
	o.Add("reservation", nil)
	return o
}

func (r request) os(m psfake.Machine) string {
	if m.Build == psfake.Bare || r.Behavior().Observed && m.Build != psfake.Built {
		return ""
	}
	return m.OS
}

// bytes renders a size in bytes, which is documented as a number and observed as text.
func (r request) bytes(n int64) any {
	digits := strconv.FormatInt(n, 10)
	if r.Behavior().V1.TextBytes {
		return digits
	}
	return json.Number(digits)
}

// price renders an invented price, given in cents.
func price(cents int) json.Number {
	return json.Number(strconv.FormatFloat(float64(cents)/100, 'f', 2, 64))
}

// accelerators splits a value such as "2 x Quadro P4000", which CORE calls gpu.
func (r request) accelerators(m psfake.Machine) []wire.Object {
	if m.GPU == "" {
		return nil
	}
	name, count := m.GPU, 1
	if n, single, ok := strings.Cut(m.GPU, " x "); ok {
		if parsed, err := strconv.Atoi(n); err == nil {
			name, count = single, parsed
		}
	}
	return []wire.Object{{{"name", name}, {"memory", r.bytes(psfake.HardwareOf(m.MachineType).GPURAM)}, {"count", count}}}
}

func publicIPType(m psfake.Machine) string {
	switch {
	case m.AssignPublicIP:
		return "static"
	case m.DynamicPublicIP:
		return "dynamic"
	}
	return "none"
}

// target returns the machine that a write names. For writes, a machine that is being destroyed does not exist,
// although show returns it.
func (r request) target() (psfake.Machine, error) { return r.targetOf(r.ID) }

func (r request) targetOf(id string) (psfake.Machine, error) {
	m, ok := r.Machines().Get(id)
	switch {
	case ok && m.Destroying && m.Rejection != 0:
		return m, statusError{m.Rejection, psfake.MarkedForDeletion}
	case !ok || m.Destroying:
		return m, notFound("Machine")
	}
	return m, nil
}

func (r request) show() psfake.Response {
	m, ok := r.Machines().Get(r.ID)
	if !ok {
		return r.reject(notFound("Machine"))
	}
	return respond(r.machine(m))
}

func (r request) listMachines() psfake.Response {
	all := slices.DeleteFunc(r.Machines().All(), func(m psfake.Machine) bool {
		return m.Unlisted || !r.nameMatches(m.Name) || !r.regionMatches(m.Region) ||
			!r.passes("agentType", m.AgentType) || !r.passes("machineType", m.MachineType)
	})
	return listing[psfake.Machine]{
		id: func(m psfake.Machine) string { return m.ID }, render: r.machine, by: "dtCreated",
		orders: map[string]func(psfake.Machine) string{
			"dtCreated": func(m psfake.Machine) string { return wire.Date(m.Created) },
			"name":      func(m psfake.Machine) string { return m.Name },
			"state":     func(m psfake.Machine) string { return m.State },
		},
	}.page(r, all)
}

// started returns the response to a request that starts a change: the machine and the newest event with that name.
func (r request) started(id, event string) psfake.Response {
	m, _ := r.Machines().Now(id)
	o := wire.Object{}
	for _, e := range m.Events {
		if e.Name == event {
			o.Add("event", eventOf(id, e))
			break
		}
	}
	o.Add("data", r.machine(m))
	return respond(o)
}

func (r request) destroy() psfake.Response {
	m, err := r.target()
	if err == nil && r.Behavior().V1.DeleteNeedsOff && m.State != psfake.StateOff {
		err = r.conflict("The machine must be off to be deleted.")
	}
	if err != nil {
		return r.reject(err)
	}
	r.Destroy(r.ID, false)
	return r.started(r.ID, "deactivate")
}
