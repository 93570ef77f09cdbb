package coreapi

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

func TestErrorBodies(t *testing.T) {
	unknown := func(status int) transport.Problem { return transport.Problem{Status: status} }
	known := func(status int, message string) transport.Problem {
		return transport.Problem{Status: status, Message: message, Recognized: true}
	}
	for name, c := range map[string]struct {
		status int
		body   string
		want   transport.Problem
	}{
		"nested":                      {404, `{"error": {"name": "Error", "status": 404, "message": "Machine not found"}}`, known(404, "Machine not found")},
		"nested with more keys":       {400, `{"error": {"status": 400, "message": "no", "stack": ["a"]}, "late": {}}`, known(400, "no")},
		"flat":                        {400, `{"status": 400, "message": "no"}`, known(400, "no")},
		"flat without status":         {403, `{"message": "no"}`, known(403, "no")},
		"an inner 404":                {400, `{"error": {"status": 404, "message": "Machine not found"}}`, known(404, "Machine not found")},
		"a flat inner 404":            {400, `{"status": 404, "message": "Machine not found"}`, known(404, "Machine not found")},
		"status as text":              {400, `{"error": {"status": "404", "message": "gone"}}`, known(404, "gone")},
		"status null":                 {400, `{"error": {"status": null, "message": "no"}}`, known(400, "no")},
		"status of a success":         {400, `{"error": {"status": 200, "message": "no"}}`, known(400, "no")},
		"status beyond all":           {500, `{"error": {"status": 99999, "message": "no"}}`, known(500, "no")},
		"message null":                {500, `{"error": {"status": 500, "message": null}}`, known(500, "")},
		"message a number":            {500, `{"status": 500, "message": 17}`, known(500, "17")},
		"nested without content":      {500, `{"error": {}}`, known(500, "")},
		"nested and flat":             {400, `{"error": {"status": 404, "message": "inside"}, "status": 500, "message": "outside"}`, known(404, "inside")},
		"message outside only":        {400, `{"error": {"name": "Error"}, "status": 404, "message": "outside"}`, known(404, "outside")},
		"error null":                  {400, `{"error": null, "status": 404, "message": "no"}`, known(404, "no")},
		"wrong key, as documented":    {401, `{"status": 401, "message": "Invalid API token"}`, known(401, "Invalid API token")},
		"wrong key, as observed":      {400, `{"status": 400, "message": "Invalid API token"}`, known(401, "Invalid API token")},
		"wrong key nested":            {400, `{"error": {"status": 400, "message": "invalid api token."}}`, known(401, "invalid api token.")},
		"empty":                       {404, ``, unknown(404)},
		"text":                        {404, `Machine not found`, unknown(404)},
		"a page":                      {502, "<html><title>502 Bad Gateway</title></html>", unknown(502)},
		"half of one":                 {500, `{"error": {"status": 404, "mess`, unknown(500)},
		"two of them":                 {400, `{"status": 404, "message": "a"}{"status": 404}`, unknown(400)},
		"null":                        {404, `null`, unknown(404)},
		"an empty object":             {404, `{}`, unknown(404)},
		"a list":                      {404, `[{"status": 404, "message": "no"}]`, unknown(404)},
		"a JSON text":                 {404, `"Machine not found"`, unknown(404)},
		"an object of another API":    {404, `{"code": 404, "detail": "no route"}`, unknown(404)},
		"Google's":                    {404, `{"error": {"code": 404, "message": "Not found", "status": "NOT_FOUND"}}`, unknown(404)},
		"error as text":               {401, `{"error": "unauthorized"}`, unknown(401)},
		"message as object":           {400, `{"error": {"status": 404, "message": {"en": "no"}}}`, unknown(400)},
		"deeper than JSON is allowed": {400, strings.Repeat(`{"error":`, 10001), unknown(400)},
	} {
		t.Run(name, func(t *testing.T) {
			got := decodeProblem(c.status, nil, []byte(c.body))
			if !got.Recognized && got.Status == 0 {
				got.Status = c.status // 0 means that the body contains no status
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// The transport and decodeProblem together determine the kind, status, and message of an error, and
// whether a 404 is from Paperspace.
func TestErrorsOfCalls(t *testing.T) {
	for name, c := range map[string]struct {
		wireObject reply
		kind       error
		status     int
		message    string
		foreign    bool
	}{
		"unknown machine":           {reply{status: 404, body: `{"error": {"name": "Error", "status": 404, "message": "Machine not found"}}`}, paperspace.ErrNotFound, 404, "Machine not found", false},
		"inner 404 under a 400":     {reply{status: 400, body: `{"error": {"name": "Error", "status": 404, "message": "Machine not found"}}`}, paperspace.ErrNotFound, 404, "Machine not found", false},
		"wrong key":                 {reply{status: 400, body: `{"status": 400, "message": "Invalid API token"}`}, paperspace.ErrDenied, 401, "Invalid API token", false},
		"rejection":                 {reply{status: 422, body: `{"status": 422, "message": "no such type"}`}, paperspace.ErrRejected, 422, "no such type", false},
		"rejection without message": {reply{status: 400, body: `{"error": {"status": 400}}`}, paperspace.ErrRejected, 400, "Bad Request", false},
		"rejection as text":         {reply{status: 400, body: "size must be a number"}, paperspace.ErrRejected, 400, "size must be a number", true},
		"rejection without body":    {reply{status: 400}, paperspace.ErrRejected, 400, "Bad Request", true},
		"404 as text":               {reply{status: 404, body: "Not Found"}, paperspace.ErrNotFound, 404, "Not Found", true},
		"404 page":                  {reply{status: 404, html: true, body: "<html><title>Nothing here</title>"}, paperspace.ErrNotFound, 404, "Nothing here", true},
		"500 in the service's own":  {reply{status: 500, body: `{"error": {"status": 500, "message": "oops"}}`}, paperspace.ErrUnavailable, 500, "oops", false},
		"502 page":                  {reply{status: 502, html: true, body: "<html><h1>Bad gateway</h1>"}, paperspace.ErrUnavailable, 502, "Bad gateway", true},
		"200 page":                  {reply{status: 200, html: true, body: "<html><title>Parked</title>"}, paperspace.ErrNotService, 200, "Parked", true},
		"200 without a machine":     {reply{status: 200, body: `{}`}, paperspace.ErrNotFound, 200, "the response is empty", false},
		"200 with nothing":          {reply{status: 200}, paperspace.ErrNotService, 200, "empty", false},
	} {
		t.Run(name, func(t *testing.T) {
			_, api := scripted(t, c.wireObject)
			_, err := api.Machines.Show(t.Context(), "ps1")
			wantKind(t, err, c.kind)
			if e := asError(t, err); e.Status != c.status || !strings.Contains(e.Message, c.message) {
				t.Errorf("status %d, message %q, want %d and %q", e.Status, e.Message, c.status, c.message)
			}
			if got := transport.Unrecognized(err); got != c.foreign {
				t.Errorf("not the service's own: %v, want %v", got, c.foreign)
			}
		})
	}
}
