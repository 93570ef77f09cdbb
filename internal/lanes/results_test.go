package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// jsonLines returns the output of go test -json for lines of "action test output".
func jsonLines(lines ...string) string {
	var all strings.Builder
	for _, line := range lines {
		part := append(strings.SplitN(line, " ", 3), "", "")
		fmt.Fprintf(&all, "{\"Action\":%q,\"Package\":%q,\"Test\":%q,\"Output\":%q}\n", part[0], prefix+"internal/m", part[1], part[2])
	}
	return all.String()
}

func TestResults(t *testing.T) {
	for name, c := range map[string]struct {
		lines   []string
		counts  string
		failed  bool
		reasons map[string][]string
		prints  string
	}{
		"all kinds": {
			lines: []string{
				"run TestAccA", "run TestAccA/core", "pass TestAccA/core", "run TestAccA/v1", "output TestAccA/v1     x_test.go:7: not there\n",
				"fail TestAccA/v1", "output TestAccA --- FAIL\n", "fail TestAccA",
				"output TestAccB     feature.go:60: actions: needs another CLI\n", "output TestAccB --- SKIP: TestAccB\n", "skip TestAccB",
				"output TestAccC --- SKIP: TestAccC\n", "skip TestAccC", "pass TestAccD", "output  FAIL\n", "fail ",
			},
			counts: "2 passed, 1 failed, 2 skipped", failed: true, prints: "    x_test.go:7: not there\n--- FAIL\nFAIL\n",
			reasons: map[string][]string{
				"actions: needs another CLI":         {"internal/m TestAccB"},
				"for a reason that it does not give": {"internal/m TestAccC"},
			},
		},
		"a package that does not build": {
			lines:  []string{"build-output  x.go:1: syntax error\n", "build-fail ", "output  FAIL [build failed]\n", "fail "},
			counts: "0 passed, 1 failed, 0 skipped", failed: true, prints: "x.go:1: syntax error\nFAIL [build failed]\n", reasons: map[string][]string{},
		},
		"a package without tests": {
			lines:  []string{"output  ?   internal/m [no test files]\n", "skip "},
			counts: "0 passed, 0 failed, 0 skipped", reasons: map[string][]string{},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var printed strings.Builder
			r, err := read(strings.NewReader(jsonLines(c.lines...)), &printed)
			if err != nil {
				t.Fatal(err)
			}
			if r.String() != c.counts || r.failed() != c.failed || printed.String() != c.prints {
				t.Errorf("%s, failed %t, printed:\n%s", r, r.failed(), &printed)
			}
			if r.ran() != strings.Contains(strings.Join(c.lines, " "), "pass Test") {
				t.Errorf("ran %t", r.ran())
			}
			if diff := cmp.Diff(c.reasons, maps.Collect(r.reasons())); diff != "" {
				t.Errorf("skipped (-want +got):\n%s", diff)
			}
		})
	}
	if _, err := read(strings.NewReader("go: no such tool"), &strings.Builder{}); err == nil {
		t.Error("what is not JSON is accepted")
	}
}

func TestSkippedByAll(t *testing.T) {
	lane := func(lines ...string) *results {
		r, err := read(strings.NewReader(jsonLines(lines...)), &strings.Builder{})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	old, tofu := lane("skip A", "skip B", "pass C"), lane("pass B", "skip C") // A is in a group that was skipped
	if got := skippedByAll([]*results{old, tofu}); !slices.Equal(got, []string{"internal/m A"}) {
		t.Errorf("%q", got)
	}
	if got := skippedByAll([]*results{old, tofu, lane("pass A")}); len(got) > 0 {
		t.Errorf("%q", got)
	}
}
