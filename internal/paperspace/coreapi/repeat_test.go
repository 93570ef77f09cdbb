package coreapi

import (
	"testing"
	"testing/synctest"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// After a lost response, requests that can be carried out twice are retried. A restart is not,
// because CORE would restart the machine again.
func TestWhichRequestsAreRetried(t *testing.T) {
	for name, c := range map[string]struct {
		requests int
		effect   bool // of the error
		kind     error
	}{
		"start":   {2, false, nil},
		"stop":    {2, false, nil},
		"update":  {2, false, nil},
		"destroy": {2, true, paperspace.ErrNotFound}, // the first request destroyed the machine
		"restart": {1, true, paperspace.ErrUnavailable},
		"show":    {2, false, nil},
		"events":  {2, false, nil},
	} {
		for _, kind := range []psfake.FaultKind{psfake.FaultCutAfter, psfake.FaultHTMLAfter, psfake.FaultStatusAfter} {
			t.Run(name+"/"+string(kind), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w := psfake.New(psfake.Strict())
					m := w.AddMachine(psfake.Machine{State: map[string]string{"start": "off"}[name]})
					w.Inject(psfake.Fault{Kind: kind, Times: 1})
					err := calls[name](t.Context(), faked(t, w).Machines, m.ID)
					wantKind(t, err, c.kind)
					if got := paperspace.HadEffect(err); got != c.effect {
						t.Errorf("had effect: %v, want %v", got, c.effect)
					}
					if got := len(w.Journal()); got != c.requests {
						t.Errorf("%d requests, want %d", got, c.requests)
					}
				})
			})
		}
	}
}

// A throttled request was not processed, so even a restart is retried.
func TestThrottledRestartIsRetried(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := psfake.New(psfake.Strict())
		m := w.AddMachine(psfake.Machine{})
		w.Inject(psfake.Fault{Kind: psfake.FaultThrottle, RetryAfter: "7", Times: 1})
		if err := faked(t, w).Machines.Restart(t.Context(), m.ID); err != nil {
			t.Fatal(err)
		}
		if n := effects(w); len(w.Journal()) != 2 || n != 1 {
			t.Errorf("%d requests, %d of them with an effect", len(w.Journal()), n)
		}
	})
}

func effects(w *psfake.Server) (n int) {
	for _, e := range w.Journal() {
		if e.Effect {
			n++
		}
	}
	return n
}

func TestListPages(t *testing.T) {
	machine := func(id string) string { return `{"id": "` + id + `", "name": "web"}` }
	two, three := `[`+machine("a")+`,`+machine("b")+`]`, `[`+machine("a")+`,`+machine("b")+`,`+machine("c")+`]`
	for name, c := range map[string]struct {
		pages   []string
		want    string
		queries []string
	}{
		"nothing":                {[]string{`[]`}, "", []string{""}},
		"less than a page":       {[]string{`[` + machine("a") + `]`}, "a", []string{""}},
		"a page and no more":     {[]string{two, `[]`}, "ab", []string{"", "limit=2&skip=2"}},
		"a page and a rest":      {[]string{two, `[` + machine("c") + `]`}, "abc", []string{"", "limit=2&skip=2"}},
		"pages that overlap":     {[]string{two, `[` + machine("b") + `,` + machine("c") + `]`, `[]`}, "abc", []string{"", "limit=2&skip=2", "limit=2&skip=3"}},
		"an API without paging":  {[]string{two, two}, "ab", []string{"", "limit=2&skip=2"}},
		"more than a page":       {[]string{three}, "abc", []string{""}},
		"twice the same machine": {[]string{`[` + machine("a") + `,` + machine("a") + `,` + machine("b") + `]`}, "ab", []string{""}},
	} {
		t.Run(name, func(t *testing.T) {
			w := &service{}
			for _, body := range c.pages {
				w.replies = append(w.replies, reply{body: body})
			}
			api := paged(Options{Endpoint: address(t, "https://core.example.com"), Key: key, RoundTripper: w}, 2)
			machines, err := all(api.Machines.List(t.Context(), nil))
			got := ""
			for _, m := range machines {
				got += m.ID
			}
			if got != c.want || err != nil {
				t.Errorf("got %q, %v, want %q", got, err, c.want)
			}
			if len(w.sent) != len(c.queries) {
				t.Fatalf("%d requests, want %d", len(w.sent), len(c.queries))
			}
			for i, r := range w.sent {
				if r.query != c.queries[i] {
					t.Errorf("request %d asks for %q, want %q", i, r.query, c.queries[i])
				}
			}
		})
	}
}

// A response that is not a list must not be read as an empty list, because objects that a list does
// not contain can be taken for gone.
func TestNoListIsNoEmptyList(t *testing.T) {
	for name, wireObject := range map[string]reply{
		"null":      {body: `null`},
		"nothing":   {},
		"204":       {status: 204},
		"an object": {body: `{}`},
		"items":     {body: `{"items": []}`},
		"a text":    {body: `"none"`},
		"a page":    {html: true, body: `<html></html>`},
		"half":      {body: `[`},
		"302":       {status: 302, body: `[]`},
	} {
		t.Run(name, func(t *testing.T) {
			_, api := scripted(t, wireObject)
			if machines, err := all(api.Machines.List(t.Context(), nil)); err == nil {
				t.Errorf("machines: %v", machines)
			}
			if templates, err := api.Templates.List(t.Context(), nil); err == nil {
				t.Errorf("templates: %v", templates)
			}
			if users, err := api.Users.List(t.Context(), nil); err == nil {
				t.Errorf("users: %v", users)
			}
		})
	}
}

// Later responses of CORE do not contain the owner, although Paperspace filters by it.
func TestFilterByAnOwnerThatIsNotShown(t *testing.T) {
	_, api := scripted(t, reply{body: `[{"id": "a", "userId": "u1"}, {"id": "b"}, {"id": "c", "userId": "u2"}]`})
	machines, err := all(api.Machines.List(t.Context(), paperspace.Filter{paperspace.FieldUserID: "u1"}))
	if err != nil || len(machines) != 2 || machines[0].ID != "a" || machines[1].ID != "b" {
		t.Errorf("got %v, %v", machines, err)
	}
}
