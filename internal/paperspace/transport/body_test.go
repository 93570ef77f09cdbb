package transport

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

func TestNothingWantedFromTheBody(t *testing.T) {
	t.Parallel()
	for body, ok := range map[string]bool{"": true, "OK": true, `{"a":1}`: true, "{broken": true, "<html>parked</html>": false} {
		err := newTestClient(t, &script{steps: []step{respond(201, body)}}).Do(t.Context(), create(), nil)
		if (err == nil) != ok {
			t.Errorf("%q: %v", body, err)
		}
		if !ok && (!Unrecognized(err) || !paperspace.HadEffect(err)) {
			t.Errorf("%q: %#v", body, err)
		}
	}
}

// hangingBody responds with the beginning of a body and then sends nothing.
func hangingBody(r *http.Request) (*http.Response, error) {
	resp, _ := respond(200, "")(r)
	resp.Body = io.NopCloser(io.MultiReader(strings.NewReader("{"), untilDone{r.Context()}))
	return resp, nil
}

type untilDone struct{ ctx context.Context } //nolint:containedctx // stands for a connection

func (u untilDone) Read([]byte) (int, error) {
	<-u.ctx.Done()
	return 0, u.ctx.Err()
}

func TestSlowBodyIsOneAttempt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []step{hangingBody, respond(200, "{}")}}
		if err := newTestClient(t, s).Do(t.Context(), show(), new(any)); err != nil {
			t.Fatal(err)
		}
		err := newTestClient(t, &script{steps: []step{hangingBody}}).Do(t.Context(), create(), new(any))
		if !errors.Is(err, paperspace.ErrUnavailable) || errors.Is(err, context.DeadlineExceeded) ||
			!strings.Contains(err.Error(), "within 30s") || !paperspace.HadEffect(err) {
			t.Errorf("%v", err)
		}
	})
}

type pages struct{ n, calls int }

func (p *pages) DecodeBody(r io.Reader) error {
	p.calls++
	b, err := io.ReadAll(r)
	p.n = len(b)
	if err == nil && !strings.HasSuffix(string(b), "]") {
		err = io.ErrUnexpectedEOF
	}
	return err
}

func TestBodyDecoder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &script{steps: []step{respond(200, "[1"), midBody, respond(200, " [1,2]")}}
		var p pages
		if err := newTestClient(t, s).Do(t.Context(), show(), &p); err != nil || p.calls != 3 || p.n != 5 {
			t.Errorf("%+v %v", p, err)
		}
	})
}
