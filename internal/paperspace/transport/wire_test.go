package transport

import (
	"context"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

const testKey = "s3cret/key+with=odd chars"

// step is how the server in memory responds to one request.
type step func(*http.Request) (*http.Response, error)

// script responds to requests with its steps in order, and then repeats the last step.
type script struct {
	mu    sync.Mutex
	steps []step
	seen  []*http.Request
	at    []time.Time
}

func (s *script) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	next := s.steps[min(len(s.seen), len(s.steps)-1)]
	s.seen, s.at = append(s.seen, r), append(s.at, time.Now())
	s.mu.Unlock()
	if r.Body != nil {
		_, _ = io.Copy(io.Discard, r.Body)
		_ = r.Body.Close()
	}
	return next(r)
}

func (s *script) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.seen)
}

// respond returns a step that sends a response. The headers are pairs of name and value.
func respond(status int, body string, headers ...string) step {
	return func(r *http.Request) (*http.Response, error) {
		h := http.Header{}
		for i := 0; i < len(headers); i += 2 {
			h.Set(headers[i], headers[i+1])
		}
		return &http.Response{
			StatusCode: status, Header: h, Request: r, ContentLength: -1,
			Body: io.NopCloser(strings.NewReader(body)),
		}, nil
	}
}

func breaks(err error) step {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

// hangs returns nothing until the request's context ends.
func hangs(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, context.Cause(r.Context())
}

// testDecode reads the two forms of CORE's errors.
func testDecode(_ int, _ http.Header, body []byte) Problem {
	var flat struct {
		Status  int
		Message string
		Code    string
		Error   *struct {
			Status  int
			Message string
		}
	}
	if json.Unmarshal(body, &flat) != nil || flat.Message == "" && flat.Error == nil {
		return Problem{}
	}
	if flat.Error != nil {
		return Problem{Status: flat.Error.Status, Message: flat.Error.Message, Recognized: true}
	}
	return Problem{Status: flat.Status, Message: flat.Message, Code: flat.Code, Recognized: true}
}

type watched struct {
	mu  sync.Mutex
	all []Attempt
}

func (w *watched) observe(_ context.Context, a Attempt) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.all = append(w.all, a)
}

func newTestClient(t *testing.T, rt http.RoundTripper, change ...func(*Options)) *Client {
	t.Helper()
	base, err := url.Parse("https://api.example.com/v1")
	if err != nil {
		t.Fatal(err)
	}
	o := Options{
		BaseURL: base, Authorize: APIKey("x-api-key", testKey), Secrets: []string{testKey},
		UserAgent: "test/1", Timeout: 30 * time.Second, MaxRetries: 5,
		RoundTripper: rt, Decode: testDecode,
	}
	for _, f := range change {
		f(&o)
	}
	return New(o)
}

func create() Request {
	return Request{
		Op: `create machine "web"`, Method: http.MethodPost, Path: "/machines",
		Body: map[string]string{"name": "web"},
	}
}

func show() Request {
	return Request{Op: "read machine ps1", Path: JoinPath("machines", "ps1"), Repeat: Read}
}

func stopIt() Request {
	return Request{Op: "stop machine ps1", Method: http.MethodPatch, Path: JoinPath("machines", "ps1", "stop"), Repeat: Idempotent}
}

func quiet() *log.Logger { return log.New(io.Discard, "", 0) }
