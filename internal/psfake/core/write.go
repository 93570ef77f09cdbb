package fakecore

import (
	"net/http"
	"strconv"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// target returns the machine that a write names, or an error response if it does not exist. For writes, a machine
// that is being destroyed does not exist, although show returns it. A tombstone can have another status.
func (r request) target() (psfake.Machine, *psfake.Response) {
	m, ok := r.Machines().Get(r.ID)
	switch {
	case ok && m.Destroying && m.Rejection != 0:
		return m, new(r.fail(m.Rejection, psfake.MarkedForDeletion))
	case !ok || m.Destroying:
		return m, new(r.noMachine())
	}
	return m, nil
}

var idFields = map[string]wire.Field{"machineId": wire.AText}

func (r request) start() psfake.Response { return r.power(r.Start) }
func (r request) stop() psfake.Response  { return r.power(r.Stop) }
func (r request) restart() psfake.Response {
	return r.power(func(id string) error { return r.Restart(id, 0) })
}

func (r request) power(act func(id string) error) psfake.Response {
	if _, none := r.target(); none != nil {
		return *none
	}
	_, err := r.readFor(idFields)
	if err == nil {
		err = act(r.ID)
	}
	if err != nil {
		return r.reject(err)
	}
	return done()
}

var destroyFields = map[string]wire.Field{"machineId": wire.AText, "releasePublicIp": wire.AFlag}

func (r request) destroy() psfake.Response {
	if _, none := r.target(); none != nil {
		return *none
	}
	in, err := r.readFor(destroyFields)
	if err != nil {
		return r.reject(err)
	}
	release := in.Flag("releasePublicIp")
	if !in.Has("releasePublicIp") && !r.Strict() {
		release, _ = strconv.ParseBool(r.URL.Query().Get("releasePublicIp")) // a C# client sends it in the query, as "True"
	}
	r.Destroy(r.ID, release)
	return done()
}

var updateFields = withSettings(map[string]wire.Field{
	"machineId": wire.AText, "machineName": wire.AText, "shutdownTimeoutForces": wire.AFlag, "assignPublicIp": wire.AFlag,
})

// update changes only the fields in the body. A change of dynamicPublicIp affects the address at the next start or
// stop, as documented.
func (r request) update() psfake.Response {
	old, none := r.target()
	if none != nil {
		return *none
	}
	in, err := r.readFor(updateFields)
	if err == nil {
		err = r.checkUpdate(in, old)
	}
	if err != nil {
		return r.reject(err)
	}
	in = r.Stored(in)
	r.Change(r.ID, func(m *psfake.Machine) {
		wire.Set(&m.Name, in, "machineName")
		applySettings(m, in)
		if hours := in.Number("shutdownTimeoutInHours"); hours != nil ||
			in.Has("shutdownTimeoutInHours") && !r.Behavior().KeepsTimeoutOnNull {
			m.ShutdownHours = hours
		}
		if in.Has("assignPublicIp") {
			m.AssignPublicIP = in.Flag("assignPublicIp")
			if !m.AssignPublicIP && old.AssignPublicIP {
				r.DropAddress(m)
			}
			if m.Build == psfake.Built {
				r.TakeAddress(m)
			}
		}
	})
	return done()
}

func (r request) checkUpdate(in wire.Input, old psfake.Machine) error {
	dynamic, assigned := old.DynamicPublicIP, old.AssignPublicIP
	wire.Set(&dynamic, in, "dynamicPublicIp")
	wire.Set(&assigned, in, "assignPublicIp")
	switch {
	case in.Has("machineName") && in.Text("machineName") == "":
		return wire.Rejection("machineName must not be empty")
	case in.Has("assignPublicIp") && !r.Behavior().Observed:
		return wire.Rejection("Unknown parameter: assignPublicIp")
	case dynamic && assigned:
		return wire.Rejection("assignPublicIp cannot be used with dynamicPublicIp")
	}
	return r.checkFrequency(in)
}

// setAccessPublic is the documented call: a GET that changes the state and can only grant access.
func (r request) setAccessPublic() psfake.Response {
	if _, none := r.target(); none != nil {
		return *none
	}
	userID := r.URL.Query().Get("userId")
	if userID == "" {
		return r.missing("userId")
	}
	if err := r.SetAccess(r.ID, userID, true); err != nil {
		return r.reject(err)
	}
	m, _ := r.Machines().Now(r.ID)
	return respond(http.StatusOK, r.machine(m))
}

var accessFields = map[string]wire.Field{
	"machineId": wire.AText, "userId": wire.NeedsText, "enableAccess": {Kind: wire.Boolean, Required: true},
}

// setAccess is the call that the official client sends. That client repeats the machine's ID in the body, but the curl
// sample omits it.
func (r request) setAccess() psfake.Response {
	if _, none := r.target(); none != nil {
		return *none
	}
	in, err := r.readFor(accessFields)
	if err == nil && r.Strict() && !in.Has("machineId") {
		err = wire.Rejection("Missing required parameter: machineId")
	}
	if err == nil {
		err = r.SetAccess(r.ID, in.Text("userId"), in.Flag("enableAccess"))
	}
	if err != nil {
		return r.reject(err)
	}
	if r.Behavior().Observed {
		return done()
	}
	m, _ := r.Machines().Now(r.ID)
	return respond(http.StatusOK, r.machine(m))
}
