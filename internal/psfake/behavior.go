package psfake

// ErrorShape is the form in which CORE reports errors.
type ErrorShape int

// The forms of errors, which differ between the sources of the contract.
const (
	Nested ErrorShape = iota // {"error": {"name", "status", "message"}}
	Flat                     // {"status", "message"}
	Text                     // the message as plain text
)

// Behavior selects what the fake server does where the sources about Paperspace's API disagree or leave a question
// open. It has a field for each choice that a test or the probe of the real API varies separately. All other choices
// follow Observed.
type Behavior struct {
	// Observed selects the behavior in recordings and in the code of other clients. Where these leave a choice, the
	// server does what is harder for a client. If Observed is false, the server does what Paperspace's documentation
	// says:
	//
	//   - The response to a create is 201 instead of 200, and contains the address that
	//     assignPublicIp assigns instead of null.
	//   - The status for a wrong key is 401 instead of 400.
	//   - The response to a write on an unknown machine is 404 instead of a 400 whose inner status is
	//     404. The response to a show of an unknown machine is 404 instead of a 200 without an ID.
	//   - A machine without a shutdown timeout gets 24 hours instead of 168.
	//   - The os appears with the hardware instead of when the machine is ready.
	//   - A stop appears immediately instead of after 5% of its duration.
	//   - With CORE, a power call during another change takes effect after that change
	//     instead of never. No source settles this.
	//   - A restart boots a machine that is off instead of being rejected.
	//   - autoSnapshotFrequency and autoSnapshotSaveCount keep their values while performAutoSnapshot
	//     is false instead of being null, and a frequency of "month" is rejected.
	//   - An update with assignPublicIp is rejected.
	//   - setMachineAccess responds with the machine instead of with 204.
	//   - The names of scripts need not be unique.
	//   - The response to getUtilization also contains parts with no seconds in that month.
	//   - With API v1, a restore does not change the size of the disk.
	Observed bool

	EchoMachineType    bool       // machines have machineType; otherwise only usageRate contains it
	EmptyAddress       bool       // publicIpAddress is "" instead of null
	ErrorShape         ErrorShape // Nested, Flat, or Text
	CapitalBilling     bool       // usageRate "C1 Hourly"
	OmitOwner          bool       // userId and teamId are absent from machines
	DynamicNull        bool       // dynamicPublicIp null instead of false
	TextAsNumbers      bool       // ram, storageTotal and other numeric texts are numbers; cpus is text
	ListHidesDestroyed bool       // list omits machines that are being destroyed, which show still returns
	LateKeys           bool       // responses have keys that Paperspace added later, and some that it never had
	KeepsTimeoutOnNull bool       // an update with shutdownTimeoutInHours null keeps the old value
	FinishedNull       bool       // dtFinished is null on finished events
	Page               int        // maximum number of items in a list, with limit and skip; 0 = all, and both are ignored
	NoneGPU            bool       // gpu is "None" instead of null on CPU types

	V1 V1Behavior // for API v1 only
}

// Documented returns the behavior that Paperspace's documentation describes.
func Documented() Behavior {
	return Behavior{DynamicNull: true, FinishedNull: true, V1: documentedV1()}
}

// Observed returns the behavior in recordings and in the code of other clients. Where these leave a choice, it selects
// what is harder for a client.
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

// Either returns documented or observed, depending on d.
func Either[T any](d *Behavior, documented, observed T) T {
	if d.Observed {
		return observed
	}
	return documented
}
