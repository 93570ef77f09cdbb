package paperspace

import (
	"slices"
	"strings"
)

// A region has two spellings: the code that people type and API v1 takes, and
// the full name that both API versions return and CORE insists on.
var regions = []struct{ code, name string }{
	{"ny2", "East Coast (NY2)"},
	{"ca1", "West Coast (CA1)"},
	{"ams1", "Europe (AMS1)"},
}

// RegionName returns the full name of a region given by code or name in any
// case, and false when it is none of the three documented ones; the text is
// then returned as it came, since Paperspace might know more regions than we.
func RegionName(s string) (string, bool) {
	for _, r := range regions {
		if strings.EqualFold(s, r.code) || strings.EqualFold(s, r.name) {
			return r.name, true
		}
	}
	return s, false
}

// RegionCode returns the code of a region given by code or name in any case,
// and any other text as it came.
func RegionCode(s string) string {
	for _, r := range regions {
		if strings.EqualFold(s, r.code) || strings.EqualFold(s, r.name) {
			return r.code
		}
	}
	return s
}

// SameRegion reports whether two spellings mean one region.
func SameRegion(a, b string) bool {
	a, _ = RegionName(a)
	b, _ = RegionName(b)
	return strings.EqualFold(a, b)
}

// RegionNames lists the full names, for messages and documentation.
func RegionNames() []string {
	var names []string
	for _, r := range regions {
		names = append(names, r.name)
	}
	return slices.Clip(names)
}
