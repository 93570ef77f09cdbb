package provider_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakev1 "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/v1"
)

// withDrive is a configuration that uses the password of a drive in every way that is
// possible.
const withDrive = `
variable "name" {
  type    = string
  default = "data"
}
resource "paperspace_network" "lab" {
  name = "lab"
}
resource "paperspace_shared_drive" "data" {
  name       = var.name
  size       = 250
  network_id = paperspace_network.lab.id
}
data "paperspace_shared_drives" "all" {
  depends_on = [paperspace_shared_drive.data]
}
ephemeral "paperspace_shared_drive_credentials" "data" {
  shared_drive_id = paperspace_shared_drive.data.id
}
resource "terraform_data" "mount" {
  triggers_replace = [paperspace_shared_drive.data.id, var.name]
  provisioner "local-exec" {
    command     = "test -n \"$PASSWORD\""
    environment = { PASSWORD = ephemeral.paperspace_shared_drive_credentials.data.password }
  }
}
output "drives" {
  value = data.paperspace_shared_drives.all.shared_drives
}
`

// spoiling is a server that can be switched to respond differently to requests about drives
// with one method.
type spoiling struct {
	healthy      http.Handler
	on           atomic.Bool
	method, kind string
	status       int
	body         string
}

func (s *spoiling) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !s.on.Load() || r.Method != s.method || !strings.Contains(r.URL.Path, "/shared-drives") {
		s.healthy.ServeHTTP(w, r)
		return
	}
	w.Header().Set("Content-Type", s.kind)
	w.WriteHeader(s.status)
	_, _ = w.Write([]byte(s.body))
}

// openDrives returns a new fake server behind spoiled, and a folder with hcl that uses it.
func openDrives(t *testing.T, spoiled *spoiling, hcl string) (*psfake.Server, *folder) {
	t.Helper()
	w := psfake.New(psfake.Strict(), psfake.WithKey(theKey.String()), psfake.WithBehavior(psfake.Observed()), psfake.WithSeed(1))
	spoiled.healthy = fakev1.New(w)
	s := httptest.NewServer(spoiled)
	t.Cleanup(s.Close)
	return w, onAPIv1(t, s.URL+psfake.V1Prefix, hcl)
}

// marking sets the password of every drive to the marked one.
func marking(w *psfake.Server) {
	for _, d := range w.SharedDrives() {
		w.ChangeSharedDrive(d.ID, func(d *psfake.SharedDrive) { d.Password = thePassword.String() })
	}
}

// Every response about drives contains the password. It must not end up in a state, a plan
// file, a log, or an output.
func TestAccNoDrivePasswordIsLeft(t *testing.T) {
	acctest.Needs(t, acctest.Ephemeral)
	acctest.Parallel(t)
	w, f := openDrives(t, &spoiling{}, withDrive)
	run := func(args ...string) {
		t.Helper()
		said, ok := f.run(args...)
		if !ok {
			t.Fatalf("%v:\n%s", args, said)
		}
		secret(t, strings.Join(args, " "), said)
	}
	run("apply", "-auto-approve")
	marking(w)
	run("plan", "-out=saved", "-var=name=renamed")
	run("show", "-json", "saved")
	run("apply", "saved")
	run("show", "-json")
	run("output", "-json")
	run("apply", "-json", "-auto-approve", "-var=name=again")
	f.tf.Setenv("TF_VAR_name=again")
	run("state", "pull")
	run("destroy", "-auto-approve")
	if n := w.Journal().Count("drives.show"); n == 0 {
		t.Error("no response had the password")
	}
	f.traced()
	f.leftBehind()
}

// If a server quotes the password in an error, or sends it in the wrong place, no message
// contains it.
func TestAccNoDrivePasswordInFailures(t *testing.T) {
	acctest.Parallel(t)
	acctest.Needs(t, acctest.Ephemeral)
	text, _ := json.Marshal(thePassword.String())
	quoted := strings.Trim(string(text), `"`)
	for name, c := range map[string]struct {
		method, kind string
		status       int
		body         string
		args         []string
	}{
		"read rejected":      {"GET", "application/json", 400, `{"code": "bad", "message": "no ` + quoted + `"}`, []string{"plan"}},
		"read with a code":   {"GET", "application/json", 422, `{"code": "` + quoted + `", "message": "no"}`, []string{"plan"}},
		"read failed":        {"GET", "application/json", 500, `{"code": "bad", "message": "no ` + quoted + `"}`, []string{"plan"}},
		"read a page":        {"GET", "text/html", 502, `<html><title>` + thePassword.String() + `</title></html>`, []string{"plan"}},
		"read a text":        {"GET", "text/plain", 200, thePassword.String(), []string{"plan"}},
		"read a wrong form":  {"GET", "application/json", 200, `{"items": [{"id": "sd1", "size": "` + quoted + `"}], "id": "sd1", "size": "` + quoted + `"}`, []string{"plan"}},
		"read a short text":  {"GET", "application/json", 200, `{"items": [{"id": "sd1", "size": "` + thePassword.head + `"}], "id": "sd1", "size": "` + thePassword.head + `"}`, []string{"plan"}},
		"read another ID":    {"GET", "application/json", 200, `{"items": "` + quoted + `", "id": {"password": "` + quoted + `"}}`, []string{"plan"}},
		"read a half":        {"GET", "application/json", 200, `{"password": "` + quoted, []string{"plan"}},
		"rename rejected":    {"PUT", "application/json", 400, `{"code": "bad", "message": "not with ` + quoted + `"}`, []string{"apply", "-auto-approve", "-var=name=other"}},
		"rename failed":      {"PUT", "application/json", 500, `{"code": "bad", "message": "not with ` + quoted + `"}`, []string{"apply", "-auto-approve", "-var=name=other"}},
		"rename a page":      {"PUT", "text/html", 200, `<html><title>` + thePassword.String() + `</title></html>`, []string{"apply", "-auto-approve", "-var=name=other"}},
		"destroy rejected":   {"DELETE", "application/json", 409, `{"code": "conflict", "message": "in use by ` + quoted + `"}`, []string{"destroy", "-auto-approve"}},
		"create of another":  {"POST", "application/json", 500, `{"code": "bad", "message": "made ` + quoted + `"}`, []string{"apply", "-auto-approve", "-replace=paperspace_shared_drive.data"}},
		"create without ID":  {"POST", "application/json", 200, `{"name": "data", "password": "` + quoted + `"}`, []string{"apply", "-auto-approve", "-replace=paperspace_shared_drive.data"}},
		"create wrong form":  {"POST", "application/json", 200, `{"id": ["` + quoted + `"], "size": "` + quoted + `"}`, []string{"apply", "-auto-approve", "-replace=paperspace_shared_drive.data"}},
		"create with a text": {"POST", "text/plain", 200, thePassword.String(), []string{"apply", "-auto-approve", "-replace=paperspace_shared_drive.data"}},
	} {
		t.Run(name, func(t *testing.T) {
			acctest.Parallel(t)
			spoiled := &spoiling{method: c.method, kind: c.kind, status: c.status, body: c.body}
			w, f := openDrives(t, spoiled, withDrive)
			if said, ok := f.run("apply", "-auto-approve"); !ok {
				t.Fatal(said)
			}
			marking(w)
			spoiled.on.Store(true)
			said, ok := f.run(c.args...)
			if ok {
				t.Errorf("it succeeds:\n%s", said)
			}
			secret(t, "the output", said)
			f.traced()
			f.leftBehind()
		})
	}
}
