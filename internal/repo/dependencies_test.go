package repo

import (
	"regexp"
	"strings"
	"testing"
)

func TestDesignGivesAReasonForEveryDirectDependency(t *testing.T) {
	t.Parallel()
	design := read(t, "DESIGN.md")
	direct := regexp.MustCompile(`(?m)^\t(\S+) v\S+$`).FindAllStringSubmatch(read(t, "go.mod"), -1)
	if len(direct) == 0 {
		t.Fatal("no direct dependency found in go.mod")
	}
	for _, d := range direct {
		if !regexp.MustCompile("(?m)^\\| `" + regexp.QuoteMeta(d[1]) + "` \\| \\S").MatchString(design) {
			t.Errorf("DESIGN.md gives no reason for %s", d[1])
		}
	}
	reasons := regexp.MustCompile("(?m)^\\| `([^` ]+\\.[^` ]+/[^` ]+)` \\|").FindAllStringSubmatch(design, -1)
	for _, r := range reasons {
		if !strings.Contains(read(t, "go.mod"), "\t"+r[1]+" v") {
			t.Errorf("DESIGN.md gives a reason for %s, which is not in go.mod", r[1])
		}
	}
}
