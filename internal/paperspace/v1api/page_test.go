package v1api

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// lists are methods that read all pages of a list. Each returns the IDs that it found.
var lists = map[string]func(context.Context, paperspace.API) ([]string, error){
	"machines": func(ctx context.Context, api paperspace.API) ([]string, error) {
		found, err := collect(api.Machines.List(ctx, nil))
		return idsOf(found), err
	},
	"networks": func(ctx context.Context, api paperspace.API) ([]string, error) {
		found, err := api.Networks.List(ctx, nil)
		return idsOf(found), err
	},
	"scripts": func(ctx context.Context, api paperspace.API) ([]string, error) {
		found, err := api.Scripts.List(ctx, nil)
		return idsOf(found), err
	},
	"access": func(ctx context.Context, api paperspace.API) ([]string, error) {
		return api.AccessList.Users(ctx, "ps1")
	},
}

func idsOf[T paperspace.Gettable](found []T) (ids []string) {
	for _, one := range found {
		id, _ := one.Get(paperspace.FieldID)
		ids = append(ids, id)
	}
	return ids
}

func TestPages(t *testing.T) {
	// An item has an ID in both places: that of objects and that of accessors.
	item := func(id string) string { return `{"id": "` + id + `", "user": {"id": "` + id + `"}}` }
	page := func(next string, ids ...string) string {
		var all []string
		for _, id := range ids {
			all = append(all, item(id))
		}
		if next == "" {
			return `{"hasMore": false, "items": [` + strings.Join(all, ", ") + `], "nextPage": null}`
		}
		return `{"hasMore": true, "items": [` + strings.Join(all, ", ") + `], "nextPage": ` + next + `}`
	}
	const loops, breaks, noList = "goes in circles", "breaks off", `no "items"`
	for name, c := range map[string]struct {
		pages []string
		want  string // the IDs
		after []string
		fails string
	}{
		"nothing":                    {[]string{page("")}, "", []string{""}, ""},
		"one page":                   {[]string{page("", "a", "b")}, "ab", []string{""}, ""},
		"three pages":                {[]string{page(`"c1"`, "a"), page(`"c 2"`, "b"), page("", "c")}, "abc", []string{"", "c1", "c 2"}, ""},
		"a cursor that is a number":  {[]string{page(`2`, "a"), page("", "b")}, "ab", []string{"", "2"}, ""},
		"an empty page in between":   {[]string{page(`"c1"`, "a"), page(`"c2"`), page("", "b")}, "ab", []string{"", "c1", "c2"}, ""},
		"repeats within a page":      {[]string{page("", "a", "a", "b", "a")}, "ab", []string{""}, ""},
		"repeats across pages":       {[]string{page(`"c1"`, "a", "b"), page("", "b", "a", "c")}, "abc", []string{"", "c1"}, ""},
		"nulls and no ID":            {[]string{`{"hasMore": false, "items": [null, {}, {"id": null}, ` + item("a") + `, null]}`}, "a", []string{""}, ""},
		"a cursor at the end":        {[]string{`{"hasMore": false, "items": [` + item("a") + `], "nextPage": "c1"}`}, "a", []string{""}, ""},
		"more as text":               {[]string{`{"hasMore": "true", "items": [` + item("a") + `], "nextPage": "c1"}`, page("", "b")}, "ab", []string{"", "c1"}, ""},
		"more is missing":            {[]string{`{"items": [` + item("a") + `]}`}, "a", []string{""}, ""},
		"items twice":                {[]string{`{"items": [` + item("x") + `, ` + item("y") + `], "items": [` + item("a") + `]}`}, "a", []string{""}, ""},
		"more, and not where":        {[]string{`{"hasMore": true, "items": [` + item("a") + `]}`}, "a", []string{""}, breaks},
		"more, and null for where":   {[]string{page(`null`, "a")}, "a", []string{""}, breaks},
		"more, and nothing for it":   {[]string{page(`""`, "a")}, "a", []string{""}, breaks},
		"the same cursor again":      {[]string{page(`"c1"`, "a"), page(`"c1"`, "b")}, "ab", []string{"", "c1"}, loops},
		"a circle":                   {[]string{page(`"c1"`, "a"), page(`"c2"`, "b"), page(`"c1"`, "a")}, "ab", []string{"", "c1", "c2"}, loops},
		"null where a page belongs":  {[]string{`null`}, "", []string{""}, noList},
		"an object without items":    {[]string{`{"hasMore": false}`}, "", []string{""}, noList},
		"items that are null":        {[]string{`{"hasMore": false, "items": null}`}, "", []string{""}, noList},
		"a bare list":                {[]string{`[` + item("a") + `]`}, "", []string{""}, "expected form"},
		"an item that is a number":   {[]string{`{"items": [` + item("a") + `, 7]}`}, "", []string{""}, "expected form"},
		"an id that cannot be shown": {[]string{`{"items": [{"id": "a\u0007", "user": {"id": "a\u0007"}}]}`}, "", []string{""}, "expected form"},
		"a second page that is none": {[]string{page(`"c1"`, "a"), `{}`}, "a", []string{"", "c1"}, noList},
	} {
		for what, list := range lists {
			w, api := scripted(t, ok(c.pages...)...)
			got, err := list(t.Context(), api)
			if c.fails == "" && (err != nil || strings.Join(got, "") != c.want) {
				t.Errorf("%s, %s: got %q, %v, want %q", what, name, got, err, c.want)
			}
			if c.fails != "" {
				wantKind(t, err, paperspace.ErrNotService)
				if err != nil && !strings.Contains(err.Error(), c.fails) {
					t.Errorf("%s, %s: %v does not say %q", what, name, err, c.fails)
				}
			}
			var after []string
			for _, r := range w.sent {
				query := parse(t, r.query)
				after = append(after, query.Get("after"))
				if query.Get("limit") != "120" || query.Get("order") != "asc" {
					t.Errorf("%s, %s: sent %s", what, name, r.query)
				}
			}
			if diff := cmp.Diff(c.after, after); diff != "" {
				t.Errorf("%s, %s: the cursors, -want +sent:\n%s", what, name, diff)
			}
		}
	}
}

// If the caller stops, no further page is requested.
func TestListEndsWhereTheCallerDoes(t *testing.T) {
	w, api := scripted(t, reply{body: `{"hasMore": true, "items": [{"id": "a"}, {"id": "b"}], "nextPage": "c1"}`})
	for m, err := range api.Machines.List(t.Context(), nil) {
		if m.ID != "a" || err != nil {
			t.Errorf("the first is %+v, %v", m, err)
		}
		break
	}
	if len(w.sent) != 1 {
		t.Errorf("sent %q", w.lines())
	}
}

// The provider matches objects itself, because Paperspace matches parts of names, and the spelling
// of regions that it compares is not known.
func TestListsAreMatchedHere(t *testing.T) {
	body := items(`{"id": "a", "name": "web", "region": "East Coast (NY2)"}, {"id": "b", "name": "web2", "region": "East Coast (NY2)"},
		{"id": "c", "name": "web", "region": "Europe (AMS1)"}, {"id": "d", "region": null}`)
	for want, f := range map[string]paperspace.Filter{
		"ac": {"name": "web"}, "a": {"name": "web", "region": "ny2"}, "c": {"region": "Europe (AMS1)"}, "d": {"name": paperspace.Null}, "": {"id": "e"},
	} {
		_, api := scripted(t, reply{body: body})
		machines, err := collect(api.Machines.List(t.Context(), f))
		networks, networkErr := api.Networks.List(t.Context(), f)
		if err != nil || networkErr != nil || strings.Join(idsOf(machines), "") != want || !slices.Equal(idsOf(machines), idsOf(networks)) {
			t.Errorf("%v finds %v and %v, %v, %v", f, idsOf(machines), idsOf(networks), err, networkErr)
		}
	}
}
