package v1api

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"testing"
)

// endless is a server whose list always has another page.
type endless struct {
	pages int
	item  func(page int) string
	next  func(page int) string
	blank string // white space that enlarges each page; it is fast to decode
}

func (e *endless) RoundTrip(r *http.Request) (*http.Response, error) {
	e.pages++
	body := fmt.Sprintf(`{"hasMore": true,%s "items": [%s], "nextPage": %q}`, e.blank, e.item(e.pages), e.next(e.pages))
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: r, ContentLength: int64(len(body))}, nil
}

// If each page has a new cursor, the client stops at a limit, and does not exhaust the memory.
func TestEndlessPagesAreNotReadForever(t *testing.T) {
	cursor := func(page int) string { return fmt.Sprint("c", page) }
	big := strings.Repeat("x", 4<<20)
	for name, c := range map[string]struct {
		item, next func(int) string
		pages      int // at most
		says       string
	}{
		"new objects":     {func(n int) string { return fmt.Sprintf(`{"id": "ps%d"}`, n) }, cursor, 1000, "too long"},
		"the same object": {func(int) string { return `{"id": "ps1"}` }, cursor, 12, "goes in circles"},
		"no objects":      {func(int) string { return "" }, cursor, 12, "goes in circles"},
		"null objects":    {func(int) string { return "null" }, cursor, 12, "goes in circles"},
		"huge pages":      {func(n int) string { return fmt.Sprintf(`{"id": "ps%d"}`, n) }, cursor, 20, "too long"},
		"huge cursors":    {func(n int) string { return fmt.Sprintf(`{"id": "ps%d"}`, n) }, func(n int) string { return fmt.Sprint(big, n) }, 1, "cursor"},
	} {
		t.Run(name, func(t *testing.T) {
			endpoint, _ := url.Parse("https://v1.example.com/v1")
			e := &endless{item: c.item, next: c.next}
			if name == "huge pages" {
				e.blank = strings.Repeat(" ", 4<<20)
			}
			api := New(Options{Endpoint: endpoint, Key: key, RoundTripper: e})
			found, err := collect(api.Machines.List(t.Context(), nil))
			if err == nil || !strings.Contains(err.Error(), c.says) || e.pages > c.pages {
				t.Errorf("%d pages, %d machines: %v", e.pages, len(found), err)
			}
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			if m.HeapAlloc > 400<<20 {
				t.Errorf("%d MiB are in use", m.HeapAlloc>>20)
			}
		})
	}
}
