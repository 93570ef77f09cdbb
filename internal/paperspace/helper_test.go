package paperspace_test

import (
	"context"
	"errors"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/coreapi"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakecore "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/core"
)

// state opens a fake server inside the calling synctest bubble, and a client
// that serves CORE to it without a socket.
func world(t *testing.T, options ...psfake.Option) (*psfake.Server, *paperspace.Client) {
	t.Helper()
	w := psfake.New(append([]psfake.Option{psfake.Strict()}, options...)...)
	return w, connect(t, w, paperspace.Options{})
}

// connect returns a client; perSecond limits its requests.
func connect(t *testing.T, w *psfake.Server, o paperspace.Options, perSecond ...float64) *paperspace.Client {
	t.Helper()
	limit := 0.0
	if len(perSecond) > 0 {
		limit = perSecond[0]
	}
	endpoint, err := url.Parse("http://127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	return paperspace.NewClient(coreapi.New(coreapi.Options{
		Endpoint: endpoint, Key: "test-key", Timeout: 30 * time.Second, MaxRetries: 2, RequestsPerSecond: limit,
		RoundTripper: psfake.RoundTripper(fakecore.New(w)),
	}), o)
}

func ordered(name string) paperspace.MachineCreate {
	return paperspace.MachineCreate{
		Name: name, MachineType: "C5", SizeGB: 50, Region: "ny2", BillingType: "hourly", TemplateID: "t0nspur5",
	}
}

// find returns the reason of a type that an error gives.
func find[R paperspace.Reason](err error) (none R, found bool) {
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

// createAll creates machines one after the other and returns their IDs.
func createAll(t *testing.T, c *paperspace.Client, names ...string) []string {
	t.Helper()
	var ids []string
	for _, name := range names {
		m, err := c.Create(t.Context(), ordered(name))
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, m.Object.ID)
	}
	return ids
}

// waitAll waits for all machines immediately and returns when each was noticed.
func waitAll(ctx context.Context, c *paperspace.Client, target paperspace.Target, ids ...string) (noticed []time.Time, errs []error) {
	noticed, errs = make([]time.Time, len(ids)), make([]error, len(ids))
	var wg sync.WaitGroup
	for i, id := range ids {
		wg.Go(func() {
			_, errs[i] = c.Watcher.Wait(ctx, paperspace.Wait{ID: id, Name: id, Target: target, New: true})
			noticed[i] = time.Now()
		})
	}
	wg.Wait()
	return noticed, errs
}
