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

// A timeout that is not above zero ends every operation before it begins.
func TestTimeoutThatCanNeverWorkIsRejected(t *testing.T) {
	p := acctest.New(t, "wild", psfake.Timings{}).Protocol(t, nil)
	seen := map[string]bool{}
	p.Arguments(func(what, at string, _ *tfprotov6.SchemaAttribute, config func(any) map[string]any) {
		if !strings.HasPrefix(at, "timeouts.") {
			return
		}
		seen[strings.Fields(what)[0]+" "+at] = true
		for value, want := range map[string]string{
			"0s": `The value "0s" is not above zero`, "-5m": `The value "-5m" is not above zero`, "0": "is not above zero",
			"soon": `The value "soon" is not a duration`, "": `The value "" is not a duration`, "30": `The value "30" is not a duration`,
		} {
			if text := acctest.Of(t, p.Validate(what, config(value)), at); !strings.HasPrefix(text, "ERROR: Invalid timeout: ") || !strings.Contains(text, want) {
				t.Errorf("%s.%s = %q: %s", what, at, value, text)
			}
		}
		// A short one can work, and an error here would block every destroy.
		for _, value := range []any{"1ms", "45m", tftypes.UnknownValue} {
			for _, said := range p.Validate(what, config(value)) {
				if strings.HasPrefix(said, at+":") {
					t.Errorf("%s.%s = %v: %s", what, at, value, said)
				}
			}
		}
	})
	for _, timeout := range []string{"resource timeouts.create", "resource timeouts.read", "resource timeouts.update", "resource timeouts.delete", "data timeouts.read", "action timeouts.invoke"} {
		if !seen[timeout] {
			t.Errorf("%s was not tried: %v", timeout, seen)
		}
	}
}
