package psfake

import (
	"encoding/json"
	"strconv"
	"strings"
)

// machine renders a machine as create and list show it: without events.
func (c *core) machine(m Machine) object {
	d := &c.world.dialect
	bare := m.Build == Bare
	known := func(v any) any {
		if bare {
			return nil
		}
		return v
	}
	o := make(object, 0, 34)
	o.add("id", m.ID)
	o.add("name", m.Name)
	o.add("os", known(c.os(m)))
	o.add("ram", known(c.numeric(strconv.FormatInt(m.RAM, 10))))
	o.add("cpus", c.cpus(m))
	o.add("gpu", known(c.gpu(m)))
	o.add("storageTotal", known(c.numeric(strconv.FormatInt(m.storageTotal(), 10))))
	o.add("storageUsed", known(c.numeric(strconv.FormatInt(m.StorageUsed, 10))))
	o.add("usageRate", c.usageRate(m))
	if d.EchoMachineType {
		o.add("machineType", m.MachineType)
	}
	o.add("shutdownTimeoutInHours", intOrNull(m.ShutdownHours))
	o.add("shutdownTimeoutForces", m.ShutdownForces)
	o.add("performAutoSnapshot", m.AutoSnapshot)
	if d.Observed && !m.AutoSnapshot {
		o.add("autoSnapshotFrequency", nil)
		o.add("autoSnapshotSaveCount", nil)
	} else {
		o.add("autoSnapshotFrequency", orNull(m.SnapshotFrequency))
		o.add("autoSnapshotSaveCount", intOrNull(m.SnapshotCount))
	}
	o.add("agentType", m.AgentType)
	o.add("dtCreated", isoDate(m.Created))
	o.add("state", m.State)
	o.add("updatesPending", m.UpdatesPending)
	o.add("networkId", known(orNull(m.NetworkID)))
	o.add("privateIpAddress", known(orNull(m.PrivateIP)))
	if d.EmptyAddress {
		o.add("publicIpAddress", m.PublicIP)
	} else {
		o.add("publicIpAddress", orNull(m.PublicIP))
	}
	o.add("region", known(m.Region))
	if !d.OmitOwner {
		o.add("userId", m.UserID)
		o.add("teamId", m.TeamID)
	}
	o.add("scriptId", orNull(m.ScriptID))
	o.add("dtLastRun", dateOrNull(m.LastRun))
	if d.DynamicNull && !m.DynamicPublicIP {
		o.add("dynamicPublicIp", nil)
	} else {
		o.add("dynamicPublicIp", m.DynamicPublicIP)
	}
	if d.LateKeys {
		c.lateKeys(&o, m)
	}
	return o
}

// lateKeys adds keys that answers grew over time, and two that nobody has seen:
// the next one will be like them.
func (c *core) lateKeys(o *object, m Machine) {
	o.add("isManaged", m.Managed)
	o.add("restorePointSnapshotId", nil)
	var frequency any
	if m.RestorePoint {
		frequency = "shutdown"
	}
	o.add("restorePointFrequency", frequency)
	o.add("dtDeleted", dateOrNull(m.Deleted))
	o.add("tags", []object{{{"key", "fake"}, {"value", nil}}})
	o.add("placement", object{{"rack", 7}, {"zones", object{{"id", nil}}}})
}

func (c *core) os(m Machine) any {
	if c.world.dialect.Observed && m.Build != Built {
		return ""
	}
	return m.OS
}

// cpus is never null: it is 1 as long as nothing is known.
func (c *core) cpus(m Machine) any {
	n := m.CPUs
	if m.Build == Bare {
		n = 1
	}
	if c.world.dialect.TextAsNumbers {
		return strconv.Itoa(n)
	}
	return n
}

func (c *core) gpu(m Machine) any {
	if m.GPU == "" && c.world.dialect.NoneGPU {
		return "None"
	}
	return orNull(m.GPU)
}

// numeric renders a number that the papers write as text.
func (c *core) numeric(digits string) any {
	if c.world.dialect.TextAsNumbers {
		return json.Number(digits)
	}
	return digits
}

func (c *core) usageRate(m Machine) string {
	billing := m.BillingType
	if c.world.dialect.CapitalBilling && billing != "" {
		billing = strings.ToUpper(billing[:1]) + billing[1:]
	}
	return m.MachineType + " " + billing
}

// coreEvents is how many events a machine shows.
const coreEvents = 10

func (c *core) events(m Machine) []object {
	out := make([]object, 0, len(m.Events))
	for _, e := range m.Events[:min(len(m.Events), coreEvents)] {
		finished := dateOrNull(e.Finished)
		if e.State == EventDone && c.world.dialect.FinishedNull {
			finished = nil
		}
		out = append(out, object{
			{"name", e.Name},
			{"state", e.State},
			{"errorMsg", e.Error},
			{"handle", e.Handle},
			{"dtModified", isoDate(e.Modified)},
			{"dtFinished", finished},
			{"dtCreated", isoDate(e.Created)},
		})
	}
	return out
}
