package psfake

import (
	"encoding/json"
	"net/http"
	"slices"
)

var (
	aText, aFlag = field{kind: text}, field{kind: boolean}
	needsText    = field{kind: text, required: true}
	nullText     = field{kind: text, nullable: true}
	nullNumber   = field{kind: number, nullable: true}
)

// createFields are the documented ones and, below the gap, those that other
// sources send.
var createFields = map[string]field{
	"region": needsText, "machineType": needsText, "size": {kind: number, required: true}, "billingType": needsText,
	"machineName": needsText, "templateId": needsText, "assignPublicIp": aFlag, "dynamicPublicIp": aFlag,
	"networkId": aText, "teamId": aText, "userId": aText, "email": aText, "password": aText, "firstName": aText,
	"lastName": aText, "notificationEmail": aText, "scriptId": aText,

	"startOnCreate": aFlag, "takeInitialSnapshot": aFlag, "markSnapshotAsRestorePoint": aFlag,
	"restorePointFrequency": aText, "enableNvlink": aFlag, "shutdownTimeoutInHours": nullNumber,
	"performAutoSnapshot": aFlag, "autoSnapshotFrequency": nullText, "autoSnapshotSaveCount": nullNumber,
	"isManaged": aFlag,
}

var newUserFields = []string{"email", "password", "firstName", "lastName"}

func (c *core) create(r coreRequest, out outcome) answer {
	in, err := r.read(createFields)
	if err == nil {
		err = c.checkCreate(in)
	}
	if err != nil {
		return c.refuse(err)
	}
	m, err := r.order(c.orderOf(r.bent(in), r.body), r.at, out)
	if err != nil {
		return c.refuse(err)
	}
	a := c.json(either(&c.world.dialect, http.StatusCreated, http.StatusOK), c.machine(m))
	a.machine = m.ID
	return a
}

// checkCreate holds a request against the rules that need no look at the
// world.
func (c *core) checkCreate(in input) error {
	isGiven := func(key string) bool { return in.text(key) != "" }
	newUser := slices.ContainsFunc(newUserFields, in.has)
	wholeUser := isGiven("email") && isGiven("password") && isGiven("firstName") && isGiven("lastName")
	canRestore := in.flag("takeInitialSnapshot") && isGiven("restorePointFrequency")
	switch {
	case !isRegion(in.text("region")):
		return refusedError("Unknown region")
	case in.text("billingType") != "monthly" && in.text("billingType") != "hourly":
		return refusedError("billingType must be monthly or hourly")
	case in.flag("assignPublicIp") && in.flag("dynamicPublicIp"):
		return refusedError("assignPublicIp cannot be used with dynamicPublicIp")
	case isGiven("userId") && newUser:
		return refusedError("userId cannot be used with email, password, firstName, lastName")
	case newUser && !wholeUser:
		return refusedError("A new user needs email, password, firstName and lastName")
	case in.has("restorePointFrequency") && in.text("restorePointFrequency") != "shutdown":
		return refusedError("restorePointFrequency must be shutdown")
	case in.flag("markSnapshotAsRestorePoint") && !canRestore:
		return refusedError("markSnapshotAsRestorePoint needs takeInitialSnapshot and restorePointFrequency")
	}
	return c.checkFrequency(in)
}

func (c *core) checkFrequency(in input) error {
	allowed := []string{"hour", "day", "week"}
	if c.world.dialect.Observed {
		allowed = append(allowed, "month")
	}
	if in["autoSnapshotFrequency"] != nil && !slices.Contains(allowed, in.text("autoSnapshotFrequency")) {
		return refusedError("autoSnapshotFrequency must be hour, day, week or null")
	}
	return nil
}

// orderOf translates a request that has passed the checks.
func (c *core) orderOf(in input, body []byte) order {
	o := order{boot: !in.has("startOnCreate") || in.flag("startOnCreate")}
	m := &o.Machine
	m.Name, m.Region, m.MachineType = in.text("machineName"), in.text("region"), in.text("machineType")
	set(&m.SizeGB, in, "size")
	m.BillingType, m.TemplateID = in.text("billingType"), in.text("templateId")
	m.AssignPublicIP, m.DynamicPublicIP = in.flag("assignPublicIp"), in.flag("dynamicPublicIp")
	m.NetworkID, m.TeamID, m.UserID = in.text("networkId"), in.text("teamId"), in.text("userId")
	m.NotificationEmail, m.ScriptID = in.text("notificationEmail"), in.text("scriptId")
	m.TakesInitialSnapshot, m.RestorePoint = in.flag("takeInitialSnapshot"), in.flag("markSnapshotAsRestorePoint")
	m.Nvlink, m.Managed = in.flag("enableNvlink"), in.flag("isManaged")
	m.AutoSnapshot, m.SnapshotFrequency = in.flag("performAutoSnapshot"), in.text("autoSnapshotFrequency")
	m.SnapshotCount = in.number("autoSnapshotSaveCount")
	m.ShutdownHours = new(either(&c.world.dialect, 24, 168))
	if in.has("shutdownTimeoutInHours") {
		m.ShutdownHours = in.number("shutdownTimeoutInHours")
	}
	if in.has("email") {
		o.newUser = &User{Email: in.text("email"), Password: in.text("password"),
			FirstName: in.text("firstName"), LastName: in.text("lastName")}
	}
	_ = json.Unmarshal(body, &m.Input) // it was read before
	return o
}
