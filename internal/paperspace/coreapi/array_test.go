package coreapi

import (
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
)

// Decoding an array element by element accepts and rejects the same bodies as decoding it whole.
func TestArray(t *testing.T) {
	t.Parallel()
	for body, want := range map[string][]string{
		`null`: nil, `[]`: {}, ` [ ] `: {}, `[{"id":"a"},{"id":"b"}]`: {"a", "b"}, `[null,{"id":"a"}]`: {"", "a"},
	} {
		var l listedMachines
		// A retry discards what was read before.
		for range 2 {
			if err := l.DecodeBody(iotest.OneByteReader(strings.NewReader(body))); err != nil {
				t.Errorf("%s: %v", body, err)
			}
			var got []string
			if l.all != nil {
				got = []string{}
			}
			for _, m := range l.all {
				got = append(got, m.ID)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s:\n%s", body, diff)
			}
		}
	}
	for _, body := range []string{
		``, `{}`, `"x"`, `5`, `true`, `[`, `[{"id":"a"}`, `[{"id":"a"},`, `[{"id":"a"},]`, `[{"id":"a"}}`, `[{"id":"a"}{"id":"b"}]`, `[5]`,
		`[]]`, `[][]`, `[] x`, `null null`, `nul`, `[{"id":"a"}] {}`,
	} {
		if err := new(listedMachines).DecodeBody(strings.NewReader(body)); err == nil {
			t.Errorf("%s is taken for a list", body)
		}
	}
}
