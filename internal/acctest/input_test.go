package acctest_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// A number that is not whole, or too large, is a mistake of the configuration and
// no bug in the provider, whatever argument it is given to.
func TestFractionIsNotReportedAsABugInTheProvider(t *testing.T) {
	p := acctest.New(t, "wild", psfake.Timings{}).Protocol(t, nil)
	seen := map[string]bool{}
	p.Arguments(func(what, at string, a *tfprotov6.SchemaAttribute, config func(any) map[string]any) {
		if !a.Type.Is(tftypes.Number) || at == "requests_per_second" {
			return
		}
		seen[what+"."+at] = true
		large, _, err := big.ParseFloat("1e30", 10, 512, big.ToNearestEven)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			value any
			want  string
		}{{big.NewFloat(50.5), "is 50.5."}, {big.NewFloat(-0.25), "is -0.25."}, {large, "is 1e+30, which is too large."}} {
			said := p.Validate(what, config(c.value))
			text := acctest.Of(t, said, at)
			if !strings.HasPrefix(text, "ERROR: Not a whole number: The value of "+at+" "+c.want) || strings.Contains(strings.Join(said, "\n"), "always an error in the provider") {
				t.Errorf("%s: %q", what, said)
			}
		}
		for _, said := range p.Validate(what, config(big.NewFloat(50))) {
			if strings.HasPrefix(said, at+":") {
				t.Errorf("%s: 50 is rejected: %s", what, said)
			}
		}
	})
	for _, argument := range []string{"resource paperspace_machine.size", "provider.max_retries", "data paperspace_machines.cpus", "list paperspace_machine.ram"} {
		if !seen[argument] {
			t.Errorf("%s was not tried: %v", argument, seen)
		}
	}
}
