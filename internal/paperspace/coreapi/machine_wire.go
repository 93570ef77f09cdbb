package coreapi

import (
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// machineAnswer is a machine as CORE sends it. Keys that no part of the
// provider uses are left out; unknown ones are ignored, since answers have
// grown new keys over the years.
type machineAnswer struct {
	ID                     text          `json:"id"`
	Name                   text          `json:"name"`
	OS                     text          `json:"os"`
	RAM                    number        `json:"ram"` // bytes, as text
	CPUs                   number        `json:"cpus"`
	GPU                    text          `json:"gpu"`
	StorageTotal           number        `json:"storageTotal"` // bytes, as text
	StorageUsed            number        `json:"storageUsed"`
	UsageRate              text          `json:"usageRate"` // "<machineType> <billingType>"
	MachineType            text          `json:"machineType"`
	ShutdownTimeoutInHours number        `json:"shutdownTimeoutInHours"`
	ShutdownTimeoutForces  flag          `json:"shutdownTimeoutForces"`
	PerformAutoSnapshot    flag          `json:"performAutoSnapshot"`
	AutoSnapshotFrequency  text          `json:"autoSnapshotFrequency"`
	AutoSnapshotSaveCount  number        `json:"autoSnapshotSaveCount"`
	AgentType              text          `json:"agentType"`
	DTCreated              text          `json:"dtCreated"`
	State                  text          `json:"state"`
	UpdatesPending         flag          `json:"updatesPending"`
	NetworkID              text          `json:"networkId"`
	PrivateIPAddress       text          `json:"privateIpAddress"`
	PublicIPAddress        text          `json:"publicIpAddress"`
	Region                 text          `json:"region"`
	UserID                 text          `json:"userId"`
	TeamID                 text          `json:"teamId"`
	ScriptID               text          `json:"scriptId"`
	DTLastRun              text          `json:"dtLastRun"`
	DynamicPublicIP        flag          `json:"dynamicPublicIp"`
	Events                 []eventAnswer `json:"events"`
}

type eventAnswer struct {
	Name       text `json:"name"`
	State      text `json:"state"`
	ErrorMsg   text `json:"errorMsg"`
	Handle     text `json:"handle"`
	DTCreated  text `json:"dtCreated"`
	DTModified text `json:"dtModified"`
	DTFinished text `json:"dtFinished"`
}

func (a machineAnswer) domain() paperspace.Machine {
	machineType, billing := splitUsageRate(string(a.UsageRate))
	if a.MachineType != "" {
		machineType = string(a.MachineType)
	}
	m := paperspace.Machine{
		ID:          string(a.ID),
		Name:        string(a.Name),
		State:       paperspace.ParseState(string(a.State)),
		Region:      string(a.Region),
		MachineType: machineType,
		BillingType: billing,
		UsageRate:   string(a.UsageRate),

		OS:           string(a.OS),
		AgentType:    string(a.AgentType),
		CPUs:         a.CPUs.pointer(),
		RAM:          a.RAM.pointer(),
		GPU:          string(a.GPU),
		StorageTotal: a.StorageTotal.pointer(),
		StorageUsed:  a.StorageUsed.pointer(),

		NetworkID:        string(a.NetworkID),
		PrivateIPAddress: string(a.PrivateIPAddress),
		PublicIPAddress:  string(a.PublicIPAddress),
		DynamicPublicIP:  bool(a.DynamicPublicIP),

		UserID:   string(a.UserID),
		TeamID:   string(a.TeamID),
		ScriptID: string(a.ScriptID),

		ShutdownTimeoutHours:  a.ShutdownTimeoutInHours.value, // null = never = 0
		ShutdownTimeoutForces: bool(a.ShutdownTimeoutForces),
		AutoSnapshot:          bool(a.PerformAutoSnapshot),
		AutoSnapshotFrequency: strings.ToLower(string(a.AutoSnapshotFrequency)),
		AutoSnapshotSaveCount: a.AutoSnapshotSaveCount.pointer(),

		UpdatesPending: bool(a.UpdatesPending),
		CreatedAt:      string(a.DTCreated),
		LastRunAt:      string(a.DTLastRun),
	}
	if a.Events != nil {
		m.Events = make([]paperspace.Event, 0, len(a.Events))
		for _, e := range a.Events {
			m.Events = append(m.Events, e.domain())
		}
	}
	return m
}

func (e eventAnswer) domain() paperspace.Event {
	return paperspace.Event{
		Name:       string(e.Name),
		State:      strings.ToLower(string(e.State)),
		Error:      string(e.ErrorMsg),
		Handle:     string(e.Handle),
		CreatedAt:  string(e.DTCreated),
		ModifiedAt: string(e.DTModified),
		FinishedAt: string(e.DTFinished),
	}
}

// splitUsageRate takes "Air monthly" or "C1 Hourly" apart. Older answers have
// the machine type nowhere else, and no answer has the billing type elsewhere.
func splitUsageRate(rate string) (machineType, billing string) {
	i := strings.LastIndexByte(strings.TrimSpace(rate), ' ')
	if i < 0 {
		return "", ""
	}
	rate = strings.TrimSpace(rate)
	switch word := strings.ToLower(rate[i+1:]); word {
	case "hourly", "monthly":
		return strings.TrimSpace(rate[:i]), word
	}
	return "", ""
}

// createRequest has the seed's fields in the seed's types. Settings that the
// seed's create lacks (shutdown, snapshots) are sent by an update afterwards.
type createRequest struct {
	Region            string `json:"region"`
	MachineType       string `json:"machineType"`
	Size              int64  `json:"size"` // GB
	BillingType       string `json:"billingType"`
	MachineName       string `json:"machineName"`
	TemplateID        string `json:"templateId"`
	AssignPublicIP    bool   `json:"assignPublicIp,omitempty"`
	DynamicPublicIP   bool   `json:"dynamicPublicIp,omitempty"`
	NetworkID         string `json:"networkId,omitempty"`
	TeamID            string `json:"teamId,omitempty"`
	UserID            string `json:"userId,omitempty"`
	Email             string `json:"email,omitempty"`
	Password          string `json:"password,omitempty"`
	FirstName         string `json:"firstName,omitempty"`
	LastName          string `json:"lastName,omitempty"`
	NotificationEmail string `json:"notificationEmail,omitempty"`
	ScriptID          string `json:"scriptId,omitempty"`
}

func wireCreate(in paperspace.MachineCreate) createRequest {
	region, _ := paperspace.RegionName(in.Region) // CORE knows full names only
	r := createRequest{
		Region:            region,
		MachineType:       paperspace.MachineTypeName(in.MachineType),
		Size:              in.SizeGB,
		BillingType:       strings.ToLower(in.BillingType),
		MachineName:       in.Name,
		TemplateID:        in.TemplateID,
		AssignPublicIP:    in.AssignPublicIP,
		DynamicPublicIP:   in.DynamicPublicIP,
		NetworkID:         in.NetworkID,
		TeamID:            in.TeamID,
		UserID:            in.UserID,
		NotificationEmail: in.NotificationEmail,
		ScriptID:          in.ScriptID,
	}
	if u := in.NewUser; u != nil {
		r.Email, r.Password, r.FirstName, r.LastName = u.Email, u.Password, u.FirstName, u.LastName
	}
	return r
}

// wireUpdate names only what changes: absent keys are left alone, and a
// null is a value of its own for the timeout (never) and the frequency (none).
func wireUpdate(id string, u paperspace.MachineUpdate) map[string]any {
	r := map[string]any{"machineId": id} // the seed sends the id in the body, too
	if u.Name != nil {
		r["machineName"] = *u.Name
	}
	if u.ShutdownTimeoutHours != nil {
		r["shutdownTimeoutInHours"] = nullWhen(*u.ShutdownTimeoutHours, 0)
	}
	if u.ShutdownTimeoutForces != nil {
		r["shutdownTimeoutForces"] = *u.ShutdownTimeoutForces
	}
	if u.AutoSnapshot != nil {
		r["performAutoSnapshot"] = *u.AutoSnapshot
	}
	if u.AutoSnapshotFrequency != nil {
		r["autoSnapshotFrequency"] = nullWhen(*u.AutoSnapshotFrequency, "")
	}
	if u.AutoSnapshotSaveCount != nil {
		r["autoSnapshotSaveCount"] = *u.AutoSnapshotSaveCount
	}
	if u.DynamicPublicIP != nil {
		r["dynamicPublicIp"] = *u.DynamicPublicIP
	}
	return r
}

func nullWhen[T comparable](v, null T) any {
	if v == null {
		return nil
	}
	return v
}
