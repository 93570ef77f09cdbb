package psfake

import "net/http"

// V1Behavior selects what the fake server does where the sources about API v1 disagree or leave a question open. The
// zero value is the easiest for a client.
type V1Behavior struct {
	// Transport.
	IssueErrors      bool // errors have issues, a list, instead of details, an object
	BareUnauthorized bool // a 401 has a message and nothing else
	RejectionStatus  int  // status if the machine state does not allow the request: 409 (also for 0) or 412

	// Lists.
	PageSize           int  // items of a list without a limit, 0 = 120
	OmitNextPage       bool // the last page has no nextPage instead of null
	OffsetCursors      bool // a cursor counts items, so a new item shifts the rest; otherwise it names the last item
	RepeatTemplates    bool // custom templates appear twice
	SubstringNames     bool // a name filter matches parts of names
	ListDefaultNetwork bool // private-networks also lists the default networks, which get does not find

	// Machines.
	TextBytes        bool   // sizes in bytes are text instead of numbers
	OmitAccelerators bool   // CPU types omit the accelerators key instead of null
	DefaultPublicIP  string // the type that a create without publicIpType gets, "" = none
	CreateOff        bool   // a machine that is created without startOnCreate ends off
	DatesDeleted     bool   // a machine that is being destroyed has dtDeleted
	DeleteNeedsOff   bool   // the delete of a running machine is rejected; in neither preset
	StrictPower      bool   // a start of a ready machine and a stop of a machine that is off are rejected; otherwise they add a finished event
	RestartLag       bool   // the state remains ready for the first tenth of a restart

	// Updates.
	SilentUpgrade  bool // the state remains off while type or disk change; otherwise it is upgrading
	HarmlessErrors bool // events of updates end in error without a reason, although they succeeded
	OfflineUpdates bool // changes of networkId and publicIpType also require the machine to be off
	PartialUpdate  bool // a rejected update changes the settings that it names anyway
	RejectEmpty    bool // an update without changes is rejected
	StrictDetails  bool // details of a setting that is off are rejected; otherwise ignored
	KeepDetails    bool // details of a setting that is off keep their values; otherwise null
	StickyShutdown bool // autoShutdownTimeout and autoShutdownForce are ignored while the setting is on

	// Public IP addresses.
	Regions       RegionForm // how responses show regions of addresses, drives, and single templates
	RejectMoves   bool       // an address that another machine has must be unassigned first; otherwise an assign moves it
	SecondAddress int        // status of an assign to a machine that already has an address, 0 = the assign replaces that address

	// Snapshots, templates, and drives.
	NullUnknown       bool // a get of an unknown object responds with 200 and null instead of 404
	RunningTemplate   int  // status of a template of a machine that is not off, 0 = RejectionStatus
	LateTemplates     bool // a template is not shown and cannot be used for machines until its event has finished
	LingerTemplates   bool // a deleted template remains visible, with dtDeleted, for Timings.Destroy
	RestoreNeedsOff   bool // a restore of a running machine is rejected
	DriveGigabytes    bool // a drive's size is shown in GB, as it was sent; otherwise in bytes
	LateMounts        bool // the mount point of a new drive is empty for Timings.Mount
	KeepDriveNetworks bool // a network with a drive cannot be deleted; otherwise the drive keeps the network's ID

	// The rest.
	ShowRevoked    bool // accessors that were removed remain visible, with dtDeleted
	GrantOnce      bool // adding a user who already is an accessor is rejected
	LingerScripts  bool // a deleted script remains visible, with dtDeleted, for Timings.Destroy
	KeepNetworks   bool // a network with a machine that is being destroyed cannot be deleted
	StrictPlaces   bool // availability of an unknown type or region is rejected; otherwise it is false
	NoAvailability bool // machine-availability does not exist; in neither preset
}

// RegionForm is the form of regions in responses. The regions of machines and networks always have the full name.
type RegionForm int

// The forms of regions, which differ between the sources of the contract.
const (
	RegionNames RegionForm = iota // the full name
	RegionCodes                   // the code, "ny2"
	RegionMixed                   // the full name in lists, the code elsewhere
)

// documentedV1 follows Paperspace's OpenAPI document.
func documentedV1() V1Behavior {
	return V1Behavior{
		RejectionStatus:   http.StatusConflict,
		PageSize:          120,
		Regions:           RegionCodes,
		KeepDriveNetworks: true,
	}
}

// observedV1 follows the code of other clients.
func observedV1() V1Behavior {
	return V1Behavior{
		IssueErrors:        true,
		BareUnauthorized:   true,
		RejectionStatus:    http.StatusPreconditionFailed,
		PageSize:           12,
		OmitNextPage:       true,
		OffsetCursors:      true,
		RepeatTemplates:    true,
		SubstringNames:     true,
		ListDefaultNetwork: true,
		TextBytes:          true,
		OmitAccelerators:   true,
		DefaultPublicIP:    "dynamic",
		CreateOff:          true,
		DatesDeleted:       true,
		StrictPower:        true,
		RestartLag:         true,
		SilentUpgrade:      true,
		HarmlessErrors:     true,
		OfflineUpdates:     true,
		PartialUpdate:      true,
		RejectEmpty:        true,
		StrictDetails:      true,
		KeepDetails:        true,
		StickyShutdown:     true,
		Regions:            RegionMixed,
		RejectMoves:        true,
		SecondAddress:      http.StatusConflict,
		NullUnknown:        true,
		RunningTemplate:    http.StatusBadRequest,
		LateTemplates:      true,
		LingerTemplates:    true,
		RestoreNeedsOff:    true,
		DriveGigabytes:     true,
		LateMounts:         true,
		ShowRevoked:        true,
		GrantOnce:          true,
		LingerScripts:      true,
		KeepNetworks:       true,
		StrictPlaces:       true,
	}
}
