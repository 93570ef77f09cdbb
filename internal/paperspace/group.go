package paperspace

import (
	"fmt"
	"regexp"
)

// A typeGroup is a group of machine types. Paperspace changes the type of a machine only within
// its group. The documentation names two groups: the CPU types, and A4000, A5000, A6000, and so
// on. No source says which groups the other types form.
type typeGroup int

const (
	unknownGroup typeGroup = iota
	cpuGroup
	ampereGroup // A4000 and so on
	gridGroup
	otherGPUs // no documented group
)

var typeGroups = []struct {
	group typeGroup
	types *regexp.Regexp
}{
	{cpuGroup, cpuOnly},
	{ampereGroup, regexp.MustCompile(`(?i)^A\d+(-80G)?(x\d)?$`)},
	{gridGroup, regexp.MustCompile(`(?i)^(Air|Standard|Pro|ProL|ProXL|Advanced)$`)},
	{otherGPUs, regexp.MustCompile(`(?i)^(GPU\+|P\d000|V100|V100-32G|RTX\d000|H100)(x\d)?$`)},
}

func groupOf(machineType string) typeGroup {
	for _, g := range typeGroups {
		if g.types.MatchString(machineType) {
			return g.group
		}
	}
	return unknownGroup
}

// SuitsType compares two types between which a machine is to change, and returns the reason if
// it cannot. A change between CPU and GPU types is [Unfit]. A change between two groups of GPU types
// is [Doubtful]. A change that involves an unknown type [Fits].
func SuitsType(from, to string) (Fit, string) {
	a, b := groupOf(from), groupOf(to)
	switch {
	case a == b || a == unknownGroup || b == unknownGroup:
		return Fits, ""
	case a == cpuGroup || b == cpuGroup:
		return Unfit, fmt.Sprintf("Paperspace changes the type of a machine only within a group of types, and %s and %s are in different groups", from, to)
	}
	return Doubtful, fmt.Sprintf("Paperspace changes the type of a machine only within a group of types, and %s and %s might be in different groups", from, to)
}
