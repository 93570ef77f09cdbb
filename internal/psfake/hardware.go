package psfake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// hardware is what a machine type stands for. The ram of the first comes from
// the seed's samples, most of the rest is plausible and no more. The types are
// those of Paperspace's pages on pricing (November 2025) and, for CORE, the GRID
// types and C2, which those pages no longer list.
type hardware struct {
	cpus      int
	ram       int64
	gpu       string
	gpuRAM    int64
	dedicated bool // a GPU of its own: the only types that availability knows
}

const gib = int64(1) << 30

var hardwareOf = map[string]hardware{
	"Air":      {cpus: 4, ram: 8589938688, gpu: "GRID K160Q (2GB)", gpuRAM: 2 * gib},
	"Standard": {cpus: 4, ram: 12884901888, gpu: "GRID K180Q (4GB)", gpuRAM: 4 * gib},
	"Pro":      {cpus: 4, ram: 17179869184, gpu: "GRID K280Q (4GB)", gpuRAM: 4 * gib},
	"Advanced": {cpus: 8, ram: 17179869184, gpu: "GRID K280Q (8GB)", gpuRAM: 8 * gib},
	"GPU+":     {cpus: 8, ram: 32212254720, gpu: "Quadro M4000", gpuRAM: 8 * gib, dedicated: true},
	"P4000":    {cpus: 8, ram: 32212254720, gpu: "Quadro P4000", gpuRAM: 8 * gib, dedicated: true},
	"P5000":    {cpus: 8, ram: 32212254720, gpu: "Quadro P5000", gpuRAM: 16 * gib, dedicated: true},
	"P6000":    {cpus: 8, ram: 32212254720, gpu: "Quadro P6000", gpuRAM: 24 * gib, dedicated: true},
	"V100":     {cpus: 8, ram: 32212254720, gpu: "Tesla V100-SXM2-16GB", gpuRAM: 16 * gib, dedicated: true},
	"V100-32G": {cpus: 8, ram: 32212254720, gpu: "Tesla V100-SXM2-32GB", gpuRAM: 32 * gib, dedicated: true},
	"RTX4000":  {cpus: 8, ram: 32212254720, gpu: "Quadro RTX 4000", gpuRAM: 8 * gib, dedicated: true},
	"RTX5000":  {cpus: 8, ram: 32212254720, gpu: "Quadro RTX 5000", gpuRAM: 16 * gib, dedicated: true},
	"A4000":    {cpus: 8, ram: 48318382080, gpu: "RTX A4000", gpuRAM: 16 * gib, dedicated: true},
	"A5000":    {cpus: 8, ram: 48318382080, gpu: "RTX A5000", gpuRAM: 24 * gib, dedicated: true},
	"A6000":    {cpus: 8, ram: 48318382080, gpu: "RTX A6000", gpuRAM: 48 * gib, dedicated: true},
	"A100":     {cpus: 12, ram: 96636764160, gpu: "A100-SXM4-40GB", gpuRAM: 40 * gib, dedicated: true},
	"A100-80G": {cpus: 12, ram: 96636764160, gpu: "A100-SXM4-80GB", gpuRAM: 80 * gib, dedicated: true},
	"H100":     {cpus: 20, ram: 250 * gib, gpu: "H100-80GB-HBM3", gpuRAM: 80 * gib, dedicated: true},
	"C1":       {cpus: 1, ram: gib / 2},
	"C2":       {cpus: 1, ram: gib},
	"C3":       {cpus: 2, ram: 2 * gib},
	"C4":       {cpus: 2, ram: 4 * gib},
	"C5":       {cpus: 4, ram: 8 * gib},
	"C6":       {cpus: 8, ram: 16 * gib},
	"C7":       {cpus: 12, ram: 30 * gib},
	"C8":       {cpus: 16, ram: 60 * gib},
	"C9":       {cpus: 24, ram: 120 * gib},
	"C10":      {cpus: 32, ram: 244 * gib},
}

// regionsOf lists the regions of the types that not every region has, by
// Paperspace's page on availability (June 2025). A type with several GPUs is
// where the one with a single GPU is.
var regionsOf = map[string][]string{
	"GPU+": {EastCoast, Europe}, "V100": {EastCoast, Europe},
	"A5000": {EastCoast, WestCoast}, "A6000": {EastCoast, WestCoast},
	"RTX5000": {EastCoast}, "V100-32G": {EastCoast}, "A100": {EastCoast}, "A100-80G": {EastCoast}, "H100": {EastCoast},
}

// isOffered reports whether a region has a type at all.
func isOffered(region, machineType string) bool {
	if part := multiGPU.FindStringSubmatch(machineType); part != nil {
		machineType = part[1]
	}
	regions, limited := regionsOf[machineType]
	return !limited || slices.Contains(regions, region)
}

var multiGPU = regexp.MustCompile(`^(.+)x([2-8])$`)

// lookHardware knows every type: the list grew after the papers, so a type it
// has not heard of gets generic hardware.
func lookHardware(machineType string) hardware {
	if h, ok := hardwareOf[machineType]; ok {
		return h
	}
	if part := multiGPU.FindStringSubmatch(machineType); part != nil {
		if h, ok := hardwareOf[part[1]]; ok && h.dedicated {
			n, _ := strconv.Atoi(part[2])
			h.cpus, h.ram, h.gpu = h.cpus*n, h.ram*int64(n), part[2]+" x "+h.gpu
			return h
		}
	}
	return hardware{cpus: 8, ram: 48318382080, gpu: machineType, gpuRAM: 16 * gib}
}

// machineTypes are all labels that templates speak of.
var machineTypes = func() []string {
	var all []string
	for label, h := range hardwareOf {
		all = append(all, label)
		for _, n := range []string{"x2", "x4", "x8"} {
			if h.dedicated {
				all = append(all, label+n)
			}
		}
	}
	slices.Sort(all)
	return all
}()

func isMachineType(label string) bool {
	_, ok := slices.BinarySearch(machineTypes, label)
	return ok
}

// group is a range of types within which a machine can be moved.
type group int

const (
	cpuGroup group = iota
	gridGroup
	gpuGroup
)

func groupOf(machineType string) group {
	switch {
	case isCPUType(machineType):
		return cpuGroup
	case isGridType(machineType):
		return gridGroup
	}
	return gpuGroup
}

func isCPUType(machineType string) bool {
	h, ok := hardwareOf[machineType]
	return ok && h.gpu == ""
}

func isGridType(machineType string) bool {
	return strings.HasPrefix(hardwareOf[machineType].gpu, "GRID")
}
