package acctest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// A typo in a filter must not result in an empty list.
func TestFilterThatCannotMatchIsRejected(t *testing.T) {
	p := acctest.New(t, "observed", psfake.Timings{}).Protocol(t, nil)
	tried := map[string]bool{}
	p.Arguments(func(what, at string, a *tfprotov6.SchemaAttribute, config func(any) map[string]any) {
		c, closed := map[string]struct{ typo, right, want string }{
			"state":                   {"running", "Ready", `Valid values: "provisioning", "starting", "serviceready", "ready", "stopping", "off", "restarting", "upgrading"`},
			"auto_snapshot_frequency": {"daily", "DAY", `Valid values: "hour", "day", "week", "month"`},
			"owner_type":              {"group", "Team", `Valid values: "user", "team"`},
			"dt_created":              {"2024-07-15", "2024-07-15T09:30:00Z", "is not a date in RFC 3339"},
			"dt_last_run":             {"yesterday", "2024-07-15T09:30:00+02:00", "is not a date in RFC 3339"},
		}[at]
		if kind := strings.Fields(what)[0]; !closed || !a.Optional || kind != "data" && kind != "list" {
			return
		}
		tried[what+"."+at] = true
		if text := acctest.Of(t, p.Validate(what, config(c.typo)), at); !strings.HasPrefix(text, "ERROR: ") || !strings.Contains(text, c.want) {
			t.Errorf("%s.%s = %q: %s", what, at, c.typo, text)
		}
		for _, value := range []any{c.right, "null", tftypes.UnknownValue} {
			for _, said := range p.Validate(what, config(value)) {
				if strings.HasPrefix(said, at+":") {
					t.Errorf("%s.%s = %v: %s", what, at, value, said)
				}
			}
		}
	})
	for _, want := range []string{"data paperspace_machines.state", "list paperspace_machine.state", "data paperspace_scripts.owner_type", "data paperspace_user.dt_created"} {
		if !tried[want] {
			t.Errorf("%s was not tried: %v", want, tried)
		}
	}
}

// CORE has three regions. API v1 might have more, and Paperspace can add agent types, so for these an unknown value
// is only a warning that explains why no object matches.
func TestFilterByAnUnknownValueIsReported(t *testing.T) {
	acctest.Everywhere(t, psfake.Timings{}, func(t *testing.T, e *acctest.Env) {
		p := e.Protocol(t, nil)
		expect := func(what, argument, value string, said []string) {
			want := fmt.Sprintf("%s: WARNING: Nothing found with %s %q: ", argument, argument, value)
			if argument == "region" && (!e.V1() || what == "paperspace_network" || what == "paperspace_template") {
				want = "region: ERROR: Unknown region: "
			}
			if len(said) != 1 || !strings.HasPrefix(said[0], want) || !strings.Contains(said[0], fmt.Sprintf("%q", value)) ||
				!strings.Contains(said[0], acctest.By(e, map[string]string{"region": "Valid values: \"East"}, map[string]string{"region": "Known values: \"East"})[argument]) {
				t.Errorf("%s: %q", what, said)
			}
		}
		for _, source := range []string{"paperspace_machines", "paperspace_networks", "paperspace_network", "paperspace_templates", "paperspace_template"} {
			said, _ := p.ReadData(source, map[string]any{"region": "mars"})
			expect(source, "region", "mars", said)
			for _, region := range []string{"NY2", "east coast (ny2)"} {
				if said, _ := p.ReadData(source, map[string]any{"region": region}); len(said) > 0 && strings.Contains(said[0], "nknown region") {
					t.Errorf("%s: %q", source, said)
				}
			}
		}
		said, _ := p.ReadData("paperspace_machines", map[string]any{"agent_type": "LinuxHeadles"})
		expect("paperspace_machines", "agent_type", "LinuxHeadles", said)
		for argument, value := range map[string]string{"region": "mars", "agent_type": "LinuxHeadles"} {
			listed := p.List("paperspace_machine", map[string]any{argument: value}, 0, false, 0)
			if len(listed) != 1 {
				t.Fatalf("%+v", listed)
			}
			expect("list", argument, value, []string{argument + ": " + listed[0].Said})
		}
	})
}

// A filter is not case-sensitive.
func TestFilterIsNotCaseSensitive(t *testing.T) {
	acctest.Everywhere(t, psfake.Timings{}, func(t *testing.T, e *acctest.Env) {
		e.AddUser(psfake.User{ID: "uann", Email: "Ann@Example.com", FirstName: "Ann"})
		count := 2
		e.AddMachine(psfake.Machine{ID: "ps1", Name: "a", State: "off", Region: psfake.Europe, OS: "Windows 10", AgentType: "WindowsDesktop", GPU: "Quadro P4000", AutoSnapshot: true, SnapshotFrequency: "day", SnapshotCount: &count})
		p := e.Protocol(t, nil)
		for argument, value := range map[string]string{
			"state": "OFF", "region": "EUROPE (ams1)", "os": "windows 10", "agent_type": "windowsdesktop", "gpu": "QUADRO p4000", "auto_snapshot_frequency": "Day",
		} {
			said, result := p.ReadData("paperspace_machines", map[string]any{argument: value})
			var machines []tftypes.Value
			if err := result["machines"].As(&machines); len(said) > 0 || err != nil || len(machines) != 1 {
				t.Errorf("%s = %q: %q, %v, %v", argument, value, said, machines, err)
			}
			if listed := p.List("paperspace_machine", map[string]any{argument: value}, 0, false, 0); len(listed) != 1 || listed[0].ID != "ps1" {
				t.Errorf("%s = %q: %+v", argument, value, listed)
			}
		}
		said, result := p.ReadData("paperspace_user", map[string]any{"email": "ann@EXAMPLE.com"})
		var id string
		if err := result["id"].As(&id); len(said) > 0 || err != nil || id != "uann" {
			t.Errorf("%q, %q, %v", said, id, err)
		}
	})
}
