package acctest

import (
	"encoding/json"
	"fmt"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

// Planned checks what the plan of a step does with a resource.
func Planned(address string, action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

// Sent compares the call and the body of the writes after the last reset of the journal. It resets the journal.
func (e *Env) Sent(want ...string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		var got []string
		for _, w := range e.Journal().Writes() {
			line := w.Call
			if len(w.Body) > 0 {
				var body any
				if err := json.Unmarshal(w.Body, &body); err != nil {
					return err
				}
				sorted, _ := json.Marshal(body)
				line += " " + string(sorted)
			}
			got = append(got, line)
		}
		e.ResetJournal()
		if diff := cmp.Diff(want, got); diff != "" {
			return fmt.Errorf("writes sent (-want +got):\n%s", diff)
		}
		return nil
	}
}
