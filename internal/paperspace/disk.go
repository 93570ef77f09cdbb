package paperspace

import (
	"math"
	"slices"
)

// The units in which a response can give the size of a disk. Paperspace counts
// 50 "GB" as 50 × 1024³ bytes.
const (
	bytesPerGB        = 1 << 30
	bytesPerDecimalGB = 1_000_000_000
	// leastBytes separates the units: the smallest disk has more bytes than this, and the
	// largest has fewer GB.
	leastBytes = 1_000_000
	// mostGB is larger than any disk. A larger figure is in another unit.
	mostGB = 1_000_000
)

// OfferedGB are the disk sizes that the documentation of API v1 lists. The schema of the
// argument there allows any number above 0.
var OfferedGB = []int64{50, 100, 250, 500, 1000, 2000, 4000, 8000, 12000, 16000}

// SizeGB returns the disk size in the unit of a create. It reports false if the response has
// no figure, or one that cannot be the size of a disk.
//
// A figure below 10^6 is in GB, any other is in bytes. A number of bytes slightly below an
// offered size is taken for that size, given in decimal gigabytes or without the space that a
// file system reserves. This matters after an import, when the next plan compares the result
// with the configuration.
func (m Machine) SizeGB() (int64, bool) {
	if m.StorageTotal == nil || *m.StorageTotal <= 0 {
		return 0, false
	}
	figure := *m.StorageTotal
	gb := int64(math.Round(float64(figure) / bytesPerGB))
	offered := slices.IndexFunc(OfferedGB, m.nearly)
	switch {
	case figure < leastBytes:
		return figure, true
	case gb == 0 || gb > mostGB:
		return 0, false
	case figure%bytesPerGB == 0:
		return gb, true
	case offered >= 0:
		return OfferedGB[offered], true
	case figure%bytesPerDecimalGB == 0:
		return figure / bytesPerDecimalGB, true
	}
	return gb, true
}

// nearly reports whether the figure, in bytes, can be that of a disk of gb: at most
// gb × 1024³, and at least 90% of gb × 10⁹, because a file system reserves less than 10%. The
// offered sizes are so far apart that a figure is near at most one of them.
func (m Machine) nearly(gb int64) bool {
	return gb <= mostGB && *m.StorageTotal <= gb*bytesPerGB && *m.StorageTotal >= gb*(bytesPerDecimalGB/10*9)
}

// HasSizeGB reports whether the figure in the response can be that of a disk of gb. If there is
// no figure, it returns true. A figure that fits an offered size, or that is a multiple of
// 1024³ bytes, does not fit any other size.
func (m Machine) HasSizeGB(gb int64) bool {
	got, known := m.SizeGB()
	switch {
	case !known || got == gb:
		return true
	case *m.StorageTotal < leastBytes || *m.StorageTotal%bytesPerGB == 0:
		return false
	case *m.StorageTotal%bytesPerDecimalGB == 0 && *m.StorageTotal/bytesPerDecimalGB == gb:
		return true
	}
	return !slices.Contains(OfferedGB, got) && m.nearly(gb)
}

// GrownFromGB returns the size of a disk that had prior GB before. A disk cannot shrink, so a
// smaller figure is in another unit, or is not the size of the disk, and is ignored: otherwise,
// the plan would replace the machine and delete its disk.
func (m Machine) GrownFromGB(prior int64) int64 {
	got, known := m.SizeGB()
	switch {
	case !known || got <= prior:
		return prior
	case *m.StorageTotal >= leastBytes && prior <= mostGB && *m.StorageTotal <= prior*bytesPerGB:
		return prior // SizeGB has rounded it up
	}
	return got
}
