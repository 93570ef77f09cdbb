package acctest_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// overTheWire contains a test of each feature.
var overTheWire = map[string]func(t *testing.T, e *acctest.Env, p *acctest.Protocol){
	acctest.Actions.Name: func(t *testing.T, e *acctest.Env, p *acctest.Protocol) {
		m := e.AddMachine(psfake.Machine{Name: "web"})
		for _, action := range []string{"stop", "start", "restart"} {
			lines, failed := p.Invoke(t.Context(), "paperspace_machine_"+action, map[string]any{"machine_id": m.ID}, nil)
			if said := strings.Join(lines, "\n"); failed != "" || !strings.Contains(said, m.ID) {
				t.Errorf("%s: %q, and %q", action, failed, said)
			}
			if n := e.Journal().Count("machines." + action); n != 1 {
				t.Errorf("%s: %d requests", action, n)
			}
		}
		if _, failed := p.Invoke(t.Context(), "paperspace_machine_stop", map[string]any{"machine_id": "psnothere"}, nil); !strings.Contains(failed, "psnothere") {
			t.Errorf("a machine that is not there: %q", failed)
		}
	},
	acctest.Query.Name: func(t *testing.T, e *acctest.Env, p *acctest.Protocol) {
		m := e.AddMachine(psfake.Machine{Name: "web"})
		found := p.List(machineType, map[string]any{"name": "web"}, 10, true, 0)
		if len(found) != 1 || found[0].ID != m.ID || found[0].Said != "" {
			t.Fatalf("%+v", found)
		}
		// Like terraform query -generate-config-out and then terraform plan.
		state, _ := p.Import(machineType, found[0].ID, true)
		if planned, said := p.Plan(machineType, state, p.Generate(machineType, found[0].Resource)); said != "" || !planned.Equal(state) {
			t.Errorf("the plan of the generated configuration: %s\n%s", said, planned)
		}
		if found = p.List(machineType, map[string]any{"name": "db"}, 10, false, 0); len(found) > 0 {
			t.Errorf("%+v", found)
		}
	},
	acctest.Identity.Name: func(t *testing.T, e *acctest.Env, p *acctest.Protocol) {
		m := e.AddMachine(psfake.Machine{Name: "web"})
		s := e.AddScript(psfake.Script{Name: "setup", Text: "#!/bin/sh\n"})
		for resource, id := range map[string]string{machineType: m.ID, "paperspace_script": s.ID} {
			state, identity := p.Import(resource, id, true)
			if read := text(t, state, "id"); read != id || identity != id {
				t.Errorf("%s %s: ID %q, identity %q", resource, id, read, identity)
			}
		}
	},
	acctest.Ephemeral.Name: func(t *testing.T, e *acctest.Env, p *acctest.Protocol) {
		d := e.AddSharedDrive(psfake.SharedDrive{Name: "data", NetworkID: "n123abc", Password: "of the drive"})
		result, failed := p.Open("paperspace_shared_drive_credentials", map[string]any{"shared_drive_id": d.ID})
		if failed != "" {
			t.Fatal(failed)
		}
		var password string
		if err := result["password"].As(&password); err != nil || password != "of the drive" {
			t.Errorf("password %q, %v", password, err)
		}

		const written = "only in the request" // of CORE: API v1 creates no users
		e = acctest.Open(t, "core", "observed", psfake.Timings{})
		change := e.OverTheWire(t).Change(machineType, nil, map[string]any{
			"name": "web", "machine_type": "C5", "size": 50, "template_id": "t0nspur5",
			"email": "arya@example.com", "first_name": "Arya", "last_name": "Stark", "password": written,
		}, nil)
		if len(e.Machines()) != 1 || change.State.IsNull() {
			t.Fatalf("no machine: %s", change.Said)
		}
		if strings.Contains(change.State.String(), written) || text(t, change.State, "name") != "web" {
			t.Errorf("the state:\n%s", change.State)
		}
	},
}

const machineType = "paperspace_machine"

// Each feature is tested with the provider in a separate process and with the messages that a CLI
// sends, even if the CLI of the other tests lacks the feature.
func TestOverTheWire(t *testing.T) {
	acctest.Parallel(t)
	for _, f := range acctest.Features {
		t.Run(f.Name, func(t *testing.T) {
			acctest.Parallel(t)
			test, ok := overTheWire[f.Name]
			if !ok {
				t.Fatal("tests skip this feature, and nothing else tests it")
			}
			e := acctest.Open(t, "v1", "observed", psfake.Timings{})
			test(t, e, e.OverTheWire(t))
		})
	}
}

// text returns an attribute of an object.
func text(t *testing.T, object tftypes.Value, name string) (value string) {
	t.Helper()
	attributes := map[string]tftypes.Value{}
	err := object.As(&attributes)
	if err == nil {
		err = attributes[name].As(&value)
	}
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return value
}
