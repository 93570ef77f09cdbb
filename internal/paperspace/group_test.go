package paperspace_test

import (
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// SuitsType rejects a change only between types that are certainly in different groups.
func TestGroupsOfTypes(t *testing.T) {
	for _, c := range []struct {
		from, to string
		want     paperspace.Fit
	}{
		{"C5", "C7", paperspace.Fits}, {"c5", "C10", paperspace.Fits}, {"A4000", "A6000", paperspace.Fits}, {"A4000", "a5000x2", paperspace.Fits},
		{"A4000", "A100-80G", paperspace.Fits}, {"P4000", "V100", paperspace.Fits}, {"C5", "Z9", paperspace.Fits}, {"Z9", "A4000", paperspace.Fits},
		{"C5", "P4000", paperspace.Unfit}, {"RTX5000", "C5", paperspace.Unfit}, {"C5", "A4000", paperspace.Unfit}, {"Air", "C5", paperspace.Unfit},
		{"P4000", "A4000", paperspace.Doubtful}, {"A6000", "H100", paperspace.Doubtful}, {"Pro", "P4000", paperspace.Doubtful},
	} {
		if got, why := paperspace.SuitsType(c.from, c.to); got != c.want || (why == "") != (got == paperspace.Fits) {
			t.Errorf("%s to %s: %v, %q", c.from, c.to, got, why)
		}
	}
}
