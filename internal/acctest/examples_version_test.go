package acctest_test

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var settingV1 = regexp.MustCompile(`(?m)^\s+api_version\s*=\s*"v1"`)

// apiVersionsFor returns the API versions that an example supports: the version that the example sets or that its
// first comment names, or all versions. An example without that comment fails with the other version.
func apiVersionsFor(text string) []string {
	switch first := firstComment(text); {
	case strings.Contains(first, "(CORE API only)"):
		return []string{"core"}
	case strings.Contains(first, "(API v1 only)"), settingV1.MatchString(text):
		return []string{"v1"}
	}
	return []string{"core", "v1"}
}

// firstComment returns the comment at the start of an example, as one line.
func firstComment(text string) string {
	var words []string
	for line := range strings.Lines(text) {
		comment, found := strings.CutPrefix(line, "#")
		if !found {
			break
		}
		words = append(words, strings.Fields(comment)...)
	}
	return strings.Join(words, " ")
}

// The first example of the README, of the index, and of each resource must work with a Paperspace account as it is
// printed. The default is the CORE API, which was retired.
func TestFirstExamplesUseV1(t *testing.T) {
	pages := []string{"../../README.md", "../../docs/index.md"}
	resources, err := filepath.Glob("../../docs/resources/*.md")
	if err != nil || len(resources) == 0 {
		t.Fatalf("no pages of resources: %v", err)
	}
	for _, page := range append(pages, resources...) {
		if first := fenced(read(t, page), "terraform"); len(first) == 0 || !settingV1.MatchString(first[0]) {
			t.Errorf("the first example of %s does not set api_version = \"v1\"", page)
		}
	}
}
