package transport

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

var errRefusedDial = &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}

// TestOutcomes checks what one bad response means for each kind of request. If the request is
// repeated, the second response is good.
func TestOutcomes(t *testing.T) {
	t.Parallel()
	const page = "<html><head><title>Oh &amp; no</title></head><body>x</body></html>"
	const no = `{"error":{"status":%d,"message":"because"}}`
	body := func(status int) string { return fmt.Sprintf(no, status) }
	const (
		repeated = "repeated"
		failed   = "failed"
		effect   = "failed, may have acted"
	)
	cases := map[string]struct {
		step              step
		once, idem, read  string
		kind              error
		status            int
		foreign           bool
		message, contains string
	}{
		"400":                       {respond(400, body(400)), failed, failed, failed, paperspace.ErrRejected, 400, false, "because", ""},
		"400 holding an inner 404":  {respond(400, body(404)), failed, failed, failed, paperspace.ErrNotFound, 404, false, "because", ""},
		"400 holding nonsense":      {respond(400, body(200)), failed, failed, failed, paperspace.ErrRejected, 400, false, "because", ""},
		"flat 401":                  {respond(400, `{"status":401,"message":"bad key"}`), failed, failed, failed, paperspace.ErrDenied, 401, false, "bad key", ""},
		"403":                       {respond(403, body(403)), failed, failed, failed, paperspace.ErrDenied, 403, false, "because", ""},
		"404":                       {respond(404, body(404)), failed, failed, failed, paperspace.ErrNotFound, 404, false, "because", ""},
		"404 as a page":             {respond(404, page), failed, failed, failed, paperspace.ErrNotFound, 404, true, "Oh & no", ""},
		"410 empty":                 {respond(410, ""), failed, failed, failed, paperspace.ErrNotFound, 410, true, "Gone", ""},
		"403 of Cloudflare":         {respond(403, page, "Cf-Ray", "abc-FRA"), failed, failed, failed, paperspace.ErrNotService, 403, true, "", "Ray ID abc-FRA"},
		"409":                       {respond(409, body(409)), failed, failed, failed, paperspace.ErrConflict, 409, false, "because", ""},
		"412":                       {respond(412, body(412)), failed, failed, failed, paperspace.ErrConflict, 412, false, "because", ""},
		"422 of an API gateway":     {respond(422, `{"oops":1}`), failed, failed, failed, paperspace.ErrRejected, 422, true, `{"oops":1}`, ""},
		"408":                       {respond(408, ""), effect, repeated, repeated, paperspace.ErrUnavailable, 408, true, "Request Timeout", ""},
		"499":                       {respond(499, body(499)), effect, effect, failed, paperspace.ErrUnavailable, 499, false, "because", ""},
		"425":                       {respond(425, ""), failed, repeated, repeated, paperspace.ErrUnavailable, 425, true, "Too Early", ""},
		"429":                       {respond(429, body(429)), repeated, repeated, repeated, nil, 0, false, "", ""},
		"429 inside a 400":          {respond(400, body(429)), repeated, repeated, repeated, nil, 0, false, "", ""},
		"500":                       {respond(500, body(500)), effect, repeated, repeated, paperspace.ErrUnavailable, 500, false, "because", ""},
		"500 holding an inner 404":  {respond(500, body(404)), effect, effect, failed, paperspace.ErrNotFound, 404, false, "because", ""},
		"501":                       {respond(501, body(501)), effect, effect, failed, paperspace.ErrUnavailable, 501, false, "because", ""},
		"502 as a page":             {respond(502, page), effect, repeated, repeated, paperspace.ErrUnavailable, 502, true, "Oh & no", ""},
		"503 with Retry-After":      {respond(503, body(503), "Retry-After", "1"), effect, repeated, repeated, paperspace.ErrUnavailable, 503, false, "because", ""},
		"504":                       {respond(504, ""), effect, repeated, repeated, paperspace.ErrUnavailable, 504, true, "Gateway Timeout", ""},
		"522 of Cloudflare":         {respond(522, page, "Server", "cloudflare"), effect, repeated, repeated, paperspace.ErrUnavailable, 522, true, "the response is from Cloudflare, not from the API: Oh & no", ""},
		"200 as a page":             {respond(200, page), effect, repeated, repeated, paperspace.ErrNotService, 200, true, "Oh & no", ""},
		"200 empty":                 {respond(200, " \n"), effect, repeated, repeated, paperspace.ErrNotService, 200, false, "the response is empty", ""},
		"204 although one wanted":   {respond(204, ""), effect, repeated, repeated, paperspace.ErrNotService, 204, false, "the response is empty", ""},
		"200 cut off":               {respond(200, `{"id":"ps`), effect, repeated, repeated, paperspace.ErrNotService, 200, false, "", "cut-off JSON"},
		"200 with the wrong types":  {respond(200, `{"id":7}`), effect, effect, failed, paperspace.ErrNotService, 200, false, "the response does not have the expected form", ""},
		"200 nested without end":    {respond(200, strings.Repeat("[", 100_000)), effect, repeated, repeated, paperspace.ErrNotService, 200, false, "", "JSON"},
		"200 too long":              {respond(200, `"`+strings.Repeat("x", maxBody)+`"`), effect, effect, failed, paperspace.ErrNotService, 200, false, "the response is longer than 16 MiB", ""},
		"redirect elsewhere":        {respond(302, "", "Location", "https://evil.example/x?y"), effect, effect, failed, paperspace.ErrNotService, 302, true, "", "https://evil.example,"},
		"redirect to plain http":    {respond(302, "", "Location", "http://api.example.com/v1"), effect, effect, failed, paperspace.ErrNotService, 302, true, "", "http://api.example.com,"},
		"300 without a place":       {respond(300, ""), effect, effect, failed, paperspace.ErrNotService, 300, true, "Multiple Choices", ""},
		"connection refused":        {breaks(errRefusedDial), repeated, repeated, repeated, nil, 0, false, "", ""},
		"refused behind a proxy":    {breaks(&net.OpError{Op: "proxyconnect", Err: errRefusedDial}), repeated, repeated, repeated, nil, 0, false, "", ""},
		"no such host":              {breaks(&net.DNSError{Err: "no such host", Name: "x", IsNotFound: true}), repeated, repeated, repeated, nil, 0, false, "", ""},
		"connection cut":            {breaks(io.ErrUnexpectedEOF), effect, repeated, repeated, paperspace.ErrUnavailable, 0, false, "", "unexpected EOF"},
		"no response":               {hangs, effect, repeated, repeated, paperspace.ErrUnavailable, 0, false, "", "no complete response within 30s"},
		"connection reset mid-body": {midBody, effect, repeated, repeated, paperspace.ErrNotService, 200, false, "", "broke off after 7 bytes"},
	}
	for name, tc := range cases {
		for _, mode := range []struct {
			name string
			req  Request
			want string
		}{{"once", create(), tc.once}, {"idempotent", stopIt(), tc.idem}, {"read", show(), tc.read}} {
			t.Run(name+"/"+mode.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					s := &script{steps: []step{tc.step, respond(200, `{"id":"ps1"}`)}}
					var out struct{ ID string }
					err := newTestClient(t, s).Do(t.Context(), mode.req, &out)
					if mode.want == repeated {
						if err != nil || out.ID != "ps1" || s.count() != 2 {
							t.Fatalf("not repeated: %d requests, %v", s.count(), err)
						}
						return
					}
					var e *paperspace.Error
					if !errors.As(err, &e) {
						t.Fatalf("error is %#v", err)
					}
					if s.count() != 1 {
						t.Errorf("%d requests", s.count())
					}
					if paperspace.HadEffect(err) != (mode.want == effect) {
						t.Errorf("effect is %t", paperspace.HadEffect(err))
					}
					if !errors.Is(err, tc.kind) || e.Status != tc.status || Unrecognized(err) != tc.foreign {
						t.Errorf("kind %v, status %d, foreign %t", e.Kind, e.Status, Unrecognized(err))
					}
					if tc.message != "" && e.Message != tc.message {
						t.Errorf("message %q, want %q", e.Message, tc.message)
					}
					if !strings.Contains(err.Error(), tc.contains) {
						t.Errorf("error %q lacks %q", err, tc.contains)
					}
				})
			})
		}
	}
}

func midBody(r *http.Request) (*http.Response, error) {
	resp, _ := respond(200, "")(r)
	resp.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"id":"`), iotestErr{syscall.ECONNRESET}))
	return resp, nil
}

type iotestErr struct{ err error }

func (e iotestErr) Read([]byte) (int, error) { return 0, e.err }
