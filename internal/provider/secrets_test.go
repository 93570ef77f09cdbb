package provider_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

const (
	traces   = "trace.log"
	savedKey = "config.json" // under ~/.paperspace
)

// tracing makes the CLI and the provider log everything to a file in the folder.
func (f *folder) tracing() *folder { return f.logging("TRACE") }

func (f *folder) logging(level string) *folder {
	f.tf.Setenv("TF_LOG="+level, "TF_LOG_PROVIDER="+level, "TF_LOG_CORE="+level, "TF_LOG_SDK=TRACE",
		"TF_LOG_PATH="+f.tf.Path(traces))
	return f
}

// traced returns the log, and fails unless the provider's requests are in it.
func (f *folder) traced() string {
	f.t.Helper()
	log := readFile(f.t, f, traces)
	for _, text := range []string{"Request to Paperspace", "Received request"} {
		if !strings.Contains(log, text) {
			f.t.Errorf("the log lacks %q, so that a secret could not be in it; %d bytes", text, len(log))
		}
	}
	return log
}

// allOfIt is a configuration that uses every secret and every data source of the CORE API.
// Users mark a script as sensitive with such a variable.
const allOfIt = `
variable "password" {
  type      = string
  sensitive = true
  ephemeral = true
}
variable "script" {
  type      = string
  sensitive = true
}
variable "timeout" {
  type    = number
  default = 8
}
resource "paperspace_script" "s" {
  name        = "setup"
  script_text = "#!/bin/sh\nexport TOKEN=${var.script}\n"
}
resource "paperspace_machine" "m" {
  name         = "small"
  machine_type = "C5"
  size         = 50
  template_id  = "t0nspur5"
  script_id    = paperspace_script.s.id
  email        = "arya@example.com"
  first_name   = "Arya"
  last_name    = "Stark"
  password     = var.password

  shutdown_timeout_in_hours = var.timeout
}
data "paperspace_template" "one" {
  id = "t0nspur5"
}
data "paperspace_machine" "one" {
  id = paperspace_machine.m.id
}
data "paperspace_machines" "all" {
  depends_on = [paperspace_machine.m]
}
data "paperspace_machine_availability" "gpu" {
  machine_type = "P4000"
  region       = "ny2"
}
data "paperspace_machine_utilization" "now" {
  machine_id    = paperspace_machine.m.id
  billing_month = "2024-07"
}
data "paperspace_script" "one" {
  id = paperspace_script.s.id
}
data "paperspace_scripts" "all" {
  depends_on = [paperspace_script.s]
}
data "paperspace_user" "new" {
  email      = "arya@example.com"
  depends_on = [paperspace_machine.m]
}
data "paperspace_users" "all" {
  depends_on = [paperspace_machine.m]
}
data "paperspace_network" "lab" {
  name = "Lab"
}
data "paperspace_networks" "all" {}
output "machines" {
  value = data.paperspace_machines.all.machines[*].name
}
`

// suppliedSecrets returns the variables of allOfIt that are secret.
func suppliedSecrets() []string {
	return []string{"TF_VAR_password=" + thePassword.String(), "TF_VAR_script=" + theScript.String()}
}

// Every CLI command that involves the provider runs with full logging, and all output and
// files are searched for secrets. The text of a script is where Terraform stores
// attributes, and nowhere else.
func TestAccNoSecretIsLeft(t *testing.T) {
	acctest.Parallel(t)
	acctest.Needs(t, acctest.Ephemeral)
	for name, c := range map[string]struct{ hcl, env, file, level string }{
		"key in the environment": {env: "PAPERSPACE_API_KEY=" + theKey.String(), level: "TRACE"},
		"key in a variable": {
			hcl: "variable \"key\" {\n  type      = string\n  ephemeral = true\n}\n",
			env: "TF_VAR_key=" + theKey.String(), level: "JSON",
		},
		"key in the saved file": {env: "PAPERSPACE_API_KEY=", file: theKey.String(), level: "TRACE"},
	} {
		t.Run(name, func(t *testing.T) {
			acctest.Parallel(t)
			w, address := accepting(t)
			lines := []string{endpoint(address), `region = "ny2"`, `poll_interval = "10ms"`}
			if c.hcl != "" {
				lines = append(lines, "api_key = var.key")
			}
			f := newFolder(t, block(lines...)+c.hcl+allOfIt, append(suppliedSecrets(), c.env)...).logging(c.level)
			if c.file != "" {
				saved, _ := json.Marshal(map[string]string{"apiKey": c.file})
				f.save(string(saved))
			}
			lives(t, f, w)
			f.traced()
			f.leftBehind()
		})
	}
}

// lives runs allOfIt from the first plan to the destroy.
func lives(t *testing.T, f *folder, w *psfake.Server) {
	t.Helper()
	const values = "values.root_module.resources[].values.script_text"
	run := func(args ...string) string {
		t.Helper()
		said, ok := f.run(args...)
		if !ok {
			t.Fatalf("%v:\n%s", args, said)
		}
		return said
	}
	quiet := func(args ...string) {
		t.Helper()
		secret(t, strings.Join(args, " "), run(args...))
	}
	quiet("plan", "-out=saved")
	quiet("show", "saved")
	onlyAt(t, "show -json of the plan", run("show", "-json", "saved"),
		"planned_values.root_module.resources[].values.script_text", "resource_changes[].change.after.script_text", "variables.script.value")
	quiet("apply", "saved")
	if users := w.Users(); len(users) != 2 || users[1].Password != thePassword.String() {
		t.Errorf("the password did not arrive: %+v", users)
	}
	if scripts := w.Scripts(); len(scripts) != 1 || !strings.Contains(scripts[0].Text, theScript.String()) {
		t.Errorf("the script did not arrive: %+v", scripts)
	}
	quiet("plan", "-json")
	f.tf.Setenv("TF_VAR_timeout=9")
	quiet("apply", "-json", "-auto-approve")
	quiet("state", "rm", "paperspace_script.s", "paperspace_machine.m")
	quiet("import", "paperspace_script.s", w.Scripts()[0].ID)
	quiet("import", "paperspace_machine.m", w.Machines()[0].ID)
	// After an import, Terraform records only with the next apply that the script is
	// sensitive. A destroy right after the import would print it.
	quiet("apply", "-auto-approve")
	quiet("output", "-json")
	onlyAt(t, "show -json of the state", run("show", "-json"), values)
	onlyAt(t, "state pull", run("state", "pull"), inState)
	quiet("destroy", "-auto-approve")
}

// Actions and queries use other code paths in Terraform and the provider.
func TestAccNoSecretInActionsAndQueries(t *testing.T) {
	acctest.Needs(t, acctest.Query, acctest.Actions)
	acctest.Parallel(t)
	w, address := accepting(t)
	m := w.AddMachine(psfake.Machine{Name: "m"})
	f := newFolder(t, block(endpoint(address), noRetries, `poll_interval = "10ms"`)+
		"action \"paperspace_machine_restart\" \"r\" {\n  config {\n    machine_id = \""+m.ID+"\"\n  }\n}\n",
		"PAPERSPACE_API_KEY="+theKey.String()).tracing()
	f.write("all.tfquery.hcl", "list \"paperspace_machine\" \"all\" {\n  provider         = paperspace\n  include_resource = true\n}\n")
	restart := []string{"apply", "-auto-approve", "-invoke=action.paperspace_machine_restart.r"}
	for _, args := range [][]string{restart, {"query", "-json"}} {
		said, ok := f.run(args...)
		if !ok {
			t.Errorf("%v:\n%s", args, said)
		}
		secret(t, args[0], said)
	}
	w.Inject(psfake.Fault{Call: "machines.restart", Kind: psfake.FaultReject, Message: "not with the key " + theKey.String()})
	said, ok := f.run(restart...)
	if ok || !strings.Contains(said, "not with the key [redacted]") {
		t.Errorf("success %t:\n%s", ok, said)
	}
	secret(t, "the failed action", said)
	f.traced()
	f.leftBehind()
}

// A saved key file that cannot be parsed is not quoted anywhere.
func TestAccNoSecretFromTheSavedFile(t *testing.T) {
	acctest.Parallel(t)
	f := newFolder(t, block()).tracing()
	f.save(`{"apiKey": ` + theKey.String() + `}`)
	p := f.planFails()
	p.says(t, "Missing API key", "it is not what the client writes")
	secret(t, "the message", p.Detail)
	f.leftBehind()
}

// A saved key file that others can read leads to a warning and nothing else.
func TestAccKeyFileOpenToOthers(t *testing.T) {
	acctest.Parallel(t)
	_, address := accepting(t)
	f := newFolder(t, block(endpoint(address))).tracing()
	saved, _ := json.Marshal(map[string]string{"apiKey": theKey.String()})
	f.save(string(saved))
	file := filepath.Join(f.home, ".paperspace", savedKey)
	for mode, warns := range map[os.FileMode]bool{0o600: false, 0o644: true} {
		if err := os.Chmod(file, mode); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != mode {
			t.Skipf("files have no modes here: %v", err)
		}
		said, ok := f.run("plan", "-json")
		secret(t, "the plan", said)
		if warned := strings.Contains(said, "API key readable by other users") && strings.Contains(said, "whose mode 0644") &&
			strings.Contains(said, "chmod 600 ~/.paperspace/config.json"); !ok || warned != warns {
			t.Errorf("mode %04o, success %t: warned %t, want %t:\n%s", mode, ok, warned, warns, said)
		}
	}
	f.leftBehind()
}

// The log of a request does not contain its query.
func TestAccLogFields(t *testing.T) {
	acctest.Parallel(t)
	_, address := accepting(t)
	hcl := block(endpoint(address)) + "data \"paperspace_templates\" \"mine\" {\n  user_id = \"u-marked\"\n}\n"
	f := newFolder(t, hcl, fmt.Sprint("PAPERSPACE_API_KEY=", theKey)).tracing()
	if errors := f.plan(); len(errors) > 0 {
		t.Fatalf("%+v", errors)
	}
	for line := range strings.Lines(f.traced()) {
		if strings.Contains(line, "Request to Paperspace") && strings.Contains(line, "u-marked") {
			t.Errorf("the query is in the log: %s", line)
		}
	}
}
