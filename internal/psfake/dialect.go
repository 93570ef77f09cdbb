package psfake

import "net/http"

// ErrorShape is the form in which the CORE door reports errors.
type ErrorShape int

// The three forms that sources of the contract know.
const (
	Nested ErrorShape = iota // {"error": {"name", "status", "message"}}
	Flat                     // {"status", "message"}
	Text                     // the message as plain text
)

// Busy is what happens to a power call in the middle of another change: start
// while stopping, stop while starting, restarting or provisioning, restart
// while starting, stopping or provisioning. No source settles it.
type Busy int

// The ways of treating a power call that comes too early.
const (
	BusyQueue  Busy = iota // done when the change under way has ended
	BusyIgnore             // accepted and forgotten
	BusyRefuse             // 400
)

// Dialect selects between the things that sources of the contract say about
// the same point. Its zero value is close to the papers: a zero status or a
// nil DefaultShutdownHours means what the papers say.
type Dialect struct {
	CreateStatus         int        // 201 by the papers, 200 in the wild
	EchoMachineType      bool       // machines have machineType; else it is only inside usageRate
	EmptyAddress         bool       // publicIpAddress is "" instead of null
	ErrorShape           ErrorShape // Nested, Flat or Text
	InnerNotFound        bool       // writes on an unknown machine: HTTP 400 whose inner status is 404, always nested
	MissingAs200         bool       // show of an unknown machine answers 200 with a body without id
	BadKeyStatus         int        // 400 or 401
	CapitalBilling       bool       // usageRate "C1 Hourly"
	OmitOwner            bool       // userId and teamId are absent from machines
	DynamicNull          bool       // dynamicPublicIp null instead of false
	TextAsNumbers        bool       // ram, storageTotal and other numeric texts are numbers; cpus is text
	ListHidesDestroyed   bool       // list no longer shows machines being destroyed, show still does
	LateKeys             bool       // adds keys that came late, and some that never did
	KeepsTimeoutOnNull   bool       // update with shutdownTimeoutInHours null leaves the old value
	DefaultShutdownHours *int       // what a create without a value gets: 24 by the papers, 168 recorded
	FinishedNull         bool       // dtFinished is null on events that are done
	Page                 int        // most items list answers at once, honouring limit and skip; 0 = all, both ignored

	EarlyAddress     bool // assignPublicIp shows its address in the create answer already, not from ready on
	LateOS           bool // os is "" until the machine is ready, not filled in with the rest
	NoneGPU          bool // gpu is "None" instead of null on CPU types
	StopLag          bool // for 5 % of the time a stop takes, the state still reads as before it
	Busy             Busy // power calls in the middle of another change
	RestartNeedsOn   bool // restart of a machine that is off is refused; else it boots
	SnapshotsNull    bool // autoSnapshotFrequency and -SaveCount read null while performAutoSnapshot is false
	MonthlySnapshots bool // autoSnapshotFrequency "month" is accepted
	UpdateAddress    bool // update knows assignPublicIp
	AccessEmpty      bool // setMachineAccess answers 204 without a body; else 200 with the machine
	UniqueScripts    bool // a script's name must be new
	NeedsOwner       bool // a create for a team (teamId) must name a user, in neither preset
	PartialUsage     bool // utilization leaves out the part that has no seconds in that month

	V1 V1Dialect // what only the v1 door can say
}

// Papers returns the dialect of the seed documents, to the letter.
func Papers() Dialect {
	return Dialect{
		CreateStatus:         http.StatusCreated,
		BadKeyStatus:         http.StatusUnauthorized,
		DynamicNull:          true,
		DefaultShutdownHours: new(24),
		FinishedNull:         true,
		EarlyAddress:         true,
		RestartNeedsOn:       false,
		V1:                   papersV1(),
	}
}

// Wild returns the dialect that recordings and other clients met, the unkind
// choice wherever they leave one.
func Wild() Dialect {
	return Dialect{
		CreateStatus:         http.StatusOK,
		EmptyAddress:         true,
		InnerNotFound:        true,
		MissingAs200:         true,
		BadKeyStatus:         http.StatusBadRequest,
		CapitalBilling:       true,
		OmitOwner:            true,
		ListHidesDestroyed:   true,
		LateKeys:             true,
		DefaultShutdownHours: new(168),
		Page:                 1000,
		LateOS:               true,
		NoneGPU:              true,
		StopLag:              true,
		Busy:                 BusyIgnore,
		RestartNeedsOn:       true,
		SnapshotsNull:        true,
		MonthlySnapshots:     true,
		UpdateAddress:        true,
		AccessEmpty:          true,
		UniqueScripts:        true,
		PartialUsage:         true,
		V1:                   wildV1(),
	}
}

func (d Dialect) withDefaults() Dialect {
	if d.CreateStatus == 0 {
		d.CreateStatus = http.StatusCreated
	}
	if d.BadKeyStatus == 0 {
		d.BadKeyStatus = http.StatusUnauthorized
	}
	if d.DefaultShutdownHours == nil {
		d.DefaultShutdownHours = new(24)
	}
	return d
}
