package paperspace

import (
	"slices"
	"strings"
)

// A region has two spellings: the code, which users write and API v1 requires, and the full
// name, which both API versions return and CORE requires.
var regions = []struct{ code, name string }{
	{"ny2", "East Coast (NY2)"},
	{"ca1", "West Coast (CA1)"},
	{"ams1", "Europe (AMS1)"},
}

// RegionName returns the full name of a region given by its code or name in any case. If s is
// not a documented region, RegionName returns it unchanged and reports false, because
// Paperspace might have other regions.
func RegionName(s string) (string, bool) {
	for _, r := range regions {
		if strings.EqualFold(s, r.code) || strings.EqualFold(s, r.name) {
			return r.name, true
		}
	}
	return s, false
}

// RegionCode returns the code of a region given by its code or name in any case. It returns
// any other text unchanged.
func RegionCode(s string) string {
	for _, r := range regions {
		if strings.EqualFold(s, r.code) || strings.EqualFold(s, r.name) {
			return r.code
		}
	}
	return s
}

// SameRegion reports whether two spellings mean the same region.
func SameRegion(a, b string) bool {
	a, _ = RegionName(a)
	b, _ = RegionName(b)
	return strings.EqualFold(a, b)
}

// RegionNames returns the full names of the documented regions.
func RegionNames() []string {
	var names []string
	for _, r := range regions {
		names = append(names, r.name)
	}
	return slices.Clip(names)
}
