package psfake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Hardware is the hardware of a machine type. The RAM of the first types is from Paperspace's samples. Most other
// values are plausible guesses. The types are from Paperspace's pricing pages (November 2025), plus the GRID types and
// C2 for CORE, which those pages no longer list.
type Hardware struct {
	CPUs      int
	RAM       int64 // bytes
	GPU       string
	GPURAM    int64 // bytes
	Dedicated bool  // it has a dedicated GPU; CORE returns availability only for these types
}

// GiB is the number of bytes in a gibibyte.
const GiB = int64(1) << 30

var hardwareOf = map[string]Hardware{
	"Air":      {CPUs: 4, RAM: 8589938688, GPU: "GRID K160Q (2GB)", GPURAM: 2 * GiB},
	"Standard": {CPUs: 4, RAM: 12884901888, GPU: "GRID K180Q (4GB)", GPURAM: 4 * GiB},
	"Pro":      {CPUs: 4, RAM: 17179869184, GPU: "GRID K280Q (4GB)", GPURAM: 4 * GiB},
	"Advanced": {CPUs: 8, RAM: 17179869184, GPU: "GRID K280Q (8GB)", GPURAM: 8 * GiB},
	"GPU+":     {CPUs: 8, RAM: 32212254720, GPU: "Quadro M4000", GPURAM: 8 * GiB, Dedicated: true},
	"P4000":    {CPUs: 8, RAM: 32212254720, GPU: "Quadro P4000", GPURAM: 8 * GiB, Dedicated: true},
	"P5000":    {CPUs: 8, RAM: 32212254720, GPU: "Quadro P5000", GPURAM: 16 * GiB, Dedicated: true},
	"P6000":    {CPUs: 8, RAM: 32212254720, GPU: "Quadro P6000", GPURAM: 24 * GiB, Dedicated: true},
	"V100":     {CPUs: 8, RAM: 32212254720, GPU: "Tesla V100-SXM2-16GB", GPURAM: 16 * GiB, Dedicated: true},
	"V100-32G": {CPUs: 8, RAM: 32212254720, GPU: "Tesla V100-SXM2-32GB", GPURAM: 32 * GiB, Dedicated: true},
	"RTX4000":  {CPUs: 8, RAM: 32212254720, GPU: "Quadro RTX 4000", GPURAM: 8 * GiB, Dedicated: true},
	"RTX5000":  {CPUs: 8, RAM: 32212254720, GPU: "Quadro RTX 5000", GPURAM: 16 * GiB, Dedicated: true},
	"A4000":    {CPUs: 8, RAM: 48318382080, GPU: "RTX A4000", GPURAM: 16 * GiB, Dedicated: true},
	"A5000":    {CPUs: 8, RAM: 48318382080, GPU: "RTX A5000", GPURAM: 24 * GiB, Dedicated: true},
	"A6000":    {CPUs: 8, RAM: 48318382080, GPU: "RTX A6000", GPURAM: 48 * GiB, Dedicated: true},
	"A100":     {CPUs: 12, RAM: 96636764160, GPU: "A100-SXM4-40GB", GPURAM: 40 * GiB, Dedicated: true},
	"A100-80G": {CPUs: 12, RAM: 96636764160, GPU: "A100-SXM4-80GB", GPURAM: 80 * GiB, Dedicated: true},
	"H100":     {CPUs: 20, RAM: 250 * GiB, GPU: "H100-80GB-HBM3", GPURAM: 80 * GiB, Dedicated: true},
	"C1":       {CPUs: 1, RAM: GiB / 2},
	"C2":       {CPUs: 1, RAM: GiB},
	"C3":       {CPUs: 2, RAM: 2 * GiB},
	"C4":       {CPUs: 2, RAM: 4 * GiB},
	"C5":       {CPUs: 4, RAM: 8 * GiB},
	"C6":       {CPUs: 8, RAM: 16 * GiB},
	"C7":       {CPUs: 12, RAM: 30 * GiB},
	"C8":       {CPUs: 16, RAM: 60 * GiB},
	"C9":       {CPUs: 24, RAM: 120 * GiB},
	"C10":      {CPUs: 32, RAM: 244 * GiB},
}

// regionsOf lists the regions of the types that are not available in every region, from Paperspace's page on
// availability (June 2025). A type with several GPUs is available in the same regions as the type with a single GPU.
var regionsOf = map[string][]string{
	"GPU+": {EastCoast, Europe}, "V100": {EastCoast, Europe},
	"A5000": {EastCoast, WestCoast}, "A6000": {EastCoast, WestCoast},
	"RTX5000": {EastCoast}, "V100-32G": {EastCoast}, "A100": {EastCoast}, "A100-80G": {EastCoast}, "H100": {EastCoast},
}

// isOffered reports whether a region offers a type at all.
func isOffered(region, machineType string) bool {
	if part := multiGPU.FindStringSubmatch(machineType); part != nil {
		machineType = part[1]
	}
	regions, limited := regionsOf[machineType]
	return !limited || slices.Contains(regions, region)
}

var multiGPU = regexp.MustCompile(`^(.+)x([2-8])$`)

// HardwareOf returns the hardware of a machine type. Paperspace adds types, so an unknown type gets generic hardware.
func HardwareOf(machineType string) Hardware {
	if h, ok := hardwareOf[machineType]; ok {
		return h
	}
	if part := multiGPU.FindStringSubmatch(machineType); part != nil {
		if h, ok := hardwareOf[part[1]]; ok && h.Dedicated {
			n, _ := strconv.Atoi(part[2])
			h.CPUs, h.RAM, h.GPU = h.CPUs*n, h.RAM*int64(n), part[2]+" x "+h.GPU
			return h
		}
	}
	return Hardware{CPUs: 8, RAM: 48318382080, GPU: machineType, GPURAM: 16 * GiB}
}

// MachineTypes has all machine types that the templates list, sorted.
var MachineTypes = func() []string {
	var all []string
	for label, h := range hardwareOf {
		all = append(all, label)
		for _, n := range []string{"x2", "x4", "x8"} {
			if h.Dedicated {
				all = append(all, label+n)
			}
		}
	}
	slices.Sort(all)
	return all
}()

// IsMachineType reports whether label is in MachineTypes.
func IsMachineType(label string) bool {
	_, ok := slices.BinarySearch(MachineTypes, label)
	return ok
}

// Group is a set of machine types. A machine can change its type only within a group.
type Group int

// The groups. An unknown type is in GPUGroup.
const (
	GPUGroup Group = iota
	GridGroup
	CPUGroup
)

// GroupOf returns the group of a machine type.
func GroupOf(machineType string) Group {
	h, ok := hardwareOf[machineType]
	switch {
	case ok && h.GPU == "":
		return CPUGroup
	case strings.HasPrefix(h.GPU, "GRID"):
		return GridGroup
	}
	return GPUGroup
}
