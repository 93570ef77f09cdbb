package paperspace

// API is one API version of Paperspace: the parts it offers and the few facts
// about it that plans depend on. A part it lacks is nil.
type API struct {
	Name     string // "core" or "v1", as in the provider's api_version
	Other    string // the Name of the API version that has what this one lacks
	Endpoint string // base URL, for messages
	// OnWrite registers a function that is called before and after each request that
	// writes. May be nil.
	OnWrite func(wrote func())

	Machines        Machines
	Templates       Templates
	Availability    Availability
	Users           Users
	Networks        Networks
	PrivateNetworks PrivateNetworks // those that can be created and destroyed
	PublicIPs       PublicIPs
	Snapshots       Snapshots
	CustomTemplates CustomTemplates
	SharedDrives    SharedDrives
	Scripts         Scripts
	ScriptTexts     ScriptTexts
	ScriptEdits     ScriptEdits
	Access          Access
	AccessList      AccessList
	Utilizations    Utilizations

	Traits Traits
}

// Traits is what an API version can do with an existing or a new object.
type Traits struct {
	// InPlace holds the fields of a machine, beyond those that every API version
	// can change, that change without a new machine.
	InPlace map[Field]bool
	// Lacks holds the fields of a machine that cannot be expressed.
	Lacks map[Field]Lack
	// ScriptLacks holds those of a script.
	ScriptLacks map[Field]Lack
	// NotShown holds, by kind ("machine"), the fields that objects do not return, so
	// that none can be found by them.
	NotShown map[string]map[Field]Lack
	// AnyRegion is true when Paperspace takes regions that are not in
	// [RegionNames]; else such a region is a mistake.
	AnyRegion bool
	// SizesListed is true when there is a list of disk sizes; see [OfferedGB].
	SizesListed bool
	// SnapshotsNeedDetails is true when snapshots are switched on only together
	// with how often and how many.
	SnapshotsNeedDetails bool
	// ScriptsNameMachines is true when a machine does not return its script, and
	// the list of scripts contains their machines; an ops.Client looks it up there.
	ScriptsNameMachines bool
	// ShowsEvents is true when a read of one machine includes its events, and only
	// they show whether it is being destroyed.
	ShowsEvents bool
	// NetworksListed is true if there is no request for one network, so that it is read
	// from the list, which does not show whether it is private or a default network of
	// the team. Otherwise, the request for a default network is [ErrNotFound].
	NetworksListed bool
	// PageSize is how many machines one request of a list brings; 0 means all.
	PageSize int
}

// Lack is why a field cannot be used.
type Lack struct {
	Reason string
	// Except are the values that mean what happens anyway.
	Except []string
	// Access is true if access to a machine, once it exists, serves the same purpose.
	Access bool
}

// Unsupported returns the error for a part that this API version lacks.
func (a API) Unsupported(what string) error {
	name := "API " + a.Name
	if a.Name == "core" {
		name = "the CORE API"
	}
	return &Error{
		Op: what, Kind: ErrUnsupported,
		Message: name + " cannot " + what,
		Reasons: []Reason{OtherVersion{Name: a.Other}},
	}
}
