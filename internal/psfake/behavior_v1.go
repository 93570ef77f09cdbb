package psfake

import "net/http"

// V1Behavior selects between the things that sources of the v1 contract say
// about the same point, or leave open. Its zero value is the kind choice.
type V1Behavior struct {
	// Transport.
	IssueErrors      bool // errors have issues, a list, instead of details, an object
	BareUnauthorized bool // a 401 has a message and nothing else
	RefusalStatus    int  // for what the machine's state does not allow: 409 (also for 0) or 412

	// Lists.
	PageSize           int  // items of a list that names no limit, 0 = 120
	OmitNextPage       bool // nextPage is missing at the end instead of null
	OffsetCursors      bool // a cursor counts items, so that one that came in between shifts the rest; else it names the last item
	RepeatTemplates    bool // custom templates come twice
	SubstringNames     bool // a name filter matches parts of names
	ListDefaultNetwork bool // private-networks lists the default ones too, though get denies them

	// Machines.
	TextBytes        bool   // sizes in bytes are text instead of numbers
	OmitAccelerators bool   // CPU types have no accelerators key instead of null
	DefaultPublicIP  string // what a create without publicIpType gets, "" = none
	CreateOff        bool   // a create without startOnCreate ends off
	DatesDeleted     bool   // a machine on its way out has its dtDeleted
	DeleteNeedsOff   bool   // delete of a machine that runs is refused, in neither preset
	StrictPower      bool   // start of a machine that is ready and stop of one that is off are refused; else there is an event that is done
	RestartLag       bool   // for a tenth of the time a restart takes, the state still reads ready

	// Updates.
	SilentUpgrade  bool // the state stays off while type or disk change; else it is upgrading
	HarmlessErrors bool // events of updates end in error, without a reason, although all went well
	OfflineUpdates bool // networkId and publicIpType too need the machine to be off
	PartialUpdate  bool // a refused update has changed the settings it names all the same
	RefuseEmpty    bool // an update of nothing is refused
	StrictDetails  bool // details of a setting that is off are refused; else forgotten
	KeepDetails    bool // details of a setting that is off read as they were; else null
	StickyShutdown bool // autoShutdownTimeout and -Force are ignored while it is enabled

	// Public addresses.
	Regions       RegionForm // how regions of addresses, drives, and single templates are shown
	RefuseMoves   bool       // an address that another machine has must be unassigned first; else an assign moves it
	SecondAddress int        // the status of an assign to a machine that has another address, 0 = that one is left unassigned

	// Snapshots, templates, and drives.
	NullUnknown       bool // get of one that is not there responds 200 with null instead of 404
	RunningTemplate   int  // the status of a template of a machine that is not off, 0 = RefusalStatus
	LateTemplates     bool // a template is not shown, and no machine can be made from it, until its event is done
	LingerTemplates   bool // a deleted template is to be seen for as long as Timings.Destroy, with dtDeleted
	RestoreNeedsOff   bool // a restore is refused while the machine runs
	DriveGigabytes    bool // a drive's size is shown in GB, as it was sent; else in bytes
	LateMounts        bool // a new drive has an empty mount point for as long as Timings.Mount
	KeepDriveNetworks bool // a drive keeps its network from being deleted; else it is left with the network's ID

	// The rest.
	ShowRevoked    bool // accessors that were removed stay to be seen, with dtDeleted
	GrantOnce      bool // an accessor who is one already is refused
	LingerScripts  bool // a deleted script is to be seen for as long as Timings.Destroy, with dtDeleted
	KeepNetworks   bool // a machine that is being destroyed keeps its network from being deleted
	StrictPlaces   bool // availability of an unknown type or region is refused; else false
	NoAvailability bool // there is no machine-availability, in neither preset
}

// RegionForm is how responses show regions, apart from those of machines and
// networks, which always have the full name.
type RegionForm int

// The forms that sources of the contract know.
const (
	RegionNames RegionForm = iota // the full name
	RegionCodes                   // the code, "ny2"
	RegionMixed                   // the full name in lists, the code elsewhere
)

// documentedV1 follows the publisher's document.
func documentedV1() V1Behavior {
	return V1Behavior{
		RefusalStatus:     http.StatusConflict,
		PageSize:          120,
		Regions:           RegionCodes,
		KeepDriveNetworks: true,
	}
}

// observedV1 follows what clients met.
func observedV1() V1Behavior {
	return V1Behavior{
		IssueErrors:        true,
		BareUnauthorized:   true,
		RefusalStatus:      http.StatusPreconditionFailed,
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
		RefuseEmpty:        true,
		StrictDetails:      true,
		KeepDetails:        true,
		StickyShutdown:     true,
		Regions:            RegionMixed,
		RefuseMoves:        true,
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
