package psfake

import "strings"

// The regions, by the names that CORE uses.
const (
	EastCoast = "East Coast (NY2)"
	WestCoast = "West Coast (CA1)"
	Europe    = "Europe (AMS1)"
)

// Capacity is Paperspace's message for a machine that cannot start because no capacity is available.
const Capacity = "Uh oh. This machine type can't start due to insufficient capacity or higher than normal demand. Please try again later."

var regionCodes = map[string]string{"ny2": EastCoast, "ca1": WestCoast, "ams1": Europe}

// RegionOf returns the name of a region, given its code or name in any case. It reports false if the region does not
// exist.
func RegionOf(text string) (name string, ok bool) {
	for code, name := range regionCodes {
		if strings.EqualFold(text, code) || strings.EqualFold(text, name) {
			return name, true
		}
	}
	return text, false
}

// RegionCode returns the code of a region, or its name if it has no code.
func RegionCode(name string) string {
	for code, known := range regionCodes {
		if known == name {
			return code
		}
	}
	return name
}

type place struct{ region, machineType string }

// IsRegion reports whether name is the name of a region.
func IsRegion(name string) bool {
	return name == EastCoast || name == WestCoast || name == Europe
}

// SetAvailability sets whether machines of a type are available in a region. If they are not, a create is rejected,
// and a start is accepted but fails. By default, every type is available in the regions that offer it. CORE returns
// availability only for dedicated GPU types and for types that were set here.
func (w *Server) SetAvailability(region, machineType string, available bool) {
	_, done := w.lock()
	defer done()
	w.available[place{region, machineType}] = available
}

// Availability reports whether machines of a type are available in a region, and whether CORE returns that for the
// type.
func (t *Tx) Availability(region, machineType string) (available, known bool) {
	if a, ok := t.available[place{region, machineType}]; ok {
		return a, true
	}
	dedicated := HardwareOf(machineType).Dedicated
	return dedicated && isOffered(region, machineType), dedicated
}

// SoldOut reports whether machines of a type are unavailable in a region.
func (t *Tx) SoldOut(region, machineType string) bool {
	if a, ok := t.available[place{region, machineType}]; ok {
		return !a
	}
	return !isOffered(region, machineType)
}
