package acctest

import (
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// ByName yields cases in the order of their names, so that the steps of a test have the same numbers in every run.
func ByName[T any](cases map[string]T) iter.Seq2[string, T] {
	return func(yield func(string, T) bool) {
		for _, name := range slices.Sorted(maps.Keys(cases)) {
			if !yield(name, cases[name]) {
				return
			}
		}
	}
}

// InOrder matches texts one after another, even if the CLI has broken them into lines.
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
