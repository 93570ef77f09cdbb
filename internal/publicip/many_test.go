package publicip_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// In an apply with 30 claims, 30% lose their response, after or before the effect. Each billed
// address is in the state, or a message names it.
func TestAccManyLostClaims(t *testing.T) {
	acctest.Parallel(t)
	for _, kind := range []psfake.FaultKind{psfake.FaultCutAfter, psfake.FaultHTMLAfter, psfake.FaultCut} {
		t.Run(string(kind), func(t *testing.T) {
			w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
			w.Inject(psfake.Fault{Call: "publicips.claim", Kind: kind, Rate: 0.3})
			w.Write(w.Config(hcl("count = 30")))
			out, err := w.Run("apply", "-auto-approve", "-parallelism=10")
			out = acctest.Unwrap(out)
			var known []string
			for _, i := range w.Instances() {
				if i.Tainted {
					t.Errorf("%v is tainted", i.Attributes["address"])
				}
				known = append(known, fmt.Sprint(i.Attributes["address"]))
			}
			alive, named := w.PublicIPs(), 0
			for _, a := range alive {
				switch {
				case slices.Contains(known, a.IP):
				case strings.Contains(out, a.IP):
					named++
				default:
					t.Errorf("%s is billed, in no state, and in no message", a.IP)
				}
			}
			t.Logf("%d alive, %d in the state, %d named; %d claims sent; apply: %v", len(alive), len(known), named, w.Journal().Count("publicips.claim"), err)
			if len(alive) != len(known)+named || w.Journal().Count("publicips.claim") < 30 {
				t.Errorf("%d alive, %d in the state, %d named: %s", len(alive), len(known), named, out)
			}
			w.ClearFaults()
			w.MustRun("apply", "-auto-approve")
			if n := len(w.Instances()); n != 30 {
				t.Errorf("%d addresses after another apply", n)
			}
			w.MustRun("destroy", "-auto-approve")
			if left := w.PublicIPs(); len(left) != named {
				t.Errorf("%d addresses are left, and %d were named", len(left), named)
			}
		})
	}
}
