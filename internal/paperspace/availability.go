package paperspace

import (
	"context"
	"regexp"
	"strings"
)

// Availability reports whether a machine type can be had right now.
type Availability interface {
	// Available is a point-in-time response and no promise: a create can fail
	// for capacity all the same.
	Available(ctx context.Context, region, machineType string) (bool, error)
}

var documentedGPU = regexp.MustCompile(`(?i)^(GPU\+|P4000|P5000|P6000|V100)$`)

// DedicatedGPU reports whether the documentation promises an availability response for a
// machine type. For the CPU and GRID types they do not; later GPU types
// (A4000, A100-80G, …) are worth asking about, but an error is no news.
func DedicatedGPU(machineType string) (ask, promised bool) {
	if cpuOnly.MatchString(machineType) || gridGPU.MatchString(machineType) || machineType == "" {
		return false, false
	}
	return true, documentedGPU.MatchString(machineType)
}

// documented are the machine types of the documentation, in the documented spelling.
var documented = []string{
	"Air", "Standard", "Pro", "Advanced", "GPU+", "P4000", "P5000", "P6000", "V100",
	"C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10",
}

// MachineTypeName returns a documented machine type in the documented spelling,
// whatever case it was written in, and any other as it is.
func MachineTypeName(s string) string {
	for _, name := range documented {
		if strings.EqualFold(name, s) {
			return name
		}
	}
	return s
}
