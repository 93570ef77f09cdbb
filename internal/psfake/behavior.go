package psfake

// ErrorShape is the form in which CORE reports errors.
type ErrorShape int

// The three forms that sources of the contract know.
const (
	Nested ErrorShape = iota // {"error": {"name", "status", "message"}}
	Flat                     // {"status", "message"}
	Text                     // the message as plain text
)

// Behavior is one way in which the service might behave where the sources of its
// contract disagree, or leave something open. What a test or the probe of the real
// service varies alone is a field. Everything else follows Observed.
type Behavior struct {
	// Observed selects what recordings and other clients met, and the unkind choice
	// where they leave one. If false, the service does what its documents say:
	//
	//   - A create responds 201 instead of 200, and shows the address that
	//     assignPublicIp claims instead of null.
	//   - A wrong key is 401 instead of 400.
	//   - A write on an unknown machine is 404 instead of a 400 whose inner status is
	//     404, and a show of one is 404 instead of 200 with a body without id.
	//   - A machine without a shutdown timeout gets 24 hours instead of 168.
	//   - os is there with the hardware instead of when the machine is ready.
	//   - A stop shows at once instead of after 5% of its time.
	//   - A power call of CORE in the middle of another change happens after it
	//     instead of never. No source settles it.
	//   - A restart boots a machine that is off instead of being refused.
	//   - autoSnapshotFrequency and -SaveCount stay while performAutoSnapshot is
	//     false instead of reading null, and a frequency of "month" is refused.
	//   - An update refuses assignPublicIp.
	//   - setMachineAccess responds with the machine instead of with 204.
	//   - Names of scripts need not be unique.
	//   - utilization has parts with no seconds in that month, too.
	//   - A restore of v1 leaves the disk as large as it is.
	Observed bool

	EchoMachineType    bool       // machines have machineType; else it is only inside usageRate
	EmptyAddress       bool       // publicIpAddress is "" instead of null
	ErrorShape         ErrorShape // Nested, Flat or Text
	CapitalBilling     bool       // usageRate "C1 Hourly"
	OmitOwner          bool       // userId and teamId are absent from machines
	DynamicNull        bool       // dynamicPublicIp null instead of false
	TextAsNumbers      bool       // ram, storageTotal and other numeric texts are numbers; cpus is text
	ListHidesDestroyed bool       // list no longer shows machines being destroyed, show still does
	LateKeys           bool       // adds keys that came late, and some that never did
	KeepsTimeoutOnNull bool       // update with shutdownTimeoutInHours null leaves the old value
	FinishedNull       bool       // dtFinished is null on events that are done
	Page               int        // most items of a list, honouring limit and skip; 0 = all, both ignored
	NoneGPU            bool       // gpu is "None" instead of null on CPU types

	V1 V1Behavior // what only API v1 can show
}

// Documented returns the behavior of Paperspace's documents, to the letter.
func Documented() Behavior {
	return Behavior{DynamicNull: true, FinishedNull: true, V1: documentedV1()}
}

// Observed returns the behavior that recordings and other clients met, the unkind
// choice wherever they leave one.
func Observed() Behavior {
	return Behavior{
		Observed:           true,
		EmptyAddress:       true,
		CapitalBilling:     true,
		OmitOwner:          true,
		ListHidesDestroyed: true,
		LateKeys:           true,
		Page:               1000,
		NoneGPU:            true,
		V1:                 observedV1(),
	}
}

// Either picks what the service does by its documents, or by what was observed.
func Either[T any](d *Behavior, documented, observed T) T {
	if d.Observed {
		return observed
	}
	return documented
}
