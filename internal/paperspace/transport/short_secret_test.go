package transport

import (
	"strings"
	"testing"
)

// A key that is a part of many words must not make the message unreadable, and a secret that is a
// part of the mark must not change the mark.
func TestShortKeyDoesNotDestroyTheMessage(t *testing.T) {
	t.Parallel()
	const message = "the machine is redacted by a reaction"
	for _, key := range []string{"a", "in", "act", "red", "re", " a ", "\tred\n", "e"} {
		s := &script{steps: []step{respond(400, `{"message":"`+message+`"}`)}}
		err := newTestClient(t, s, func(o *Options) {
			o.Secrets = []string{key}

		}).Do(t.Context(), show(), nil)
		if err == nil || !strings.Contains(err.Error(), message) {
			t.Errorf("key %q: %v", key, err)
		}
	}
	for _, secret := range []string{"redacted", "[redacted", "edac", "[redacted]", "acted]"} {
		r := newRedactor([]string{secret, "hunter2!"})
		text := r.text(r.text("with hunter2! and " + secret))
		if text != "with [redacted] and [redacted]" {
			t.Errorf("%q: %q", secret, text)
		}
	}
	if got := newRedactor([]string{"four"}).text("a four-letter key"); got != "a [redacted]-letter key" {
		t.Errorf("the shortest secret: %q", got)
	}
}
