package acctest

import (
	"regexp"
	"strings"
)

// InOrder matches texts one after the other, however the CLI has broken them
// into lines.
func InOrder(texts ...string) *regexp.Regexp {
	var parts []string
	for _, text := range texts {
		var words []string
		for _, word := range strings.Fields(text) {
			words = append(words, regexp.QuoteMeta(word))
		}
		parts = append(parts, strings.Join(words, `[\s│]+`))
	}
	return regexp.MustCompile(`(?s)` + strings.Join(parts, `.*`))
}
