package paperspace

import (
	"fmt"
	"strings"
	"unicode"
)

// Visible returns s with characters that a terminal interprets or does not show in a visible
// form: "web<U+001B>[2J". These are control characters, including line breaks, and invisible
// formatting, such as the marks that change the direction of writing. Terraform prints texts
// with several lines as they are, so a name that another client has set could otherwise clear
// the screen or imitate a line of the plan.
//
// A text from a response is made visible when it is read, and a text from a configuration when
// it is compared with one from a response.
func Visible(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) {
		return s // fast path for nearly all texts
	}
	var b strings.Builder
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp) {
			fmt.Fprintf(&b, "<U+%04X>", r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
