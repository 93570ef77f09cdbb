package psfake_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// paced has the timings that most tests of API v1 use.
var paced = psfake.Timings{Provision: 60 * time.Second, Start: 20 * time.Second, Stop: 40 * time.Second,
	Restart: 30 * time.Second, Destroy: 50 * time.Second, Update: 20 * time.Second, Snapshot: 30 * time.Second,
	Template: 90 * time.Second, Mount: 15 * time.Second}

// observedCaller and documentedCaller return a caller of a server with the timings in paced and with that behavior.
func observedCaller(t *testing.T) *caller {
	t.Helper()
	return newCaller(t, psfake.WithTimings(paced), psfake.WithBehavior(psfake.Observed()))
}

func documentedCaller(t *testing.T) *caller {
	t.Helper()
	return newCaller(t, psfake.WithTimings(paced))
}

// inBoth runs a test with both behaviors.
func inBoth(t *testing.T, test func(t *testing.T, c *caller)) {
	t.Run("documented", func(t *testing.T) { test(t, documentedCaller(t)) })
	t.Run("observed", func(t *testing.T) { test(t, observedCaller(t)) })
}

// conflictStatus returns the status for requests that the state of an object does not allow.
func conflictStatus(c *caller) (status int) {
	c.ChangeBehavior(func(d *psfake.Behavior) { status = d.V1.RejectionStatus })
	return status
}

func (c *caller) v1(method, path, body string) reply {
	c.t.Helper()
	return c.must(method, "/v1"+path, body)
}

// v1OK is like v1, for a call that must succeed.
func (c *caller) v1OK(method, path, body string) map[string]any {
	c.t.Helper()
	r := c.v1(method, path, body)
	if r.status != 200 {
		c.t.Fatalf("%s %s: %d %s", method, path, r.status, r.raw)
	}
	return r.object(c.t)
}

const box = `{"name":"box","machineType":"P4000","templateId":"t0nspur5","diskSize":100,"region":"ny2"`

// v1Create creates a machine with the usual fields and some extra ones, and returns the response and the ID.
func (c *caller) v1Create(extra string) (map[string]any, string) {
	c.t.Helper()
	o := c.v1OK("POST", "/machines", box+extra+"}")
	return o, part(o, "data")["id"].(string)
}

// v1Show returns the response to a get of a machine. The request must succeed.
func (c *caller) v1Show(id string) map[string]any {
	c.t.Helper()
	return c.v1OK("GET", "/machines/"+id, "")
}

// v1Put updates a machine. The update must succeed.
func (c *caller) v1Put(id, body string) map[string]any {
	c.t.Helper()
	return c.v1OK("PUT", "/machines/"+id, body)
}

// v1Events returns the events of a machine, newest first, as "name/state".
func (c *caller) v1Events(id string) string {
	c.t.Helper()
	var all []string
	for _, e := range items(c.v1OK("GET", "/machine-events?limit=120&machineId="+id, "")) {
		all = append(all, fmt.Sprint(e["name"], "/", e["state"]))
	}
	return strings.Join(all, " ")
}

// pages reads a list by following its cursors, and returns the sizes of the pages and the values of a key.
func (c *caller) pages(path, key string) (sizes []int, values []string) {
	c.t.Helper()
	sep := "?"
	if strings.Contains(path, "?") {
		sep = "&"
	}
	for after := ""; ; {
		o := c.v1OK("GET", path+sep+"after="+after, "")
		page := items(o)
		sizes = append(sizes, len(page))
		for _, item := range page {
			values = append(values, item[key].(string))
		}
		if o["hasMore"] == false {
			return sizes, values
		}
		after = o["nextPage"].(string)
	}
}

func items(o map[string]any) []map[string]any {
	var all []map[string]any
	for _, item := range o["items"].([]any) {
		all = append(all, item.(map[string]any))
	}
	return all
}

func part(o map[string]any, key string) map[string]any {
	inner, _ := o[key].(map[string]any)
	return inner
}

var codes = map[int]string{400: "BAD_REQUEST", 404: "NOT_FOUND", 405: "METHOD_NOT_SUPPORTED", 409: "CONFLICT",
	412: "PRECONDITION_FAILED", 429: "TOO_MANY_REQUESTS", 503: "INTERNAL_SERVER_ERROR"}

// wantRejection checks the status, the code, and the message of an error.
func wantRejection(t *testing.T, r reply, status int, message string) {
	t.Helper()
	wantCode(t, r, status, codes[status], message)
}

func wantCode(t *testing.T, r reply, status int, code, message string) {
	t.Helper()
	var e struct{ Code, Message string }
	if err := json.Unmarshal([]byte(r.raw), &e); err != nil {
		t.Fatalf("%d %s: %v", r.status, r.raw, err)
	}
	if r.status != status || e.Code != code || !strings.Contains(e.Message, message) {
		t.Errorf("got %d %s, want %d %s with %q", r.status, r.raw, status, code, message)
	}
}
