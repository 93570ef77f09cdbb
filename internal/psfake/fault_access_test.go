package psfake_test

import (
	"strings"
	"testing"
	"time"
)

func TestKeyIsRejectedForAWhile(t *testing.T) {
	inBothVersions(t, func(t *testing.T, c *caller, v version) {
		wrong := `"message":"Invalid API token"`
		c.inject(`{"Kind":"denied","Times":2}`)
		for _, status := range []int{401, 401, 200} {
			r := c.do(v.list)
			want(t, "status", r.status, status)
			want(t, "the API's own error", strings.Contains(r.raw, wrong), status == 401)
		}
		c.inject(`{"Kind":"denied","For":"10s"}`)
		want(t, "status", c.do(v.create("web", "")).status, 401)
		want(t, "machines", len(c.Machines()), 0)
		want(t, "journal: the key is right", c.Journal()[3].KeyOK, true)
		c.clock.Advance(10 * time.Second)
		c.ok(v.create("web", ""))
	})
}

func TestProxyForbidsForAWhile(t *testing.T) {
	inBothVersions(t, func(t *testing.T, c *caller, v version) {
		c.inject(`{"Kind":"html","Status":403,"Times":2}`)
		for _, status := range []int{403, 403, 200} {
			r := c.do(v.list)
			want(t, "status", r.status, status)
			want(t, "a page", r.header.Get("Content-Type") == "text/html" && strings.Contains(r.raw, "403 Forbidden"), status == 403)
		}
		c.inject(`{"Kind":"html","Status":403,"For":"10s"}`)
		c.clock.Advance(9 * time.Second)
		want(t, "status", c.do(v.list).status, 403)
		c.clock.Advance(time.Second)
		c.ok(v.list)
	})
}

func TestOutage(t *testing.T) {
	for _, tc := range []struct {
		name, fault, retryAfter string
		status                  int // 0 = the connection is cut
	}{
		{"503", `{"Kind":"status","Status":503,"For":"30s"}`, "", 503},
		{"503 with Retry-After", `{"Kind":"status","Status":503,"For":"30s","RetryAfter":"7"}`, "7", 503},
		{"cut", `{"Kind":"cut","For":"30s"}`, "", 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			inBothVersions(t, func(t *testing.T, c *caller, v version) {
				id := c.made(v, "web")
				c.inject("%s", tc.fault)
				for range 3 {
					for _, r := range []request{v.list, v.show(id), v.create("other", ""), v.destroy(id), v.listScripts} {
						resp, err := c.send(r.method, r.path, r.body)
						want(t, "cut", err != nil, tc.status == 0)
						want(t, "status", resp.status, tc.status)
						want(t, "Retry-After", resp.header.Get("Retry-After"), tc.retryAfter)
					}
					c.clock.Advance(9 * time.Second)
				}
				c.clock.Advance(3*time.Second - time.Nanosecond)
				_, err := c.send(v.list.method, v.list.path, "")
				want(t, "cut", err != nil, tc.status == 0)
				want(t, "machines", len(c.Machines()), 1)
				c.clock.Advance(time.Nanosecond)
				c.ok(v.list)
			})
		})
	}
}
