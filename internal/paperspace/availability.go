package paperspace

import (
	"context"
	"regexp"
)

// Availability tells whether a machine type can be had right now.
type Availability interface {
	// Available is a point-in-time answer and no promise: a create may fail
	// for capacity all the same.
	Available(ctx context.Context, region, machineType string) (bool, error)
}

var documentedGPU = regexp.MustCompile(`(?i)^(GPU\+|P4000|P5000|P6000|V100)$`)

// DedicatedGPU says whether the papers promise an availability answer for a
// machine type. For the CPU and GRID types they do not; later GPU types
// (A4000, A100-80G, …) are worth asking about, but an error is no news.
func DedicatedGPU(machineType string) (ask, promised bool) {
	if cpuOnly.MatchString(machineType) || gridGPU.MatchString(machineType) || machineType == "" {
		return false, false
	}
	return true, documentedGPU.MatchString(machineType)
}
