package psfake_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakecore "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/core"
	fakev1 "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/v1"
)

var epoch = time.Date(2017, 2, 16, 20, 26, 54, 880_000_000, time.UTC)

// air has the recorded durations of Air machines.
var air = psfake.Timings{Provision: 57 * time.Second, Start: 20 * time.Second, Stop: 68 * time.Second,
	Restart: 35 * time.Second, Destroy: 90 * time.Second}

// caller sends requests to a server without any of the project's client code.
type caller struct {
	*psfake.Server
	t     *testing.T
	http  *http.Client
	base  string
	clock *psfake.Clock
}

func newCaller(t *testing.T, opts ...psfake.Option) *caller {
	t.Helper()
	clock := psfake.NewClock(epoch)
	w := psfake.New(append([]psfake.Option{psfake.DrivenBy(clock)}, opts...)...)
	return &caller{Server: w, t: t, clock: clock, base: "http://fake", http: &http.Client{Transport: psfake.RoundTripper(w.Local(fakecore.New(w), fakev1.New(w)))}}
}

type reply struct {
	status int
	header http.Header
	raw    string
}

func (c *caller) send(method, path, body string) (reply, error) {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), method, c.base+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("x-api-key", "test-key")
	req.Header.Set("Authorization", "Bearer test-key")
	req.Header.Set("User-Agent", "psfake test")
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return reply{}, err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	return reply{resp.StatusCode, resp.Header, string(raw)}, err
}

func (c *caller) get(path string) reply { c.t.Helper(); return c.must("GET", path, "") }

func (c *caller) post(path, body string) reply { c.t.Helper(); return c.must("POST", path, body) }

func (c *caller) must(method, path, body string) reply {
	c.t.Helper()
	r, err := c.send(method, path, body)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	return r
}

func (r reply) object(t *testing.T) map[string]any {
	t.Helper()
	var o map[string]any
	if err := json.Unmarshal([]byte(r.raw), &o); err != nil {
		t.Fatalf("%d %q: %v", r.status, r.raw, err)
	}
	return o
}

func (r reply) list(t *testing.T) []map[string]any {
	t.Helper()
	var l []map[string]any
	if err := json.Unmarshal([]byte(r.raw), &l); err != nil {
		t.Fatalf("%d %q: %v", r.status, r.raw, err)
	}
	return l
}

// show returns the response to a show of a machine. The request must succeed.
func (c *caller) show(id string) map[string]any {
	c.t.Helper()
	r := c.get("/machines/getMachinePublic?machineId=" + id)
	if r.status != 200 {
		c.t.Fatalf("show %s: %d %s", id, r.status, r.raw)
	}
	return r.object(c.t)
}

// newest returns the events of a machine, newest first, as "name/state".
func newest(m map[string]any) string {
	events, _ := m["events"].([]any)
	var all []string
	for _, e := range events {
		e := e.(map[string]any)
		all = append(all, e["name"].(string)+"/"+e["state"].(string))
	}
	return strings.Join(all, " ")
}

const ubuntu = `{"region":"East Coast (NY2)","machineType":"P4000","size":100,"billingType":"hourly","machineName":"box","templateId":"t0nspur5"`

// create creates a machine with the usual fields and some extra ones, and returns its ID.
func (c *caller) create(extra string) string {
	c.t.Helper()
	r := c.post("/machines/createSingleMachinePublic", ubuntu+extra+"}")
	if r.status != 200 && r.status != 201 {
		c.t.Fatalf("create: %d %s", r.status, r.raw)
	}
	return r.object(c.t)["id"].(string)
}

func want[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func wantKeys(t *testing.T, o map[string]any, keys map[string]any) {
	t.Helper()
	for key, value := range keys {
		got, ok := o[key]
		if !ok || got != value {
			t.Errorf("%s: got %#v (present: %v), want %#v", key, got, ok, value)
		}
	}
}

func list(b *testing.B, rt http.RoundTripper) {
	req, err := http.NewRequestWithContext(b.Context(), "GET", "http://fake/machines/getMachines", nil)
	if err != nil {
		b.Fatal(err)
	}
	req.Header.Set("x-api-key", "test-key")
	resp, err := rt.RoundTrip(req)
	if err != nil {
		b.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		b.Fatal(resp.Status)
	}
}
