package psfake_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakev1 "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/v1"
)

// The response to a wrong key depends on the call: for the session, it is null.
func TestV1BadKey(t *testing.T) {
	for name, tc := range map[string]struct {
		behavior psfake.Behavior
		body     string
	}{
		"documented": {psfake.Documented(), `{"code":"UNAUTHORIZED","message":"Invalid API token"}`},
		"observed":   {psfake.Observed(), `{"message":"Invalid API token"}`},
	} {
		t.Run(name, func(t *testing.T) {
			c := newCaller(t, psfake.WithKey("another"), psfake.WithBehavior(tc.behavior))
			for _, call := range [][2]string{{"GET", "/machines"}, {"POST", "/machines"}, {"DELETE", "/public-ips/198.18.0.1"}} {
				r := c.v1(call[0], call[1], "")
				want(t, "status", r.status, 401)
				want(t, "body", r.raw, tc.body)
			}
			r := c.v1("GET", "/auth/session", "")
			want(t, "session", r.raw, "null")
			want(t, "session's status", r.status, 200)
			for _, e := range c.Journal() {
				want(t, "key of "+e.Call, e.KeyOK, false)
			}
		})
	}
}

type bareToken struct{ next http.RoundTripper }

func (b bareToken) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("Authorization", "test-key")
	return b.next.RoundTrip(r)
}

func TestV1KeyNeedsItsScheme(t *testing.T) {
	c := documentedCaller(t)
	want(t, "CORE's key alone", c.v1("GET", "/machines", "").status, 200)
	c.http.Transport = bareToken{c.http.Transport}
	want(t, "no bearer", c.v1("GET", "/machines", "").status, 401)
}

func TestV1Routes(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		for _, path := range []string{"/", "/machine", "/machines/ps1/waitfor", "/machines/ps1/start/x", "/os-templates/t0nspur5",
			"/auth", "/machines/ps1/accessors/u1/x", "/getMachines"} {
			wantRejection(t, c.v1("GET", path, ""), 404, "No such path")
		}
		r := c.v1("DELETE", "/machines/", "")
		wantRejection(t, r, 405, "")
		want(t, "allow", r.header.Get("Allow"), "GET, POST")
		want(t, "POST of a start", c.v1("POST", "/machines/ps1/start", "").status, 405)
		want(t, "unknown calls", c.Journal().Count("unknown"), len(c.Journal()))

		want(t, "an empty ID reads the list", items(c.v1OK("GET", "/machines/", "")) == nil, true)
		want(t, "the list", c.Journal().Count("machines.list"), 1)
	})
}

// The paths can begin with /v1 or omit it.
func TestV1Mounts(t *testing.T) {
	c := documentedCaller(t)
	c.http.Transport = psfake.RoundTripper(fakev1.New(c.Server))
	for _, path := range []string{"/machines", "/v1/machines"} {
		want(t, path, c.get(path).status, 200)
		want(t, "journal", c.Journal()[len(c.Journal())-1].Path, path)
	}
	want(t, "CORE's path", c.get("/machines/getMachines").status, 404)
}

func TestV1ErrorShapes(t *testing.T) {
	const says = "name must not be empty"
	id := map[string]string{}
	for name, tc := range map[string]struct {
		caller func(*testing.T) *caller
		body   string
	}{
		"documented": {documentedCaller, `{"code":"BAD_REQUEST","message":"` + says + `","details":{"reason":"` + says + `"}}`},
		"observed":   {observedCaller, `{"code":"BAD_REQUEST","message":"` + says + `","issues":[{"message":"` + says + `"}]}`},
	} {
		c := tc.caller(t)
		id[name] = c.AddMachine(psfake.Machine{}).ID
		r := c.v1("PUT", "/machines/"+id[name], `{"name":""}`)
		want(t, "body in "+name, r.raw, tc.body)
		want(t, "status in "+name, r.status, 400)
		wantCode(t, c.v1("POST", "/machines", `{"name":`), 400, "PARSE_ERROR", "JSON")
		c.Inject(psfake.Fault{Kind: psfake.FaultStatus, Status: 503, Times: 1})
		wantRejection(t, c.v1("GET", "/machines", ""), 503, "")
		c.Inject(psfake.Fault{Kind: psfake.FaultThrottle, Times: 1})
		wantRejection(t, c.v1("GET", "/machines", ""), 429, "")
	}
}

// API v1 does not send Retry-After.
func TestV1Limit(t *testing.T) {
	c := documentedCaller(t)
	c.Limit(1, 1)
	want(t, "first", c.v1("GET", "/machines", "").status, 200)
	r := c.v1("GET", "/machines", "")
	wantRejection(t, r, 429, "")
	want(t, "v1", len(r.header.Values("Retry-After")), 0)
	want(t, "CORE", c.get("/machines/getMachines").header.Get("Retry-After"), "1")
}

// Both handlers use the same state: each shows and changes what the other creates.
func TestBothVersionsShareTheState(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		_, id := c.v1Create(`,"startOnCreate":true,"autoShutdownEnabled":true,"autoShutdownTimeout":8,"autoSnapshotEnabled":true,
			"autoSnapshotFrequency":"daily","autoSnapshotSaveCount":3`)
		c.clock.Advance(paced.Provision)
		wantKeys(t, c.show(id), map[string]any{"name": "box", "state": "ready", "region": "East Coast (NY2)",
			"shutdownTimeoutInHours": 8.0, "autoSnapshotFrequency": "day", "autoSnapshotSaveCount": 3.0})
		want(t, "events in CORE", newest(c.show(id)), "start/done create/done")

		coreID := c.create(`,"assignPublicIp":true,"shutdownTimeoutInHours":4`)
		c.clock.Advance(paced.Provision)
		wantKeys(t, c.v1Show(coreID), map[string]any{"machineType": "P4000", "publicIpType": "static",
			"autoShutdownEnabled": true, "autoShutdownTimeout": 4.0})
		want(t, "stop through CORE", c.post("/machines/"+coreID+"/stop", "").status, 204)
		c.clock.Advance(paced.Stop)
		want(t, "state in v1", c.v1Show(coreID)["state"], any("off"))
		want(t, "event in v1", strings.HasPrefix(c.v1Events(coreID), "stop/done "), true)
		c.v1OK("DELETE", "/machines/"+coreID, "")
		c.clock.Advance(paced.Destroy)
		want(t, "both gone", c.v1("GET", "/machines/"+coreID, "").status, 404)
		want(t, "address", len(c.KeptAddresses()), 1)

		creates := map[string]int{}
		for _, e := range c.Journal().Of("machines.create") {
			creates[e.API]++
			want(t, "machine of "+e.API, e.MachineID != "", true)
		}
		want(t, "creates of v1", creates["v1"], 1)
		want(t, "creates of CORE", creates["core"], 1)
	})
}
