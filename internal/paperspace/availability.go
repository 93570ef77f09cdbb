package paperspace

import (
	"context"
	"regexp"
	"strings"
)

// Availability reports whether Paperspace has capacity for a machine type.
type Availability interface {
	// Available reports the capacity at the moment. A create afterward can still fail for lack
	// of capacity.
	Available(ctx context.Context, region, machineType string) (bool, error)
}

var documentedGPU = regexp.MustCompile(`(?i)^(GPU\+|P4000|P5000|P6000|V100)$`)

// DedicatedGPU reports whether a request for the availability of a machine type makes sense
// (queryable), and whether the documentation promises a result (promised). It promises none for
// CPU and GRID types. For later GPU types, such as A4000 and A100-80G, the result can be an error.
func DedicatedGPU(machineType string) (queryable, promised bool) {
	if cpuOnly.MatchString(machineType) || gridGPU.MatchString(machineType) || machineType == "" {
		return false, false
	}
	return true, documentedGPU.MatchString(machineType)
}

// documented are the machine types in the CORE documentation, in its spelling.
var documented = []string{
	"Air", "Standard", "Pro", "Advanced", "GPU+", "P4000", "P5000", "P6000", "V100",
	"C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10",
}

// MachineTypeName returns a documented machine type, given in any case, in the documented
// spelling. It returns any other text unchanged.
func MachineTypeName(s string) string {
	for _, name := range documented {
		if strings.EqualFold(name, s) {
			return name
		}
	}
	return s
}
