package psfake

import (
	"net/http"
	"strconv"
)

// target returns the machine that a write is about, or the response if there is
// none. One that is being destroyed is gone for every write, though show still
// has it.
func (c *core) target(r coreRequest) (Machine, *answer) {
	m, ok := r.machines.getAt(r.id, r.at)
	switch {
	case ok && m.Destroying && m.Refusal != 0:
		return m, new(c.fail(m.Refusal, markedForDeletion))
	case !ok || m.Destroying:
		return m, new(c.noMachine())
	}
	return m, nil
}

var idFields = map[string]field{"machineId": aText}

func (c *core) start(r coreRequest, out outcome) answer   { return c.power(r, out, r.start) }
func (c *core) stop(r coreRequest, out outcome) answer    { return c.power(r, out, r.stop) }
func (c *core) restart(r coreRequest, out outcome) answer { return c.power(r, out, r.restart) }

func (c *core) power(r coreRequest, out outcome, act powerCall) answer {
	if _, none := c.target(r); none != nil {
		return *none
	}
	_, err := r.readFor(idFields)
	if err == nil {
		err = act(r.id, r.at, out)
	}
	if err != nil {
		return c.refuse(err)
	}
	return c.done()
}

var destroyFields = map[string]field{"machineId": aText, "releasePublicIp": aFlag}

func (c *core) destroy(r coreRequest, out outcome) answer {
	if _, none := c.target(r); none != nil {
		return *none
	}
	in, err := r.readFor(destroyFields)
	if err != nil {
		return c.refuse(err)
	}
	release := in.flag("releasePublicIp")
	if !in.has("releasePublicIp") && !r.strict {
		release, _ = strconv.ParseBool(r.URL.Query().Get("releasePublicIp")) // where a C# client has it, as "True"
	}
	r.destroy(r.id, release, r.at, out)
	return c.done()
}

var updateFields = map[string]field{
	"machineId": aText, "machineName": aText, "shutdownTimeoutInHours": nullNumber, "shutdownTimeoutForces": aFlag,
	"performAutoSnapshot": aFlag, "autoSnapshotFrequency": nullText, "autoSnapshotSaveCount": nullNumber,
	"dynamicPublicIp": aFlag, "assignPublicIp": aFlag,
}

// update leaves alone what the body does not name. A change of dynamicPublicIp
// shows in the address at the next start or stop, as the papers have it.
func (c *core) update(r coreRequest, _ outcome) answer {
	old, none := c.target(r)
	if none != nil {
		return *none
	}
	in, err := r.readFor(updateFields)
	if err == nil {
		err = c.checkUpdate(in, old)
	}
	if err != nil {
		return c.refuse(err)
	}
	in = r.bent(in)
	r.update(r.id, r.at, func(m *Machine) {
		set(&m.Name, in, "machineName")
		set(&m.ShutdownForces, in, "shutdownTimeoutForces")
		set(&m.AutoSnapshot, in, "performAutoSnapshot")
		set(&m.DynamicPublicIP, in, "dynamicPublicIp")
		if in.has("autoSnapshotFrequency") {
			m.SnapshotFrequency = in.text("autoSnapshotFrequency")
		}
		if in.has("autoSnapshotSaveCount") {
			m.SnapshotCount = in.number("autoSnapshotSaveCount")
		}
		if hours := in.number("shutdownTimeoutInHours"); hours != nil ||
			in.has("shutdownTimeoutInHours") && !c.world.dialect.KeepsTimeoutOnNull {
			m.ShutdownHours = hours
		}
		if in.has("assignPublicIp") {
			m.AssignPublicIP = in.flag("assignPublicIp")
			if !m.AssignPublicIP && old.AssignPublicIP {
				m.PublicIP = ""
				r.addresses.remove(old.PublicIP, r.at)
			}
			if m.Build == Built {
				r.takeAddress(m)
			}
		}
	})
	return c.done()
}

func set[T any](to *T, in input, key string) {
	if v, ok := in[key].(T); ok {
		*to = v
	}
}

func (c *core) checkUpdate(in input, old Machine) error {
	dynamic, assigned := old.DynamicPublicIP, old.AssignPublicIP
	set(&dynamic, in, "dynamicPublicIp")
	set(&assigned, in, "assignPublicIp")
	switch {
	case in.has("machineName") && in.text("machineName") == "":
		return refusedError("machineName must not be empty")
	case in.has("assignPublicIp") && !c.world.dialect.Observed:
		return refusedError("Unknown parameter: assignPublicIp")
	case dynamic && assigned:
		return refusedError("assignPublicIp cannot be used with dynamicPublicIp")
	}
	return c.checkFrequency(in)
}

// setAccessPublic is the documented call: a GET that changes data, and can
// only grant.
func (c *core) setAccessPublic(r coreRequest, _ outcome) answer {
	if _, none := c.target(r); none != nil {
		return *none
	}
	userID := r.URL.Query().Get("userId")
	if userID == "" {
		return c.missing("userId")
	}
	if err := r.setMachineAccess(r.id, userID, true, r.at); err != nil {
		return c.refuse(err)
	}
	m, _ := r.machines.get(r.id)
	return c.json(http.StatusOK, c.machine(m))
}

var accessFields = map[string]field{
	"machineId": aText, "userId": needsText, "enableAccess": {kind: boolean, required: true},
}

// setAccess is the call that the official client really sent. That client needs
// the machine's id in the body; the curl sample does without.
func (c *core) setAccess(r coreRequest, _ outcome) answer {
	if _, none := c.target(r); none != nil {
		return *none
	}
	in, err := r.readFor(accessFields)
	if err == nil && r.strict && !in.has("machineId") {
		err = refusedError("Missing required parameter: machineId")
	}
	if err == nil {
		err = r.setMachineAccess(r.id, in.text("userId"), in.flag("enableAccess"), r.at)
	}
	if err != nil {
		return c.refuse(err)
	}
	if c.world.dialect.Observed {
		return c.done()
	}
	m, _ := r.machines.get(r.id)
	return c.json(http.StatusOK, c.machine(m))
}
