package paperspace

import (
	"maps"
	"strings"
)

// The values that fields with a closed set of values can have, as a [Filter] holds
// them. Paperspace sends other spellings of some.
var (
	States      = []string{string(Provisioning), string(Starting), string(ServiceReady), string(Ready), string(Stopping), string(Off), string(Restarting), string(Upgrading)}
	Frequencies = []string{"hour", "day", "week", "month"}
	OwnerTypes  = []string{"user", "team"}
)

var agentTypes = []string{"WindowsDesktop", "LinuxHeadless", "LinuxDesktop"}

// spellings are the fields whose values have a known spelling, by which
// Paperspace compares them.
var spellings = map[Field][]string{
	"state": States, "auto_snapshot_frequency": Frequencies, "owner_type": OwnerTypes, "agent_type": agentTypes,
}

// anyCase are the other fields whose values are the same in upper and lower case.
// How Paperspace spells such a value is not known beforehand.
var anyCase = map[Field]bool{
	FieldEmail: true, FieldOS: true, "gpu": true, "usage_rate": true, FieldMachineType: true, FieldBillingType: true,
}

// Values returns the values of a field that are known, nil if its values are not
// limited. Paperspace can add regions and kinds of agents.
func Values(field Field) []string {
	if field == FieldRegion {
		return RegionNames()
	}
	return spellings[field]
}

// Spelling returns Paperspace's spelling of a value, or the value as it is.
func Spelling(field Field, value string) string {
	if field == FieldRegion {
		name, _ := RegionName(value)
		return name
	}
	for _, s := range spellings[field] {
		if strings.EqualFold(s, value) {
			return s
		}
	}
	return value
}

// foldsCase reports whether upper and lower case are the same in a field.
func foldsCase(field Field) bool { return anyCase[field] || spellings[field] != nil }

// Certain returns the part of the filter whose values Paperspace compares as
// [Filter.Match] does, and whether that is all of it. A server that compares case
// finds nothing for an email address that is spelled otherwise there.
func (f Filter) Certain() (Filter, bool) {
	certain := maps.Clone(f)
	maps.DeleteFunc(certain, func(field Field, value string) bool { return anyCase[field] && value != Null })
	return certain, len(certain) == len(f)
}
