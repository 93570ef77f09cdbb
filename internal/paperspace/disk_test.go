package paperspace_test

import (
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

const (
	gib     = int64(1 << 30)
	decimal = int64(1_000_000_000)
)

func TestSizeOfADiskFromItsFigure(t *testing.T) {
	for name, c := range map[string]struct {
		figure int64
		gb     int64 // 0 if the figure cannot be the size of a disk
	}{
		"bytes":                             {50 * gib, 50},
		"bytes of a size not offered":       {48 * gib, 48},
		"decimal gigabytes":                 {50 * decimal, 50},
		"without what a file system keeps":  {48 * decimal, 50},
		"the same, with odd bytes":          {51_234_567_890, 50},
		"a large one, likewise":             {1960 * decimal, 2000},
		"decimal, of a size not offered":    {70 * decimal, 70},
		"gigabytes":                         {50, 50},
		"many gigabytes":                    {16000, 16000},
		"no figure":                         {0, 0},
		"a negative one":                    {-50, 0},
		"fewer bytes than any disk":         {50 << 20, 0},
		"more gigabytes than any disk has ": {1 << 62, 0},
	} {
		t.Run(name, func(t *testing.T) {
			got, known := paperspace.Machine{StorageTotal: &c.figure}.SizeGB()
			if got != c.gb || known != (c.gb != 0) {
				t.Errorf("%d: %d GB, %v; want %d", c.figure, got, known, c.gb)
			}
		})
	}
}

func TestFigureOfADisk(t *testing.T) {
	for name, c := range map[string]struct {
		figure, gb int64
		want       bool
	}{
		"the same":                       {50 * gib, 50, true},
		"the same, in gigabytes":         {50, 50, true},
		"the same, decimal":              {50 * decimal, 50, true},
		"decimal, of a size not offered": {48 * decimal, 48, true},
		"without reserved bytes":         {48 * decimal, 50, true},
		"unknown":                        {0, 50, true},
		"a smaller disk":                 {20 * gib, 50, false},
		"a larger disk":                  {100 * gib, 50, false},
		"before a small growth":          {100 * gib, 105, false},
		"before it, decimal":             {100 * decimal, 105, false},
		"before it, in gigabytes":        {100, 105, false},
		"far more than any disk":         {100 * gib, 1 << 60, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := (paperspace.Machine{StorageTotal: &c.figure}).HasSizeGB(c.gb); got != c.want {
				t.Errorf("%d as %d GB: %v", c.figure, c.gb, got)
			}
		})
	}
}

// A disk cannot shrink, so a smaller figure is ignored.
func TestDiskOnlyGrows(t *testing.T) {
	for name, c := range map[string]struct{ figure, prior, want int64 }{
		"the same":                     {50 * gib, 50, 50},
		"grown":                        {100 * gib, 50, 100},
		"grown a little":               {105 * gib, 100, 105},
		"grown, in gigabytes":          {100, 50, 100},
		"grown, without reserved":      {96 * decimal, 50, 100},
		"gigabytes":                    {50, 50, 50},
		"less, in gigabytes":           {48, 50, 50},
		"without reserved":             {48 * decimal, 50, 50},
		"not the disk's":               {20 * gib, 50, 50},
		"kilobytes":                    {50 << 20, 50, 50},
		"nothing":                      {0, 50, 50},
		"rounded up to what there was": {48 * decimal, 48, 48},
		"rounded up to more":           {48 * decimal, 47, 47},
	} {
		t.Run(name, func(t *testing.T) {
			if got := (paperspace.Machine{StorageTotal: &c.figure}).GrownFromGB(c.prior); got != c.want {
				t.Errorf("%d after %d GB: %d GB, want %d", c.figure, c.prior, got, c.want)
			}
		})
	}
}
