package v1api

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

// machineResponse is a machine in a response of v1. Keys that the provider does not use are omitted.
// Sizes are documented as integers, but were observed as texts, too.
type machineResponse struct {
	ID                    wire.ID                    `json:"id"`
	Name                  wire.Name                  `json:"name"`
	State                 wire.Line                  `json:"state"`
	OS                    wire.Line                  `json:"os"`
	MachineType           wire.Line                  `json:"machineType"`
	AgentType             wire.Line                  `json:"agentType"`
	CPUs                  wire.Number                `json:"cpus"`
	RAM                   wire.Number                `json:"ram"`          // bytes
	StorageTotal          wire.Number                `json:"storageTotal"` // bytes
	StorageUsed           wire.Number                `json:"storageUsed"`  // bytes
	Accelerators          wire.Latest[[]accelerator] `json:"accelerators"`
	Region                wire.Line                  `json:"region"` // the full name, even if the code was sent
	PrivateIP             wire.Line                  `json:"privateIp"`
	NetworkID             wire.ID                    `json:"networkId"`
	PublicIP              wire.Line                  `json:"publicIp"`
	PublicIPType          wire.Line                  `json:"publicIpType"`
	AutoShutdownEnabled   wire.Flag                  `json:"autoShutdownEnabled"`
	AutoShutdownTimeout   wire.Number                `json:"autoShutdownTimeout"` // hours
	AutoShutdownForce     wire.Flag                  `json:"autoShutdownForce"`
	AutoSnapshotEnabled   wire.Flag                  `json:"autoSnapshotEnabled"`
	AutoSnapshotFrequency wire.Line                  `json:"autoSnapshotFrequency"`
	AutoSnapshotSaveCount wire.Number                `json:"autoSnapshotSaveCount"`
	UpdatesPending        wire.Flag                  `json:"updatesPending"`
	UsageRate             wire.Line                  `json:"usageRate"` // a price, unlike CORE's "Air monthly"
	DTCreated             wire.Line                  `json:"dtCreated"`
	DTDeleted             wire.Line                  `json:"dtDeleted"`
}

type accelerator struct {
	Name  wire.Line   `json:"name"`
	Count wire.Number `json:"count"`
}

func (a machineResponse) key() string { return string(a.ID) }

// gone returns false, because a machine that is being destroyed is returned, with DeletedAt, unlike
// other objects.
func (a machineResponse) gone() bool { return false }

// The values of publicIpType.
const (
	publicIPStatic  = "static"
	publicIPDynamic = "dynamic"
	publicIPNone    = "none"
)

func (a machineResponse) domain() paperspace.Machine {
	m := paperspace.Machine{
		ID:          string(a.ID),
		Name:        string(a.Name),
		State:       paperspace.ParseState(string(a.State)),
		Region:      string(a.Region),
		MachineType: string(a.MachineType),
		BillingType: billing,
		UsageRate:   string(a.UsageRate),

		OS:           string(a.OS),
		AgentType:    string(a.AgentType),
		CPUs:         a.CPUs.Pointer(),
		RAM:          a.RAM.Pointer(),
		GPU:          gpu(a.Accelerators.Value),
		StorageTotal: a.StorageTotal.Pointer(),
		StorageUsed:  a.StorageUsed.Pointer(),

		NetworkID:        string(a.NetworkID),
		PrivateIPAddress: string(a.PrivateIP),
		PublicIPAddress:  string(a.PublicIP),
		DynamicPublicIP:  a.PublicIPType == publicIPDynamic,

		ShutdownTimeoutForces: bool(a.AutoShutdownEnabled && a.AutoShutdownForce),
		AutoSnapshot:          bool(a.AutoSnapshotEnabled),

		UpdatesPending: bool(a.UpdatesPending),
		CreatedAt:      string(a.DTCreated),
		DeletedAt:      string(a.DTDeleted),
	}
	if a.PublicIPType != "" {
		m.AssignPublicIP = new(a.PublicIPType == publicIPStatic)
	}
	if a.AutoShutdownEnabled {
		m.ShutdownTimeoutHours = a.AutoShutdownTimeout.Value
	}
	if a.AutoSnapshotEnabled {
		m.AutoSnapshotFrequency = frequencyWord(string(a.AutoSnapshotFrequency))
		m.AutoSnapshotSaveCount = a.AutoSnapshotSaveCount.Pointer()
	}
	return m
}

// gpu returns the names of the accelerators as one text, like CORE's name of the GPU.
func gpu(all []accelerator) string {
	var names []string
	for _, a := range all {
		name := string(a.Name)
		if a.Count.Value > 1 {
			name = fmt.Sprintf("%d x %s", a.Count.Value, name)
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}

// frequencies maps the values of CORE, which the domain uses, to those of v1.
var frequencies = map[string]string{"hour": "hourly", "day": "daily", "week": "weekly", "month": "monthly"}

func frequencyWord(theirs string) string {
	for ours, word := range frequencies {
		if strings.EqualFold(word, theirs) {
			return ours
		}
	}
	return strings.ToLower(theirs)
}

// createRequest has only documented keys, because Paperspace can reject others. It includes
// settings that an update could also change, because one page of the documentation says that they
// cannot be changed on an existing machine.
type createRequest struct {
	Name            string `json:"name"`
	MachineType     string `json:"machineType"`
	TemplateID      string `json:"templateId"`
	DiskSize        int64  `json:"diskSize"` // GB
	Region          string `json:"region"`
	NetworkID       string `json:"networkId,omitempty"`
	PublicIPType    string `json:"publicIpType"`  // always sent, because the default is not known
	StartOnCreate   bool   `json:"startOnCreate"` // always sent, because the default is not known
	StartupScriptID string `json:"startupScriptId,omitempty"`

	AutoShutdownEnabled   *bool  `json:"autoShutdownEnabled,omitempty"`
	AutoShutdownTimeout   int64  `json:"autoShutdownTimeout,omitempty"` // hours
	AutoShutdownForce     *bool  `json:"autoShutdownForce,omitempty"`
	AutoSnapshotEnabled   *bool  `json:"autoSnapshotEnabled,omitempty"`
	AutoSnapshotFrequency string `json:"autoSnapshotFrequency,omitempty"`
	AutoSnapshotSaveCount *int64 `json:"autoSnapshotSaveCount,omitempty"`

	EmailPassword       *bool    `json:"emailPassword,omitempty"`
	EnableNVLink        *bool    `json:"enableNvlink,omitempty"`
	TakeInitialSnapshot *bool    `json:"takeInitialSnapshot,omitempty"`
	AccessorIDs         []string `json:"accessorIds,omitempty"`
}

func wireCreate(in paperspace.MachineCreate) createRequest {
	r := createRequest{
		Name:            in.Name,
		MachineType:     paperspace.MachineTypeName(in.MachineType),
		TemplateID:      in.TemplateID,
		DiskSize:        in.SizeGB,
		Region:          paperspace.RegionCode(in.Region),
		NetworkID:       in.NetworkID,
		PublicIPType:    publicIPType(in.AssignPublicIP, in.DynamicPublicIP),
		StartOnCreate:   true,
		StartupScriptID: in.ScriptID,

		EmailPassword:       in.EmailPassword,
		EnableNVLink:        in.EnableNVLink,
		TakeInitialSnapshot: in.TakeInitialSnapshot,
		AccessorIDs:         in.AccessorIDs,
	}
	r.addSettings(in)
	return r
}

// addSettings adds the shutdown timeout and auto-snapshots. It adds the details of either only if
// it is enabled, because Paperspace might reject them otherwise.
func (r *createRequest) addSettings(in paperspace.MachineCreate) {
	if in.ShutdownTimeoutHours != nil {
		r.AutoShutdownTimeout = *in.ShutdownTimeoutHours
		r.AutoShutdownEnabled = new(r.AutoShutdownTimeout != 0)
		if r.AutoShutdownTimeout != 0 {
			r.AutoShutdownForce = in.ShutdownTimeoutForces
		}
	}
	r.AutoSnapshotEnabled = in.AutoSnapshot
	if !is(in.AutoSnapshot) {
		return
	}
	if in.AutoSnapshotFrequency != nil {
		r.AutoSnapshotFrequency = cmp.Or(frequencies[*in.AutoSnapshotFrequency], *in.AutoSnapshotFrequency)
	}
	r.AutoSnapshotSaveCount = in.AutoSnapshotSaveCount
}

func publicIPType(assign, dynamic bool) string {
	switch {
	case assign:
		return publicIPStatic
	case dynamic:
		return publicIPDynamic
	default:
		return publicIPNone
	}
}

// plainUpdate returns the update of the settings that are not part of a group. None of them can be
// removed with a null.
func plainUpdate(u paperspace.MachineUpdate) map[string]any {
	body := map[string]any{}
	if u.Name != nil {
		body["name"] = *u.Name
	}
	if u.MachineType != nil {
		body["machineType"] = paperspace.MachineTypeName(*u.MachineType)
	}
	if u.SizeGB != nil {
		body["diskSize"] = *u.SizeGB
	}
	if u.NetworkID != nil {
		body["networkId"] = *u.NetworkID
	}
	return body
}
