package fakecore

import (
	"encoding/json"
	"net/http"
	"slices"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/wire"
)

// createFields are the fields of a create. Those below the blank line, and most of the settings, are not documented
// but come from other sources.
var createFields = withSettings(map[string]wire.Field{
	"region": wire.NeedsText, "machineType": wire.NeedsText, "size": wire.NeedsNumber, "billingType": wire.NeedsText,
	"machineName": wire.NeedsText, "templateId": wire.NeedsText, "assignPublicIp": wire.AFlag,
	"networkId": wire.AText, "teamId": wire.AText, "userId": wire.AText, "email": wire.AText, "password": wire.AText, "firstName": wire.AText,
	"lastName": wire.AText, "notificationEmail": wire.AText, "scriptId": wire.AText,

	"startOnCreate": wire.AFlag, "takeInitialSnapshot": wire.AFlag, "markSnapshotAsRestorePoint": wire.AFlag,
	"restorePointFrequency": wire.AText, "enableNvlink": wire.AFlag, "isManaged": wire.AFlag,
})

var newUserFields = []string{"email", "password", "firstName", "lastName"}

func (r request) create() psfake.Response {
	in, err := r.read(createFields)
	if err == nil {
		err = r.checkCreate(in)
	}
	if err != nil {
		return r.reject(err)
	}
	m, err := r.Order(r.orderOf(r.Stored(in)))
	if err != nil {
		return r.reject(err)
	}
	a := respond(psfake.Either(r.Behavior(), http.StatusCreated, http.StatusOK), r.machine(m))
	a.Machine = m.ID
	return a
}

// checkCreate checks a request against the rules that do not depend on the state.
func (r request) checkCreate(in wire.Input) error {
	isGiven := func(key string) bool { return in.Text(key) != "" }
	newUser := slices.ContainsFunc(newUserFields, in.Has)
	wholeUser := isGiven("email") && isGiven("password") && isGiven("firstName") && isGiven("lastName")
	canRestore := in.Flag("takeInitialSnapshot") && isGiven("restorePointFrequency")
	switch {
	case !psfake.IsRegion(in.Text("region")):
		return wire.Rejection("Unknown region")
	case in.Text("billingType") != "monthly" && in.Text("billingType") != "hourly":
		return wire.Rejection("billingType must be monthly or hourly")
	case in.Flag("assignPublicIp") && in.Flag("dynamicPublicIp"):
		return wire.Rejection("assignPublicIp cannot be used with dynamicPublicIp")
	case isGiven("userId") && newUser:
		return wire.Rejection("userId cannot be used with email, password, firstName, lastName")
	case newUser && !wholeUser:
		return wire.Rejection("A new user needs email, password, firstName and lastName")
	case in.Has("restorePointFrequency") && in.Text("restorePointFrequency") != "shutdown":
		return wire.Rejection("restorePointFrequency must be shutdown")
	case in.Flag("markSnapshotAsRestorePoint") && !canRestore:
		return wire.Rejection("markSnapshotAsRestorePoint needs takeInitialSnapshot and restorePointFrequency")
	}
	return r.checkFrequency(in)
}

// orderOf converts a request that has passed the checks.
func (r request) orderOf(in wire.Input) psfake.Order {
	o := psfake.Order{Boot: !in.Has("startOnCreate") || in.Flag("startOnCreate")}
	m := &o.Machine
	m.Name, m.Region, m.MachineType = in.Text("machineName"), in.Text("region"), in.Text("machineType")
	wire.Set(&m.SizeGB, in, "size")
	m.BillingType, m.TemplateID = in.Text("billingType"), in.Text("templateId")
	m.AssignPublicIP = in.Flag("assignPublicIp")
	m.NetworkID, m.TeamID, m.UserID = in.Text("networkId"), in.Text("teamId"), in.Text("userId")
	m.NotificationEmail, m.ScriptID = in.Text("notificationEmail"), in.Text("scriptId")
	m.TakesInitialSnapshot, m.RestorePoint = in.Flag("takeInitialSnapshot"), in.Flag("markSnapshotAsRestorePoint")
	m.Nvlink, m.Managed = in.Flag("enableNvlink"), in.Flag("isManaged")
	applySettings(m, in)
	m.ShutdownHours = new(psfake.Either(r.Behavior(), 24, 168))
	if in.Has("shutdownTimeoutInHours") {
		m.ShutdownHours = in.Number("shutdownTimeoutInHours")
	}
	if in.Has("email") {
		o.NewUser = &psfake.User{Email: in.Text("email"), Password: in.Text("password"),
			FirstName: in.Text("firstName"), LastName: in.Text("lastName")}
	}
	_ = json.Unmarshal(r.Body, &m.Input) // the checks have parsed it
	return o
}
