package bulk_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/coreapi"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakecore "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/core"
)

// BenchmarkRefresh reads the machines of a state, ten at a time as Terraform does, in three
// ways: each with a show, all from one list, and with the BulkReader. The requests go through a
// socket, and the latency is added to each of them. Use benchstat -col /how to compare the
// three.
func BenchmarkRefresh(b *testing.B) {
	for _, account := range []int{10, 100, 1000, 10000} {
		if testing.Short() && account > 100 {
			break
		}
		w := psfake.New(psfake.Strict())
		ids := stock(w, account)
		r := &recording{handler: fakecore.New(w)}
		server := httptest.NewServer(r)
		b.Cleanup(server.Close)
		for _, state := range []int{1, 10, 100, 1000} {
			if state > account {
				continue
			}
			for _, r.latency = range []time.Duration{0, 20 * time.Millisecond, 100 * time.Millisecond} {
				for _, how := range []string{"shows", "list", "bulk"} {
					name := fmt.Sprintf("account=%d/state=%d/latency=%s/how=%s", account, state, r.latency, how)
					b.Run(name, func(b *testing.B) { refreshes(b, r, server.URL, spread(ids, state), how) })
				}
			}
		}
	}
}

// spread picks n of the IDs at even distances, because a list is in order of creation.
func spread(ids []string, n int) (some []string) {
	for i := range n {
		some = append(some, ids[i*len(ids)/n])
	}
	return some
}

// refreshes reads all machines with a new client each time, as a new plan does.
func refreshes(b *testing.B, r *recording, endpoint string, ids []string, how string) {
	wire := transport.DefaultRoundTripper()
	base, err := url.Parse(endpoint)
	if err != nil {
		b.Fatal(err)
	}
	connect := func() *ops.Client {
		return ops.NewClient(coreapi.New(coreapi.Options{
			Endpoint: base, Key: "test-key", Timeout: 30 * time.Second, RoundTripper: wire,
		}), ops.Options{})
	}
	r.record(b, connect(), ids)
	b.ReportAllocs()
	for b.Loop() {
		c := connect()
		switch how {
		case "shows":
			inParallel(b, ids, func(id string) error { _, err := c.Machines.Show(b.Context(), id); return err })
		case "list":
			for _, err := range c.Machines.List(b.Context(), nil) {
				if err != nil {
					b.Fatal(err)
				}
			}
		case "bulk":
			inParallel(b, ids, func(id string) error { _, err := c.BulkReader.Read(b.Context(), id); return err })
			b.StopTimer()
			if len(ids) > 8 { // let a slow list end, so that it does not disturb the next plan
				_, _ = c.BulkReader.Named(b.Context(), "")
			}
			b.StartTimer()
		}
	}
	b.ReportMetric(float64(r.requests.Swap(0))/float64(b.N), "requests/op")
}

// inParallel calls do for every ID, ten at a time.
func inParallel(t testing.TB, ids []string, do func(id string) error) {
	tokens := make(chan struct{}, 10)
	var wg sync.WaitGroup
	for _, id := range ids {
		tokens <- struct{}{}
		wg.Go(func() {
			defer func() { <-tokens }()
			if err := do(id); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// recording replays the responses of the fake server. The fake holds the lock of its state
// while it makes a list, which blocks every show for half a second with 10,000 machines,
// and the benchmark must not measure the fake.
type recording struct {
	handler   http.Handler
	latency   time.Duration
	requests  atomic.Int64
	responses sync.Map
}

// ServeHTTP implements http.Handler.
func (r *recording) ServeHTTP(rw http.ResponseWriter, req *http.Request) {
	r.requests.Add(1)
	at := req.URL.RequestURI()
	known, ok := r.responses.Load(at)
	if !ok {
		rec := httptest.NewRecorder()
		r.handler.ServeHTTP(rec, req)
		known, _ = r.responses.LoadOrStore(at, rec)
	}
	time.Sleep(r.latency)
	rec := known.(*httptest.ResponseRecorder)
	for name, values := range rec.Header() {
		rw.Header()[name] = values
	}
	rw.WriteHeader(rec.Code)
	_, _ = rw.Write(rec.Body.Bytes())
}

// record sends every request once, opens as many connections as there are parallel reads,
// and resets the counter.
func (r *recording) record(b *testing.B, c *ops.Client, ids []string) {
	b.Helper()
	for _, err := range c.Machines.List(b.Context(), nil) {
		if err != nil {
			b.Fatal(err)
		}
	}
	inParallel(b, ids, func(id string) error { _, err := c.Machines.Show(b.Context(), id); return err })
	r.requests.Store(0)
}
