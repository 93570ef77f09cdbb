package acctest_test

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/v1api"
)

// A filter by what API v1 does not tell would find nothing, and a plan that
// builds on that would be wrong without a word.
func TestAccFiltersThatV1DoesNotTell(t *testing.T) {
	untold := v1api.New(v1api.Options{Endpoint: &url.URL{Scheme: "http", Host: "127.0.0.1"}}).Traits.Untold
	acctest.Run(t, acctest.Case{
		Generations: []string{"v1"},
		Steps: func(e *acctest.Env) (steps []resource.TestStep) {
			for _, noun := range slices.Sorted(maps.Keys(untold)) {
				lines, want := "", []string{}
				for _, field := range slices.Sorted(maps.Keys(untold[noun])) {
					line := fmt.Sprintf("%s = %q", field, "null")
					lines += "\n  " + line
					want = append(want, "Not offered by this API generation", line,
						fmt.Sprintf(`%s cannot be used with api_version = "v1": %s.`, field, untold[noun][field].Reason))
				}
				for _, source := range []string{noun, noun + "s"} {
					if source == "machine" { // which is found by its id or its name
						continue
					}
					steps = append(steps, resource.TestStep{
						Config:      e.Config(fmt.Sprintf("data \"paperspace_%s\" \"x\" {%s\n}\n", source, lines)),
						ExpectError: acctest.InOrder(want...),
					})
				}
			}
			if len(steps) == 0 {
				t.Error("no filter was tried")
			}
			return steps
		},
		After: func(t *testing.T, e *acctest.Env) {
			if n := len(e.Journal()); n != 0 {
				t.Errorf("%d requests were sent for what cannot be answered", n)
			}
		},
	})
}
