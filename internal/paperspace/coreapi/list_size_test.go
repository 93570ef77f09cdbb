package coreapi

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// If each page of a list is full of new machines, the client stops at a limit.
func TestEndlessListIsNotReadForever(t *testing.T) {
	for name, c := range map[string]struct {
		blank string // white space that enlarges each page; it is fast to decode
		pages int    // at most
	}{
		"many":  {"", 1000},
		"large": {strings.Repeat(" ", 4<<20), 20},
	} {
		t.Run(name, func(t *testing.T) {
			pages := 0
			api := paged(Options{
				Endpoint: address(t, "https://core.example.com"), Key: key,
				RoundTripper: roundTrip(func(r *http.Request) (*http.Response, error) {
					pages++
					body := fmt.Sprintf(`[{"id": "psa%d"}%s, {"id": "psb%d"}]`, pages, c.blank, pages)
					return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
				}),
			}, 2)
			var err error
			for _, err = range api.Machines.List(t.Context(), paperspace.Filter{}) {
				if err != nil {
					break
				}
			}
			if err == nil || !strings.Contains(err.Error(), "too long") || pages > 2*c.pages {
				t.Errorf("%d pages: %v", pages, err)
			}
		})
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
