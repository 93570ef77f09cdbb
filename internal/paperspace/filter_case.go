package paperspace

import (
	"maps"
	"strings"
)

// The values of fields with a fixed set of values, as a [Filter] holds them. Paperspace sends
// some of them in another spelling.
var (
	States      = []string{string(Provisioning), string(Starting), string(ServiceReady), string(Ready), string(Stopping), string(Off), string(Restarting), string(Upgrading)}
	Frequencies = []string{"hour", "day", "week", "month"}
	OwnerTypes  = []string{"user", "team"}
)

var agentTypes = []string{"WindowsDesktop", "LinuxHeadless", "LinuxDesktop"}

// spellings holds the fields whose values have a known spelling, which Paperspace uses when it
// compares them.
var spellings = map[Field][]string{
	"state": States, "auto_snapshot_frequency": Frequencies, "owner_type": OwnerTypes, "agent_type": agentTypes,
}

// anyCase holds the other fields whose values are not case-sensitive. It is not known in
// advance how Paperspace spells such a value.
var anyCase = map[Field]bool{
	FieldEmail: true, FieldOS: true, "gpu": true, "usage_rate": true, FieldMachineType: true, FieldBillingType: true,
}

// Values returns the known values of a field, or nil if it can have any value. Paperspace can
// add regions and agent types.
func Values(field Field) []string {
	if field == FieldRegion {
		return RegionNames()
	}
	return spellings[field]
}

// Spelling returns Paperspace's spelling of a value, or the value itself if none is known.
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

// foldsCase reports whether the values of a field are not case-sensitive.
func foldsCase(field Field) bool { return anyCase[field] || spellings[field] != nil }

// Certain returns the part of f whose values Paperspace compares as [Filter.Match] does, and
// reports whether that is all of f. It omits fields such as an email address, because a server
// with case-sensitive matching does not find one that it has in another case.
func (f Filter) Certain() (Filter, bool) {
	certain := maps.Clone(f)
	maps.DeleteFunc(certain, func(field Field, value string) bool { return anyCase[field] && value != Null })
	return certain, len(certain) == len(f)
}
