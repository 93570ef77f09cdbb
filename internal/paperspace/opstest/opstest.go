// Package opstest has the helpers that the tests of several packages share: clients of the
// fake server that need no socket. Use them inside a synctest bubble.
package opstest

import (
	"context"
	"errors"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/coreapi"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/v1api"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wait"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakecore "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/core"
	fakev1 "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/v1"
)

// Core returns a new fake server and a CORE client of it, which are connected without a
// socket.
func Core(t *testing.T, options ...psfake.Option) (*psfake.Server, *ops.Client) {
	t.Helper()
	w := psfake.New(append([]psfake.Option{psfake.Strict()}, options...)...)
	return w, Connect(t, w, ops.Options{})
}

// Connect returns a CORE client of w. perSecond limits its rate of requests.
func Connect(t *testing.T, w *psfake.Server, o ops.Options, perSecond ...float64) *ops.Client {
	t.Helper()
	limit := 0.0
	if len(perSecond) > 0 {
		limit = perSecond[0]
	}
	endpoint, err := url.Parse("http://127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	return ops.NewClient(coreapi.New(coreapi.Options{
		Endpoint: endpoint, Key: "test-key", Timeout: 30 * time.Second, MaxRetries: 2, RequestsPerSecond: limit,
		RoundTripper: psfake.RoundTripper(fakecore.New(w)),
	}), o)
}

// Ordered returns the order for a machine with the given name.
func Ordered(name string) paperspace.MachineCreate {
	return paperspace.MachineCreate{
		Name: name, MachineType: "C5", SizeGB: 50, Region: "ny2", BillingType: "hourly", TemplateID: "t0nspur5",
	}
}

// CreateAll creates machines one after the other and returns their IDs.
func CreateAll(t *testing.T, c *ops.Client, names ...string) []string {
	t.Helper()
	var ids []string
	for _, name := range names {
		m, err := c.Create(t.Context(), Ordered(name))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, m.Object.ID)
	}
	return ids
}

// WaitAll waits for all machines in parallel and returns when each wait ended, and its
// error.
func WaitAll(ctx context.Context, c *ops.Client, target wait.Target, ids ...string) (noticed []time.Time, errs []error) {
	noticed, errs = make([]time.Time, len(ids)), make([]error, len(ids))
	var wg sync.WaitGroup
	for i, id := range ids {
		wg.Go(func() {
			_, errs[i] = c.Watcher.Wait(ctx, wait.Wait{ID: id, Name: id, Target: target, New: true})
			noticed[i] = time.Now()
		})
	}
	wg.Wait()
	return noticed, errs
}

// Provision returns an option that makes provisioning a machine take d.
func Provision(d time.Duration) psfake.Option {
	return psfake.WithTimings(psfake.Timings{Provision: d})
}

// SlowTimings are the timings of [V1].
var SlowTimings = psfake.Timings{Start: 20 * time.Second, Stop: 68 * time.Second, Update: 40 * time.Second}

// V1 is [Core] for API v1.
func V1(t *testing.T, o ops.Options, options ...psfake.Option) (*psfake.Server, *ops.Client) {
	t.Helper()
	w := psfake.New(append([]psfake.Option{psfake.Strict(), psfake.WithTimings(SlowTimings)}, options...)...)
	endpoint, err := url.Parse("http://127.0.0.1:1" + psfake.V1Prefix)
	if err != nil {
		t.Fatal(err)
	}
	return w, ops.NewClient(v1api.New(v1api.Options{
		Endpoint: endpoint, Key: "test-key", Timeout: 30 * time.Second,
		RoundTripper: psfake.RoundTripper(fakev1.New(w)),
	}), o)
}

// ReasonIn returns the first reason of type R in an error.
func ReasonIn[R paperspace.Reason](err error) (none R, found bool) {
	var e *paperspace.Error
	if !errors.As(err, &e) {
		return none, false
	}
	for _, r := range e.Reasons {
		if r, is := r.(R); is {
			return r, true
		}
	}
	return none, false
}
