package machine_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// dataList returns a configuration that looks up machines and outputs their names in order.
func dataList(name string, lines ...string) string {
	return fmt.Sprintf(`
data "paperspace_machines" %[1]q {
  %[2]s
}
output %[1]q {
  value = join(" ", data.paperspace_machines.%[1]s.machines[*].name)
}
`, name, strings.Join(lines, "\n  "))
}

// dataOne returns a configuration that looks up one machine.
func dataOne(name string, lines ...string) string {
	return fmt.Sprintf("\ndata \"paperspace_machine\" %q {\n  %s\n}\n", name, strings.Join(lines, "\n  "))
}

var (
	dataDay = time.Date(2020, 1, 2, 3, 4, 5, 678e6, time.UTC)
	lastRun = time.Date(2021, 2, 3, 4, 5, 6, 0, time.UTC)
)

// population adds machines to the fake server that differ in every property.
func population(e *acctest.Env) {
	e.AddUser(psfake.User{ID: "uann", Email: "ann@example.com"})
	e.AddScript(psfake.Script{ID: "schello", Name: "hello", Text: "echo hello"})
	finished := dataDay.Add(time.Minute)
	for _, m := range []psfake.Machine{
		{ID: "psweb", Name: "web", ShutdownHours: new(24), MachineType: "C5", RAM: 1 << 33, CPUs: 4, OS: "CentOS 7", AgentType: "LinuxDesktop", Created: dataDay.Add(2 * time.Hour)},
		{ID: "psdb", Name: "db", MachineType: "C5", State: psfake.StateOff, Region: psfake.WestCoast, SizeGB: 500, BillingType: "monthly", Created: dataDay},
		{
			ID: "psdesk", Name: "desk", MachineType: "P4000", GPU: "Quadro P4000", SizeGB: 100, Region: psfake.Europe, BillingType: "hourly",
			UserID: "uann", RAM: 1 << 35, CPUs: 8, OS: "Windows 10", AgentType: "WindowsDesktop", StorageUsed: 110080, UpdatesPending: true,
			AssignPublicIP: true, PublicIP: "203.0.113.7", PrivateIP: "10.70.0.7", ShutdownHours: new(8), ShutdownForces: true,
			AutoSnapshot: true, SnapshotFrequency: "week", SnapshotCount: new(4), ScriptID: "schello", LastRun: &lastRun, Created: dataDay.Add(time.Hour),
			Events: []psfake.Event{
				{Name: "start", State: psfake.EventInProgress, Handle: "h2", Created: dataDay, Modified: finished},
				{Name: "start", State: psfake.EventError, Error: psfake.Capacity, Handle: "h1", Created: dataDay, Modified: finished, Finished: &finished},
			},
		},
		{ID: "pslab", Name: "web", MachineType: "C5", NetworkID: "n123abc", DynamicPublicIP: true, ShutdownHours: new(24), Created: dataDay.Add(3 * time.Hour)},
		{ID: "psnew", Name: "new", State: psfake.StateProvisioning, Build: psfake.Bare, ShutdownHours: new(24), Created: dataDay.Add(4 * time.Hour)},
	} {
		e.AddMachine(m)
	}
}

// TestAccDataMachines makes all lookups in one configuration, because the CLI takes
// longer to start than to make them.
func TestAccDataMachines(t *testing.T) {
	cases := map[string]struct{ lines, want string }{
		"all":                 {"", "web db desk web new"},
		"by_id":               {`id = "psdb"`, "db"},
		"by_unknown_id":       {`id = "ps0"`, ""},
		"by_name":             {`name = "web"`, "web web"},
		"a_part_is_no_match":  {`name = "we"`, ""},
		"by_os":               {`os = "Windows 10"`, "desk"},
		"by_ram":              {`ram = 34359738368`, "desk"},
		"by_cpus":             {`cpus = 8`, "desk"},
		"by_gpu":              {`gpu = "Quadro P4000"`, "desk"},
		"by_storage_total":    {`storage_total = 500 * 1024 * 1024 * 1024`, "db"},
		"by_storage_used":     {`storage_used = 110080`, "desk"},
		"never_shut_down":     {`shutdown_timeout_in_hours = 0`, "db"},
		"by_timeout":          {`shutdown_timeout_in_hours = 8`, "desk"},
		"with_snapshots":      {`perform_auto_snapshot = true`, "desk"},
		"without_snapshots":   {`perform_auto_snapshot = false`, "web db web new"},
		"by_frequency":        {`auto_snapshot_frequency = "week"`, "desk"},
		"without_a_frequency": {`auto_snapshot_frequency = "null"`, "web db web new"},
		"by_save_count":       {`auto_snapshot_save_count = 4`, "desk"},
		"by_agent":            {`agent_type = "WindowsDesktop"`, "desk"},
		"by_date":             {`dt_created = "2020-01-02T04:04:05.678+01:00"`, "db"},
		"by_state":            {`state = "off"`, "db"},
		"with_updates":        {`updates_pending = true`, "desk"},
		"by_network":          {`network_id = "n123abc"`, "web"},
		"by_private_address":  {`private_ip_address = "10.70.0.7"`, "desk"},
		"by_public_address":   {`public_ip_address = "203.0.113.7"`, "desk"},
		"by_regions_code":     {`region = "ca1"`, "db"},
		"by_regions_name":     {`region = "Europe (AMS1)"`, "desk"},
		"without_a_region":    {`region = "null"`, "new"},
		"by_user":             {`user_id = "uann"`, "desk"},
		"by_team":             {`team_id = "te456def"`, "web db desk web new"},
		"by_script":           {`script_id = "schello"`, "desk"},
		"without_a_script":    {`script_id = "null"`, "web db web new"},
		"by_last_run":         {`dt_last_run = "2021-02-03T04:05:06.000Z"`, "desk"},
		"without_a_last_run":  {`dt_last_run = "null"`, "web db web new"},
		"by_two_properties":   {"name = \"web\"\n  network_id = \"n123abc\"", "web"},
		"a_null_is_no_filter": {`name = null`, "web db desk web new"},
		"by_rate":             {`usage_rate = data.paperspace_machines.by_id.machines[0].usage_rate`, "db"}, // the behaviors spell the rate differently
	}
	const desk = "data.paperspace_machines.by_gpu"
	// API v1 sorts by age, returns the hardware of a new machine, and returns no owners and no
	// last runs.
	const allV1, othersV1 = "db desk web web new", "db web web new"
	v1 := map[string]string{
		"all": allV1, "a_null_is_no_filter": allV1,
		"without_snapshots": othersV1, "without_a_script": othersV1, "without_a_frequency": othersV1,
		"by_cpus": "desk new", "by_gpu": "desk new", "without_a_region": "", "by_rate": "db web web",
		"by_team": acctest.Rejected, "by_user": acctest.Rejected, "by_last_run": acctest.Rejected, "without_a_last_run": acctest.Rejected,
	}
	checks := []resource.TestCheckFunc{
		resource.TestCheckResourceAttr("data.paperspace_machines.by_regions_code", "region", "ca1"),
		resource.TestCheckResourceAttr("data.paperspace_machines.never_shut_down", "shutdown_timeout_in_hours", "0"),
		resource.TestCheckResourceAttr("data.paperspace_machines.without_a_script", "script_id", "null"),
		resource.TestCheckResourceAttr("data.paperspace_machines.by_date", "dt_created", "2020-01-02T04:04:05.678+01:00"),
		resource.TestCheckNoResourceAttr(desk, "name"),
	}
	acctest.Run(t, acctest.Case{
		Prepare: population,
		Steps: func(e *acctest.Env) []resource.TestStep {
			checks := append(slices.Clone(checks), isDesk(e, desk, "machines.0.")...)
			config := ""
			for name, c := range acctest.ByName(cases) {
				want := e.Want(name, c.want, v1)
				if want == acctest.Rejected {
					continue
				}
				config += dataList(name, c.lines)
				checks = append(checks, resource.TestCheckOutput(name, want))
			}
			return []resource.TestStep{{Config: e.Config(config), Check: resource.ComposeAggregateTestCheckFunc(checks...)}}
		},
		After: func(t *testing.T, e *acctest.Env) {
			sent := map[string]bool{}
			for _, r := range e.Journal() {
				for name, values := range r.Query {
					sent[name] = true
					sent[name+"="+values[0]] = true
				}
			}
			const core = `machineId=psdb name os ram=34359738368 cpus=8 gpu storageTotal=536870912000 storageUsed=110080 usageRate
				shutdownTimeoutInHours=null shutdownTimeoutInHours=8 performAutoSnapshot=true performAutoSnapshot=false
				autoSnapshotFrequency=null autoSnapshotSaveCount=4 agentType dtCreated=2020-01-02T03:04:05.678Z state=off updatesPending=true
				networkId privateIpAddress publicIpAddress region=null userId teamId scriptId=null dtLastRun=null`
			for _, want := range strings.Fields(acctest.By(e, core, "name agentType")) {
				if !sent[want] {
					t.Errorf("%s was never sent", want)
				}
			}
			if sent["id"] {
				t.Error("the id was sent as id")
			}
		},
	})
}

// isDesk checks every property of the machine psdesk, which has all of them.
func isDesk(e *acctest.Env, name, prefix string) (checks []resource.TestCheckFunc) {
	for attribute, want := range map[string]string{
		"id": "psdesk", "name": "desk", "machine_type": "P4000", "size": "100", "region": "Europe (AMS1)", "billing_type": "hourly",
		"assign_public_ip": "true", "dynamic_public_ip": "false", "network_id": networkOf(e, "psdesk"), "script_id": "schello",
		"shutdown_timeout_in_hours": "8", "shutdown_timeout_forces": "true", "perform_auto_snapshot": "true",
		"auto_snapshot_frequency": "week", "auto_snapshot_save_count": "4", "state": "ready", "os": "Windows 10",
		"ram": "34359738368", "cpus": "8", "gpu": "Quadro P4000", "storage_total": "107374182400", "storage_used": "110080",
		"agent_type": "WindowsDesktop", "dt_created": "2020-01-02T04:04:05.678Z",
		"updates_pending": "true", "private_ip_address": "10.70.0.7", "public_ip_address": "203.0.113.7",
	} {
		checks = append(checks, resource.TestCheckResourceAttr(name, prefix+attribute, want))
	}
	if e.V1() {
		return append(checks, resource.TestCheckResourceAttr(name, prefix+"usage_rate", "0.40"),
			resource.TestCheckNoResourceAttr(name, prefix+"user_id"), resource.TestCheckNoResourceAttr(name, prefix+"dt_last_run"))
	}
	checks = append(checks, resource.TestCheckResourceAttr(name, prefix+"dt_last_run", "2021-02-03T04:05:06.000Z"))
	rate := "P4000 hourly"
	if e.Behavior == "observed" { // which does not return owners
		rate = "P4000 Hourly"
		return append(checks, resource.TestCheckResourceAttr(name, prefix+"usage_rate", rate), resource.TestCheckNoResourceAttr(name, prefix+"user_id"))
	}
	return append(checks, resource.TestCheckResourceAttr(name, prefix+"usage_rate", rate),
		resource.TestCheckResourceAttr(name, prefix+"user_id", "uann"), resource.TestCheckResourceAttr(name, prefix+"team_id", "te456def"))
}

func networkOf(e *acctest.Env, id string) string {
	m, _ := e.Machine(id)
	return m.NetworkID
}

const dataAddress = "data.paperspace_machine.m"
