package provider

import (
	"strings"
	"testing"
)

// FuzzSavedKey checks that the file of the official client, whatever is in it, leads to a
// key that is valid in a header, or to an error that does not quote the file.
func FuzzSavedKey(f *testing.F) {
	for _, text := range []string{
		`{"name":"main","apiKey":"1ba4f98e7c0","teamId":7}`, `{"apiKey":" 1ba4f98e7c0\n"}`, `{"APIKEY":"1ba4f98e7c0"}`, `{"apiKey":"a","apiKey":"1ba4f98e7c0"}`,
		"", "null", "[]", `{"apiKey":null}`, `{"apiKey":7}`, `{"apiKey":["1ba4f98e7c0"]}`, `{"apiKey":"1ba4f98`, `{"apiKey":"“1ba4f98e7c0”"}`,
		"\xef\xbb\xbf" + `{"apiKey":"1ba4f98e7c0"}`, `{"apiKey":"\u0000\u001b[2J"}`, `{"apiKey":"\u202e"}`, "{\"apiKey\":\"\xff\"}", `apiKey: 1ba4f98e7c0`,
	} {
		f.Add([]byte(text))
	}
	// The error depends only on the kind of mistake.
	sayable := map[string]bool{}
	for _, kind := range []string{"no JSON", "{}", `{"apiKey":"two words"}`} {
		_, diags := resolve(model{}, around(nil, map[string]string{saved: kind}))
		sayable[diags[0].Summary()+"\n"+diags[0].Detail()] = true
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		s := around(nil, map[string]string{saved: string(text)})
		found, err := savedCoreKey(s)
		if err == nil && strings.TrimSpace(found) == "" {
			t.Errorf("%q holds the key %q", text, found)
		}
		got, diags := resolve(model{}, s)
		switch {
		case diags.HasError() && got.key != "":
			t.Errorf("%q: %v, and the key %q", text, diags, got.key)
		case !diags.HasError() && (got.key == "" || got.key != strings.TrimSpace(found) || strings.ContainsFunc(got.key, func(r rune) bool { return r <= ' ' || r > '~' })):
			t.Errorf("%q holds %q, and the key is %q", text, found, got.key)
		}
		for _, d := range diags {
			if !sayable[d.Summary()+"\n"+d.Detail()] {
				t.Errorf("%q: says %q", text, d)
			}
		}
	})
}
