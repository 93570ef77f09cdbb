package network_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// A state from before the timeouts block, and one of the provider Paperspace/paperspace 0.4, which has no region and
// no date and a number as its ID, are upgraded without a diff.
func TestAccNetworkOfAnOlderState(t *testing.T) {
	acctest.Parallel(t)
	for name, c := range map[string]struct {
		version    int
		attributes string
	}{
		"before timeouts": {1, `"id": "nold", "name": "lab", "region": "ny2", "network": "10.70.0.0", "netmask": "255.255.0.0", "dt_created": "2024-05-06T07:08:09.100Z"`},
		"official":        {0, `"id": "77", "handle": "nold", "is_taken": true, "name": "lab", "network": "10.70.0.0", "netmask": "255.255.0.0", "team_id": 1, "vlan_id": 2`},
	} {
		t.Run(name, func(t *testing.T) {
			w := acctest.NewWorkspaceOf(t, "v1", "observed", psfake.Timings{})
			w.AddNetwork(psfake.Network{ID: "nold", Name: "lab", Network: "10.70.0.0", Netmask: "255.255.0.0"})
			registry := "registry.terraform.io"
			if acctest.UseCLI(t).Tofu {
				registry = "registry.opentofu.org"
			}
			state := fmt.Sprintf(`{"version": 4, "terraform_version": "1.9.0", "serial": 1, "lineage": "a", "outputs": {}, "resources": [{
				"mode": "managed", "type": "paperspace_network", "name": "x", "provider": "provider[\"%s/hashicorp/paperspace\"]",
				"instances": [{"schema_version": %d, "attributes": {%s}, "sensitive_attributes": []}]}]}`, registry, c.version, c.attributes)
			if err := os.WriteFile(w.Path("terraform.tfstate"), []byte(state), 0o600); err != nil {
				t.Fatal(err)
			}
			w.Write(w.Config(hcl("lab")))
			w.Expect(w.MustRun("plan"), "No changes")
			w.Write(w.Config(hcl("renamed", "timeouts {", `  update = "10m"`, "}")))
			w.MustRun("apply", "-auto-approve")
			if got := only(t, w.Env); got.ID != "nold" || got.Name != "renamed" {
				t.Errorf("%+v", got)
			}
			w.Expect(w.MustRun("plan"), "No changes")
		})
	}
}
