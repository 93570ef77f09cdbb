package v1api

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

func TestErrorBodies(t *testing.T) {
	known := func(code, message string) transport.Problem {
		return transport.Problem{Code: code, Message: message, Recognized: true}
	}
	unknown := transport.Problem{}
	for name, c := range map[string]struct {
		status int
		body   string
		want   transport.Problem
	}{
		"code and message":            {400, `{"code": "BAD_REQUEST", "message": "no"}`, known("BAD_REQUEST", "no")},
		"a code alone":                {404, `{"code": "NOT_FOUND"}`, known("NOT_FOUND", "")},
		"a code of its own":           {400, `{"code": "OUT_OF_LUCK", "message": null}`, known("OUT_OF_LUCK", "")},
		"a code that is a number":     {404, `{"code": 404, "message": "no"}`, known("404", "no")},
		"details null":                {400, `{"code": "A", "message": "no", "details": null}`, known("A", "no")},
		"details empty":               {400, `{"code": "A", "message": "no", "details": {}}`, known("A", "no")},
		"details":                     {400, `{"code": "A", "message": "no", "details": {"diskSize": "only grows", "a": {"b": ["first", "second"]}}}`, known("A", "no; b: first; b: second; diskSize: only grows")},
		"details that say the same":   {400, `{"code": "A", "message": "a \"no\"", "details": {"reason": "\"no\""}}`, known("A", `a "no"`)},
		"details of no text":          {400, `{"code": "A", "message": "no", "details": {"status": 400, "fatal": true, "more": null}}`, known("A", "no")},
		"details as text":             {400, `{"code": "A", "message": "no", "details": "never"}`, known("A", "no; never")},
		"issues":                      {400, `{"code": "A", "message": "no", "issues": [{"message": "never"}, {"message": "no"}, {"message": "not today"}]}`, known("A", "no; never; not today")},
		"issues without a message":    {400, `{"code": "A", "issues": [{"message": "never"}]}`, known("A", "never")},
		"issues and details":          {400, `{"code": "A", "message": "no", "details": {"why": "first"}, "issues": [{"message": "second"}]}`, known("A", "no; why: first; second")},
		"issues of texts":             {400, `{"code": "A", "message": "no", "issues": ["never", null]}`, known("A", "no; never")},
		"a message alone":             {401, `{"message": "Unauthorized"}`, known("", "Unauthorized")},
		"a gateway's 404":             {404, `{"message": "no Route matched with those values"}`, unknown},
		"a gateway's 410":             {410, `{"message": "Gone"}`, unknown},
		"empty":                       {404, ``, unknown},
		"text":                        {404, `Not found`, unknown},
		"a page":                      {502, "<html><title>502 Bad Gateway</title></html>", unknown},
		"half of one":                 {404, `{"code": "NOT_FOUND", "mess`, unknown},
		"two of them":                 {404, `{"code": "NOT_FOUND"}{"code": "NOT_FOUND"}`, unknown},
		"null":                        {404, `null`, unknown},
		"an empty object":             {404, `{}`, unknown},
		"a list":                      {404, `[{"code": "NOT_FOUND"}]`, unknown},
		"an object of another API":    {404, `{"error": {"status": 404, "message": "Machine not found"}}`, unknown},
		"details of another API":      {404, `{"details": "no such route"}`, unknown},
		"a message that is an object": {400, `{"code": "A", "message": {"en": "no"}}`, unknown},
	} {
		t.Run(name, func(t *testing.T) {
			got := decodeProblem(c.status, nil, []byte(c.body))
			if got.Status != c.status && got.Status != 0 {
				t.Errorf("status %d became %d", c.status, got.Status)
			}
			got.Status = 0 // the status was checked above
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestErrorKinds(t *testing.T) {
	for name, c := range map[string]struct {
		wireObject reply
		kind       error
		foreign    bool
	}{
		"400":              {reply{400, `{"code": "BAD_REQUEST", "message": "no"}`}, paperspace.ErrRejected, false},
		"401":              {reply{401, `{"message": "Unauthorized"}`}, paperspace.ErrDenied, false},
		"403":              {reply{403, `{"code": "FORBIDDEN", "message": "no"}`}, paperspace.ErrDenied, false},
		"404":              {reply{404, `{"code": "NOT_FOUND", "message": "no"}`}, paperspace.ErrNotFound, false},
		"404 of a host":    {reply{404, `{"message": "no Route matched with those values"}`}, paperspace.ErrNotFound, true},
		"404 of a page":    {reply{404, `<html></html>`}, paperspace.ErrNotFound, true},
		"409":              {reply{409, `{"code": "CONFLICT", "message": "no"}`}, paperspace.ErrConflict, false},
		"412":              {reply{412, `{"code": "PRECONDITION_FAILED", "message": "no"}`}, paperspace.ErrConflict, false},
		"499":              {reply{499, `{"code": "CLIENT_CLOSED_REQUEST", "message": "no"}`}, paperspace.ErrUnavailable, false},
		"500":              {reply{500, `{"code": "INTERNAL_SERVER_ERROR", "message": "no"}`}, paperspace.ErrUnavailable, false},
		"502 of a page":    {reply{502, `<html></html>`}, paperspace.ErrUnavailable, true},
		"302 to elsewhere": {reply{302, ``}, paperspace.ErrNotService, true},
	} {
		t.Run(name, func(t *testing.T) {
			_, api := scripted(t, c.wireObject)
			_, err := api.Machines.Show(t.Context(), "ps1")
			wantKind(t, err, c.kind)
			if transport.Unrecognized(err) != c.foreign {
				t.Errorf("not the service's own: %v, want %v: %v", !c.foreign, c.foreign, err)
			}
		})
	}
}

// The request is in the documentation, but not in the official client, so a 404 from Paperspace
// means that the request is not supported. A 404 from another server means nothing.
func TestAvailability(t *testing.T) {
	for name, c := range map[string]struct {
		wireObject reply
		want       bool
		kind       error
	}{
		"yes":             {reply{body: `{"available": true}`}, true, nil},
		"no":              {reply{body: `{"available": false, "late": 1}`}, false, nil},
		"yes as text":     {reply{body: `{"available": "true"}`}, true, nil},
		"nothing":         {reply{body: `{}`}, false, paperspace.ErrNotService},
		"null":            {reply{body: `{"available": null}`}, false, paperspace.ErrNotService},
		"null altogether": {reply{body: `null`}, false, paperspace.ErrNotService},
		"perhaps":         {reply{body: `{"available": "perhaps"}`}, false, paperspace.ErrNotService},
		"404":             {reply{404, `{"code": "NOT_FOUND", "message": "no"}`}, false, paperspace.ErrUnsupported},
		"404 of a page":   {reply{404, `<html></html>`}, false, paperspace.ErrNotFound},
		"an unknown type": {reply{400, `{"code": "BAD_REQUEST", "message": "no"}`}, false, paperspace.ErrRejected},
	} {
		t.Run(name, func(t *testing.T) {
			_, api := scripted(t, c.wireObject)
			got, err := api.Availability.Available(t.Context(), "ny2", "P4000")
			if wantKind(t, err, c.kind); got != c.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
