package machine_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
)

const small = `
resource "paperspace_machine" "m" {
  name         = "small"
  machine_type = "C5"
  size         = 50
  template_id  = "t0nspur5"
}
`

func TestAccRequiredOnly(t *testing.T) {
	acctest.Run(t, acctest.Case{Steps: func(e *acctest.Env) []resource.TestStep {
		return []resource.TestStep{{
			Config: e.Config(small),
			Check: resource.ComposeAggregateTestCheckFunc(
				resource.TestCheckResourceAttr("paperspace_machine.m", "state", "ready"),
			),
		}}
	}})
}
