package acctest_test

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/coreapi"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/v1api"
)

// A filter by a value that an API version does not return finds nothing. A plan that depends on it would be wrong
// without an error, so the provider rejects the filter.
func TestAccFiltersByValuesThatAreNotReturned(t *testing.T) {
	endpoint := &url.URL{Scheme: "http", Host: "127.0.0.1"}
	core, v1 := coreapi.New(coreapi.Options{Endpoint: endpoint}), v1api.New(v1api.Options{Endpoint: endpoint})
	sources := providerSchemas(t).DataSourceSchemas
	acctest.Run(t, acctest.Case{
		Steps: func(e *acctest.Env) (steps []resource.TestStep) {
			notShown := acctest.By(e, core, v1).Traits.NotShown
			for _, noun := range slices.Sorted(maps.Keys(notShown)) {
				for _, source := range []string{"paperspace_" + noun, "paperspace_" + noun + "s"} {
					if noun == "machine" && source == "paperspace_machine" { // the data source finds it by ID or by name
						continue
					}
					lines, want := "", []string{}
					for _, field := range slices.Sorted(maps.Keys(notShown[noun])) {
						line := fmt.Sprintf("%s = %s", field, anyValue(t, sources[source], string(field)))
						lines += "\n  " + line
						want = append(want, "Not supported by this API version", line,
							fmt.Sprintf(`%s cannot be used with api_version = %q: %s`, field, e.APIVersion, notShown[noun][field].Reason))
					}
					steps = append(steps, resource.TestStep{
						Config:      e.Config(fmt.Sprintf("data %q \"x\" {%s\n}\n", source, lines)),
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
				t.Errorf("%d requests were sent for filters that cannot work", n)
			}
		},
	})
}

// anyValue returns a valid value for an argument.
func anyValue(t *testing.T, s *tfprotov6.Schema, name string) string {
	t.Helper()
	for _, a := range s.Block.Attributes {
		switch {
		case a.Name != name:
		case a.Type.Is(tftypes.Bool):
			return "true"
		case a.Type.Is(tftypes.Number):
			return "1"
		default:
			return `"null"`
		}
	}
	t.Fatalf("there is no argument %s", name)
	return ""
}
