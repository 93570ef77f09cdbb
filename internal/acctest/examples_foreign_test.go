package acctest_test

import (
	"fmt"
	"regexp"
	"strconv"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// held returns the number of objects of each kind in the account.
func held(e *acctest.Env) map[string]int {
	networks := 0
	for _, n := range e.Networks() {
		if !n.Default { // the first machine of a region creates them
			networks++
		}
	}
	return map[string]int{
		"machines": len(e.Machines()), "networks": networks, "scripts": len(e.Scripts()), "public IP addresses": len(e.PublicIPs()),
		"snapshots": len(e.Snapshots()), "custom templates": len(e.CustomTemplates()), "shared drives": len(e.SharedDrives()),
	}
}

// foreign creates the object that the import block in text names. It returns the objects that the account contains
// without it.
func foreign(t *testing.T, e *acctest.Env, text string) (before map[string]int) {
	t.Helper()
	of := func(name string) string { return argument(t, text, name, `"(.*)"`) }
	number := func(name string) int {
		n, err := strconv.Atoi(argument(t, text, name, `(\d+)`))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	before = held(e)
	switch kind := regexp.MustCompile(`(?m)^resource "(\w+)"`).FindStringSubmatch(text); kind[1] {
	case "paperspace_script":
		script, err := strconv.Unquote(argument(t, text, "script_text", `(".*")`))
		if err != nil {
			t.Fatal(err)
		}
		e.AddScript(psfake.Script{ID: of("id"), Name: of("name"), Text: script})
	case "paperspace_network":
		e.AddNetwork(psfake.Network{ID: of("id"), Name: of("name"), Region: of("region")})
	case "paperspace_machine_access":
		e.AddMachine(psfake.Machine{ID: of("machine_id"), Access: []string{of("user_id")}})
		before["machines"]++
	case "paperspace_public_ip": // the address of a machine that was deleted in the console
		e.RemoveMachine(e.AddMachine(psfake.Machine{Region: of("region"), AssignPublicIP: true, PublicIP: of("id")}).ID)
	case "paperspace_snapshot":
		e.AddMachine(psfake.Machine{ID: of("machine_id")})
		before["machines"]++
		e.AddSnapshot(psfake.Snapshot{ID: of("id"), Name: of("name"), MachineID: of("machine_id")})
	case "paperspace_custom_template": // the machine of this snapshot was deleted
		e.AddCustomTemplate(psfake.Template{ID: of("id"), Label: of("name"), MachineID: of("machine_id")})
	case "paperspace_shared_drive":
		e.AddNetwork(psfake.Network{ID: of("network_id"), Region: of("region")})
		before["networks"]++
		e.AddSharedDrive(psfake.SharedDrive{
			ID: of("id"), Name: of("name"), SizeGB: number("size"), Region: of("region"), NetworkID: of("network_id"),
		})
	default:
		e.AddMachine(psfake.Machine{
			ID: of("id"), Name: of("name"), MachineType: of("machine_type"), Region: of("region"), SizeGB: number("size"),
		})
	}
	return before
}

func argument(t *testing.T, text, name, value string) string {
	t.Helper()
	found := regexp.MustCompile(fmt.Sprintf(`(?m)^\s+%s\s*=\s*%s$`, name, value)).FindStringSubmatch(text)
	if found == nil {
		t.Fatalf("the example sets no %s", name)
	}
	return found[1]
}
