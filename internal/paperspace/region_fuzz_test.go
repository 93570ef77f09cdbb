package paperspace

import (
	"strings"
	"testing"
)

// FuzzRegion checks that SameRegion is reflexive and symmetric, and that RegionName and
// RegionCode return their own results unchanged.
func FuzzRegion(f *testing.F) {
	for _, pair := range [][2]string{
		{"ny2", "East Coast (NY2)"}, {"NY2", "east coast (ny2)"}, {"", "ny2"}, {"ams1", "Europe (AMS1) "}, {"ca1", "ca1\x00"},
		{"ſ", "s"}, {"K", "k"}, {"ca\u0661", "ca1"}, {"eu-west", "EU-West"}, {"\xff", "\xfe"},
	} {
		f.Add(pair[0], pair[1])
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		name, known := RegionName(a)
		if again, still := RegionName(name); again != name || still != known || !known && name != a {
			t.Errorf("%q is %q, and that is %q", a, name, again)
		}
		code := RegionCode(a)
		if RegionCode(code) != code || RegionCode(name) != code {
			t.Errorf("%q has the codes %q, %q and %q", a, code, RegionCode(code), RegionCode(name))
		}
		if !SameRegion(a, a) || !SameRegion(a, name) || !SameRegion(code, a) {
			t.Errorf("%q is not the region %q, code %q", a, name, code)
		}
		same := SameRegion(a, b)
		if SameRegion(b, a) != same {
			t.Errorf("%q and %q: %v one way, %v the other", a, b, same, !same)
		}
		if other, too := RegionName(b); same && (known != too || !strings.EqualFold(name, other)) {
			t.Errorf("%q and %q are one, and their names %q and %q", a, b, name, other)
		}
	})
}
