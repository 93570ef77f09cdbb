package machine_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
)

// A machine that has such a name already is changed and destroyed as usual; only
// a new name is checked.
func TestAccSpoiltNameOfAnExistingMachineBlocksNothing(t *testing.T) {
	named := func(name, lines string) string {
		return strings.Replace(hcl(lines), `"m"
`, name+"\n", 1)
	}
	acctest.Run(t, acctest.Case{
		Prepare: func(e *acctest.Env) {
			m := ready("m ")
			m.ID = foreign
			e.AddMachine(m)
		},
		Steps: func(e *acctest.Env) []resource.TestStep {
			return []resource.TestStep{
				{Config: e.Config(named(`"m "`, "")), ResourceName: address, ImportState: true, ImportStateId: foreign, ImportStatePersist: true},
				{Config: e.Config(named(`"m "`, "shutdown_timeout_in_hours = 3")), Check: resource.TestCheckResourceAttr(address, "name", "m ")},
				{Config: e.Config(named(`"n\n"`, "shutdown_timeout_in_hours = 3")), ExpectError: acctest.InOrder("Invalid name of the machine", `"n\n"`, "contains a line break", "-refresh=false")},
				{Config: e.Config(named(`"n"`, "shutdown_timeout_in_hours = 3")), Check: resource.TestCheckResourceAttr(address, "name", "n")},
			}
		},
		After: func(t *testing.T, e *acctest.Env) {
			if n := len(e.Machines()); n != 0 {
				t.Errorf("%d machines are left", n)
			}
		},
	})
}
