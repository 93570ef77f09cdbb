package paperspace

// API is one API version of Paperspace: the parts that it offers, and its traits. A part that
// it lacks is nil.
type API struct {
	Name     string // "core" or "v1", as in the provider's api_version
	Other    string // the Name of the other API version, which has the parts that are nil here
	Endpoint string // base URL, for messages
	// OnWrite registers a function that is called before and after each request that writes. It
	// can be nil.
	OnWrite func(wrote func())

	Machines        Machines
	Templates       Templates
	Availability    Availability
	Users           Users
	Networks        Networks
	PrivateNetworks PrivateNetworks // can be created and destroyed, unlike default networks
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

// Traits are the differences between API versions that plans and operations depend on.
type Traits struct {
	// InPlace holds the fields of a machine that can be changed without a new machine, in
	// addition to those that every API version can change.
	InPlace map[Field]bool
	// Lacks holds the fields of a machine that the API version does not support.
	Lacks map[Field]Lack
	// ScriptLacks is Lacks for a script.
	ScriptLacks map[Field]Lack
	// NotShown holds, by kind ("machine"), the fields that responses do not contain, so
	// objects cannot be looked up by them.
	NotShown map[string]map[Field]Lack
	// AnyRegion is true if Paperspace accepts regions that are not in [RegionNames].
	// Otherwise, such a region is a mistake.
	AnyRegion bool
	// SizesListed is true if the documentation lists the disk sizes; see [OfferedGB].
	SizesListed bool
	// SnapshotsNeedDetails is true if auto-snapshots can be enabled only together with
	// their frequency and the number to keep.
	SnapshotsNeedDetails bool
	// ScriptsNameMachines is true if a machine does not show its script, but the list of
	// scripts shows their machines. An ops.Client looks the script up there.
	ScriptsNameMachines bool
	// ShowsEvents is true if a read of one machine includes its events, and only they
	// show whether it is being destroyed.
	ShowsEvents bool
	// NetworksListed is true if no request reads a single network. It is read from the
	// list instead, which does not distinguish private networks from the default networks
	// of the team. Otherwise, a read of a default network returns [ErrNotFound].
	NetworksListed bool
	// PageSize is the number of machines on one page of a list; 0 means all.
	PageSize int
}

// Lack is why a field cannot be used.
type Lack struct {
	Reason string
	// Except are the values that are allowed, because they are what happens anyway.
	Except []string
	// Access is true if granting access to the existing machine serves the same purpose.
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
