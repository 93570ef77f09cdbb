package fakecore

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// machine renders a machine as in the responses to create and list, without its events.
func (r request) machine(m psfake.Machine) wire.Object {
	d := r.Behavior()
	bare := m.Build == psfake.Bare
	known := func(v any) any {
		if bare {
			return nil
		}
		return v
	}
	o := make(wire.Object, 0, 34)
	o.Add("id", m.ID)
	o.Add("name", m.Name)
	o.Add("os", known(r.os(m)))
	o.Add("ram", known(r.numeric(strconv.FormatInt(m.RAM, 10))))
	o.Add("cpus", r.cpus(m))
	o.Add("gpu", known(r.gpu(m)))
	o.Add("storageTotal", known(r.numeric(strconv.FormatInt(m.DiskBytes(), 10))))
	o.Add("storageUsed", known(r.numeric(strconv.FormatInt(m.StorageUsed, 10))))
	o.Add("usageRate", r.usageRate(m))
	if d.EchoMachineType {
		o.Add("machineType", m.MachineType)
	}
	r.addSettings(&o, m)
	o.Add("agentType", m.AgentType)
	o.Add("dtCreated", wire.Date(m.Created))
	o.Add("state", m.State)
	o.Add("updatesPending", m.UpdatesPending)
	o.Add("networkId", known(wire.OrNull(m.NetworkID)))
	o.Add("privateIpAddress", known(wire.OrNull(m.PrivateIP)))
	if d.EmptyAddress {
		o.Add("publicIpAddress", m.PublicIP)
	} else {
		o.Add("publicIpAddress", wire.OrNull(m.PublicIP))
	}
	o.Add("region", known(m.Region))
	if !d.OmitOwner {
		o.Add("userId", m.UserID)
		o.Add("teamId", m.TeamID)
	}
	o.Add("scriptId", wire.OrNull(m.ScriptID))
	o.Add("dtLastRun", wire.DateOrNull(m.LastRun))
	if d.DynamicNull && !m.DynamicPublicIP {
		o.Add("dynamicPublicIp", nil)
	} else {
		o.Add("dynamicPublicIp", m.DynamicPublicIP)
	}
	if d.LateKeys {
		r.lateKeys(&o, m)
	}
	return o
}

// lateKeys adds keys that Paperspace added to its responses over time, and two invented keys, because it might add
// more.
func (r request) lateKeys(o *wire.Object, m psfake.Machine) {
	o.Add("isManaged", m.Managed)
	o.Add("restorePointSnapshotId", nil)
	var frequency any
	if m.RestorePoint {
		frequency = "shutdown"
	}
	o.Add("restorePointFrequency", frequency)
	o.Add("dtDeleted", wire.DateOrNull(m.Deleted))
	o.Add("tags", []wire.Object{{{"key", "fake"}, {"value", nil}}})
	o.Add("placement", wire.Object{{"rack", 7}, {"zones", wire.Object{{"id", nil}}}})
}

func (r request) os(m psfake.Machine) any {
	if r.Behavior().Observed && m.Build != psfake.Built {
		return ""
	}
	return m.OS
}

// cpus renders the number of CPUs. It is never null, and 1 while the hardware is unknown.
func (r request) cpus(m psfake.Machine) any {
	n := m.CPUs
	if m.Build == psfake.Bare {
		n = 1
	}
	if r.Behavior().TextAsNumbers {
		return strconv.Itoa(n)
	}
	return n
}

func (r request) gpu(m psfake.Machine) any {
	if m.GPU == "" && r.Behavior().NoneGPU {
		return "None"
	}
	return wire.OrNull(m.GPU)
}

// numeric renders a number as text, or as a number with TextAsNumbers.
func (r request) numeric(digits string) any {
	if r.Behavior().TextAsNumbers {
		return json.Number(digits)
	}
	return digits
}

func (r request) usageRate(m psfake.Machine) string {
	billing := m.BillingType
	if r.Behavior().CapitalBilling && billing != "" {
		billing = strings.ToUpper(billing[:1]) + billing[1:]
	}
	return m.MachineType + " " + billing
}

// coreEvents is the maximum number of events in a response.
const coreEvents = 10

func (r request) events(m psfake.Machine) []wire.Object {
	out := make([]wire.Object, 0, len(m.Events))
	for _, e := range m.Events[:min(len(m.Events), coreEvents)] {
		finished := wire.DateOrNull(e.Finished)
		if e.State == psfake.EventDone && r.Behavior().FinishedNull {
			finished = nil
		}
		out = append(out, wire.Object{
			{"name", e.Name},
			{"state", e.State},
			{"errorMsg", e.Error},
			{"handle", e.Handle},
			{"dtModified", wire.Date(e.Modified)},
			{"dtFinished", finished},
			{"dtCreated", wire.Date(e.Created)},
		})
	}
	return out
}
