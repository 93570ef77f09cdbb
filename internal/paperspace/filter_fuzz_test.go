package paperspace

import "testing"

// FuzzFilterMatch checks that a value matches itself, that null matches only a missing value,
// and that a filter matches what all of its parts match.
func FuzzFilterMatch(f *testing.F) {
	for _, c := range [][3]string{
		{"name", "web", "web"}, {"name", "", Null}, {"name", Null, Null}, {"region", "East Coast (NY2)", "ny2"}, {"region", "", ""},
		{"dt_created", "2017-02-16T20:26:54.880Z", "2017-02-16T21:26:54.88+01:00"}, {"dt_created", "2017-02-16", "2017-02-16"},
		{"dt_last_run", "", ""}, {"unheard of", "a", "b"}, {"dt_created", "9999-12-31T23:59:60Z", "0000-01-01T00:00:00Z"},
	} {
		f.Add(c[0], c[1], c[2])
	}
	f.Fuzz(func(t *testing.T, name, got, want string) {
		field := Field(name)
		match := func(got, want string) bool {
			return Filter{field: want}.Match(func(Field) (string, bool) { return got, true })
		}
		if !match(got, got) && got != Null {
			t.Errorf("%q does not match itself", got)
		}
		named := field == FieldName && got == Null // an object can have that name
		if match(got, Null) != (got == "" || named) {
			t.Errorf("%q matches null: %v", got, got != "")
		}
		if got != Null && want != Null && match(got, want) != match(want, got) {
			t.Errorf("%q matches %q one way only", got, want)
		}
		if !(Filter{field: want}).Match(func(Field) (string, bool) { return got, false }) {
			t.Errorf("%q = %q was judged without being known", field, want)
		}
		both := Filter{field: want, field + "_too": got}.Match(func(f Field) (string, bool) { return got, true })
		if both != (match(got, want) && (Filter{field + "_too": got}).Match(func(Field) (string, bool) { return got, true })) {
			t.Errorf("%q: both %v, one %v", got, both, match(got, want))
		}
	})
}
