package transport

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

func TestRequestOnTheWire(t *testing.T) {
	t.Parallel()
	s := &script{steps: []step{respond(200, "{}")}}
	c := newTestClient(t, s)
	var out any
	err := c.Do(t.Context(), Request{Path: JoinPath("machines", "a/b c"), Query: url.Values{"type": {"GPU+ x"}}, Repeat: Read}, &out)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Do(t.Context(), create(), nil); err != nil {
		t.Fatal(err)
	}
	if err := c.Do(t.Context(), stopIt(), nil); err != nil {
		t.Fatal(err)
	}
	get, post, patch := s.seen[0], s.seen[1], s.seen[2]
	if got, want := get.URL.String(), "https://api.example.com/v1/machines/a%2Fb%20c?type=GPU%2B%20x"; got != want {
		t.Errorf("URL %s, want %s", got, want)
	}
	if get.Method != "GET" || get.Header.Get("Accept") != "application/json" || get.Header.Get("X-Api-Key") != testKey || get.UserAgent() != "test/1" {
		t.Errorf("%s %v", get.Method, get.Header)
	}
	if post.Header.Get("Content-Type") != "application/json" {
		t.Error("a body without its type")
	}
	for _, r := range []*http.Request{get, patch} {
		if _, ok := r.Header["Content-Type"]; ok || r.Body != nil {
			t.Error("a type without a body")
		}
	}
}

func TestMistakesNeverLeave(t *testing.T) {
	t.Parallel()
	s := &script{steps: []step{respond(200, "{}")}}
	ok := newTestClient(t, s)
	cases := map[string]struct {
		c *Client
		r Request
	}{
		"empty id":         {ok, Request{Path: JoinPath("machines", "")}},
		"blank id":         {ok, Request{Path: JoinPath("machines", " ", "stop")}},
		"dots":             {ok, Request{Path: JoinPath("machines", "..")}},
		"no path":          {ok, Request{Path: JoinPath()}},
		"no slash":         {ok, Request{Path: "machines"}},
		"query in path":    {ok, Request{Path: "/machines?limit=1"}},
		"bad escape":       {ok, Request{Path: "/machines/%zz"}},
		"body not JSON":    {ok, Request{Path: "/x", Body: func() {}}},
		"bad method":       {ok, Request{Path: "/x", Method: "A B"}},
		"no base":          {New(Options{RoundTripper: s}), show()},
		"key with newline": {newTestClient(t, s, func(o *Options) { o.Authorize = Bearer("abc\n") }), show()},
	}
	for name, tc := range cases {
		tc.r.Op = "do it"
		err := tc.c.Do(t.Context(), tc.r, nil)
		var e *paperspace.Error
		if !errors.As(err, &e) || e.Op != "do it" || e.Effect || e.Err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if s.count() != 0 {
		t.Errorf("%d requests left", s.count())
	}
}

func TestRepeatsAreCountedAndObserved(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var w watched
		s := &script{steps: []step{respond(429, ""), respond(503, "<p>down</p>", "X-Request-Id", "r-1")}}
		c := newTestClient(t, s, func(o *Options) { o.Observe = w.observe; o.MaxRetries = 3 })
		c.jitter = func(most time.Duration) time.Duration { return most }
		err := c.Do(t.Context(), show(), new(any))
		var e *paperspace.Error
		if !errors.As(err, &e) || e.Status != 503 || e.RequestID != "r-1" || e.Effect {
			t.Fatalf("%+v", err)
		}
		var pauses []time.Duration
		for i, a := range w.all {
			if a.Number != i+1 || a.Method != "GET" || a.Path != "/v1/machines/ps1" || a.Err == nil || a.Again != (i < 4) {
				t.Errorf("%+v", a)
			}
			if i > 0 {
				pauses = append(pauses, a.RetryIn)
			}
		}
		want := []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second, 0}
		if diff := cmp.Diff(want, pauses); diff != "" {
			t.Error(diff)
		}
	})
}

func TestEndOfContext(t *testing.T) {
	t.Parallel()
	errStop := errors.New("stopped by hand")
	cases := map[string]struct {
		steps  []step
		req    Request
		effect bool
		kind   error
		text   string
	}{
		"reason stays visible":     {[]step{respond(503, `{"message":"down"}`)}, show(), false, paperspace.ErrUnavailable, "status 503: down"},
		"transport error stays":    {[]step{breaks(io.ErrUnexpectedEOF), hangs}, show(), false, io.ErrUnexpectedEOF, "unexpected EOF"},
		"create never connected":   {[]step{breaks(errRefusedDial)}, create(), false, syscall.ECONNREFUSED, "refused"},
		"stop lost, then hanging":  {[]step{breaks(io.EOF), hangs}, stopIt(), true, io.EOF, ""},
		"throttled without end":    {[]step{respond(429, `{"message":"slow"}`)}, create(), false, paperspace.ErrThrottled, "status 429: slow"},
		"body still coming":        {[]step{hangingBody}, stopIt(), true, nil, ""},
		"read of a body coming in": {[]step{hangingBody}, show(), false, nil, ""},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				ctx, cancel := context.WithCancelCause(t.Context())
				time.AfterFunc(20*time.Second, func() { cancel(errStop) })
				c := newTestClient(t, &script{steps: tc.steps}, func(o *Options) { o.MaxRetries = 1000 })
				err := c.Do(ctx, tc.req, new(any))
				if !errors.Is(err, context.Canceled) || !errors.Is(err, errStop) {
					t.Errorf("does not say why: %v", err)
				}
				if tc.kind != nil && !errors.Is(err, tc.kind) || !strings.Contains(err.Error(), tc.text) {
					t.Errorf("hides the failure: %v", err)
				}
				if paperspace.HadEffect(err) != tc.effect {
					t.Errorf("effect is %t: %v", !tc.effect, err)
				}
				if took := time.Since(began); took != 20*time.Second {
					t.Errorf("took %s", took)
				}
			})
		})
	}
}

// An attempt of a request that must not be repeated goes on after an interrupt, within its own
// timeout. Nothing is sent after that.
func TestInterruptCutsOffNoWholeRequest(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		step   step
		ok     bool
		effect bool
		took   time.Duration
	}{
		{"a late response", func(r *http.Request) (*http.Response, error) {
			time.Sleep(20 * time.Second)
			if err := r.Context().Err(); err != nil {
				return nil, err
			}
			return respond(200, `{"id":"ps1"}`)(r)
		}, true, false, 20 * time.Second},
		{"no response", hangs, false, true, 30 * time.Second},
		{"a body without end", hangingBody, false, true, 30 * time.Second},
		{"rejected", func(r *http.Request) (*http.Response, error) {
			time.Sleep(20 * time.Second)
			return respond(429, "")(r)
		}, false, false, 20 * time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &script{steps: []step{c.step}}
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				time.AfterFunc(time.Second, cancel)
				began := time.Now()
				err := newTestClient(t, s).Do(ctx, create(), new(any))
				if (err == nil) != c.ok || paperspace.HadEffect(err) != c.effect || time.Since(began) != c.took || s.count() != 1 {
					t.Errorf("after %s, %d requests, effect %t: %v", time.Since(began), s.count(), paperspace.HadEffect(err), err)
				}
			})
		})
	}
}

// A whole request is not sent if the operation might time out before the response.
func TestNoTimeNoWholeRequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []step{respond(200, "{}")}}
		ctx, cancel := context.WithTimeout(t.Context(), 29*time.Second)
		defer cancel()
		err := newTestClient(t, s).Do(ctx, create(), new(any))
		if !errors.Is(err, paperspace.ErrTimeout) || paperspace.HadEffect(err) || s.count() != 0 || !strings.Contains(err.Error(), "29s left") {
			t.Errorf("%d requests: %v", s.count(), err)
		}
	})
}

func TestPauseLongerThanTimeLeft(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []step{respond(429, `{"message":"slow down"}`, "Retry-After", "90")}}
		c := newTestClient(t, s)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		began := time.Now()
		for range 2 { // the second is not even sent
			err := c.Do(ctx, create(), nil)
			if !errors.Is(err, paperspace.ErrThrottled) || paperspace.HadEffect(err) ||
				!strings.Contains(err.Error(), "a wait of 1m30s") || !strings.Contains(err.Error(), "1m left") {
				t.Errorf("%v", err)
			}
		}
		if time.Since(began) != 0 || s.count() != 1 {
			t.Errorf("%s, %d requests", time.Since(began), s.count())
		}
	})
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC)
	c := newTestClient(t, nil)
	for v, want := range map[string]time.Duration{
		"": 0, "7": 7 * time.Second, "1.5": 1500 * time.Millisecond, "-3": 0, "0": 0, "NaN": 0, "Inf": maxRetryAfter, "soon": 0, "99999999999999999999": maxRetryAfter,
		now.Add(42 * time.Second).Format(http.TimeFormat): 42 * time.Second,
		now.Add(-time.Hour).Format(http.TimeFormat):       0,
	} {
		h := http.Header{"Retry-After": {v}, "Date": {now.Format(http.TimeFormat)}}
		if got := c.retryAfter(h); got != want {
			t.Errorf("%q: %s, want %s", v, got, want)
		}
	}
}
