package coreapi

import (
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

// machineResponse is a machine in a response of CORE. Keys that the provider does not use are
// omitted, and unknown keys are ignored, because responses have gained new keys over the years.
type machineResponse struct {
	ID                     wire.ID                      `json:"id"`
	Name                   wire.Name                    `json:"name"`
	OS                     wire.Line                    `json:"os"`
	RAM                    wire.Number                  `json:"ram"` // bytes, as text
	CPUs                   wire.Number                  `json:"cpus"`
	GPU                    wire.Line                    `json:"gpu"`
	StorageTotal           wire.Number                  `json:"storageTotal"` // bytes, as text
	StorageUsed            wire.Number                  `json:"storageUsed"`
	UsageRate              wire.Line                    `json:"usageRate"` // "<machineType> <billingType>"
	MachineType            wire.Line                    `json:"machineType"`
	ShutdownTimeoutInHours wire.Number                  `json:"shutdownTimeoutInHours"`
	ShutdownTimeoutForces  wire.Flag                    `json:"shutdownTimeoutForces"`
	PerformAutoSnapshot    wire.Flag                    `json:"performAutoSnapshot"`
	AutoSnapshotFrequency  wire.Line                    `json:"autoSnapshotFrequency"`
	AutoSnapshotSaveCount  wire.Number                  `json:"autoSnapshotSaveCount"`
	AgentType              wire.Line                    `json:"agentType"`
	DTCreated              wire.Line                    `json:"dtCreated"`
	DTDeleted              wire.Line                    `json:"dtDeleted"`
	State                  wire.Line                    `json:"state"`
	UpdatesPending         wire.Flag                    `json:"updatesPending"`
	NetworkID              wire.ID                      `json:"networkId"`
	PrivateIPAddress       wire.Line                    `json:"privateIpAddress"`
	PublicIPAddress        wire.Line                    `json:"publicIpAddress"`
	Region                 wire.Line                    `json:"region"`
	UserID                 wire.ID                      `json:"userId"`
	TeamID                 wire.ID                      `json:"teamId"`
	ScriptID               wire.ID                      `json:"scriptId"`
	DTLastRun              wire.Line                    `json:"dtLastRun"`
	DynamicPublicIP        wire.Flag                    `json:"dynamicPublicIp"`
	Events                 wire.Latest[[]eventResponse] `json:"events"`
}

type eventResponse struct {
	Name       wire.Line `json:"name"`
	State      wire.Line `json:"state"`
	ErrorMsg   wire.Line `json:"errorMsg"`
	Handle     wire.Line `json:"handle"`
	DTCreated  wire.Line `json:"dtCreated"`
	DTModified wire.Line `json:"dtModified"`
	DTFinished wire.Line `json:"dtFinished"`
}

func (a machineResponse) domain() paperspace.Machine {
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
		CPUs:         a.CPUs.Pointer(),
		RAM:          a.RAM.Pointer(),
		GPU:          string(a.GPU),
		StorageTotal: a.StorageTotal.Pointer(),
		StorageUsed:  a.StorageUsed.Pointer(),

		NetworkID:        string(a.NetworkID),
		PrivateIPAddress: string(a.PrivateIPAddress),
		PublicIPAddress:  string(a.PublicIPAddress),
		DynamicPublicIP:  bool(a.DynamicPublicIP),

		UserID:   string(a.UserID),
		TeamID:   string(a.TeamID),
		ScriptID: string(a.ScriptID),

		ShutdownTimeoutHours:  a.ShutdownTimeoutInHours.Value, // null = never = 0
		ShutdownTimeoutForces: bool(a.ShutdownTimeoutForces),
		AutoSnapshot:          bool(a.PerformAutoSnapshot),
		AutoSnapshotFrequency: strings.ToLower(string(a.AutoSnapshotFrequency)),
		AutoSnapshotSaveCount: a.AutoSnapshotSaveCount.Pointer(),

		UpdatesPending: bool(a.UpdatesPending),
		CreatedAt:      string(a.DTCreated),
		LastRunAt:      string(a.DTLastRun),
	}
	if a.Events.Value != nil {
		m.Events = make([]paperspace.Event, 0, len(a.Events.Value))
		for _, e := range a.Events.Value {
			m.Events = append(m.Events, e.domain())
		}
		// The date might be set as soon as the destruction begins, so an event that shows its
		// progress takes precedence.
		if m.Deletion() == paperspace.NotDeleted {
			m.DeletedAt = string(a.DTDeleted)
		}
	}
	return m
}

func (e eventResponse) domain() paperspace.Event {
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

// splitUsageRate splits "Air monthly" or "C1 Hourly". Older responses contain the machine type only
// there, and all responses contain the billing type only there.
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

// createRequest has the documented fields with their documented types and order. Settings that the
// documented create lacks (shutdown timeout, auto-snapshots) are sent by an update afterward.
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
	region, _ := paperspace.RegionName(in.Region) // CORE accepts full names only
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

// wireUpdate returns a request with only the changed settings. CORE does not change those that are
// absent. Null is a value of the timeout (never) and of the frequency (none).
func wireUpdate(id string, u paperspace.MachineUpdate) map[string]any {
	r := map[string]any{"machineId": id} // the documented request has the ID in the body, too
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
