package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMediansAreMeasuredFigures(t *testing.T) {
	got := medians([]sample{
		{Wall: 3, Terraform: 1, RSS: 10, Requests: 4}, {Wall: 1, Terraform: 9, RSS: 30, Requests: 5},
		{Wall: 2, Terraform: 5, RSS: 20, Requests: 6}, {Wall: 9, Terraform: 7, RSS: 40, Requests: 7},
	})
	if want := (sample{Wall: 2, Terraform: 5, RSS: 20, Requests: 5}); got != want {
		t.Errorf("%+v", got)
	}
}

func TestTableShowsTheRatios(t *testing.T) {
	at := func(s subject, latency int64, wall float64) row {
		return row{Operation: "plan", Size: 5000, Subject: s.name, LatencyMS: latency, Runs: 3,
			sample: sample{Wall: wall, Terraform: wall, Provider: wall / 2, RSS: 40_000_000, Requests: 10}}
	}
	r := &result{
		Machine: machineInfo{System: "linux/amd64", Processor: "Some CPU", CPUs: 2, Go: "go1.26.0", Framework: "v1.19.0", CLI: "Terraform 1.14.0"},
		Command: "go run ./internal/bench", Rows: []row{at(ours, 0, 2), at(ours, 100, 3), at(echo, 0, 2), at(nothing, 0, 8)},
	}
	text := strings.Join(strings.Fields(r.markdown()), " ")
	for _, want := range []string{
		"Some CPU (2 CPUs, linux/amd64)", "`go run ./internal/bench`",
		"| 5,000 | 0 ms | 2.00 s |", "<summary>Plan of machines that have not changed: all figures</summary>",
		"| 5,000 | 100 ms | 3.00 s | 2.00 s | 8.00 s | 1.50 | 0.38 | 1.50 | 0.38 | 1.50 s | 40 MB | 10 | 3 |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing from\n%s", want, text)
		}
	}
	if strings.Contains(text, "Destroy") {
		t.Errorf("a table without lines:\n%s", text)
	}
}

func TestChartShowsTheMostMachinesOfAShortRun(t *testing.T) {
	at := func(s subject, size int, latency int64, wall float64) row {
		return row{Operation: "apply", Size: size, Subject: s.name, LatencyMS: latency, sample: sample{Wall: wall}}
	}
	r := &result{Rows: []row{at(ours, 10, 0, 7), at(ours, 1000, 0, 6), at(ours, 1000, 100, 12), at(echo, 1000, 0, 0.01), at(other, 1000, 100, 3), at(ours, 5000, 0, 99)}}
	want := "\n```text\n1,000 machines, in seconds\n\nApply that creates all machines\n" +
		"  this provider, 0 ms    " + strings.Repeat("#", 24) + " 6.0\n" +
		"  this provider, 100 ms  " + strings.Repeat("#", 48) + " 12.0\n" +
		"  echo                   # 0.0\n" +
		"  peer, 100 ms           " + strings.Repeat("#", 12) + " 3.0\n```\n"
	if diff := cmp.Diff(want, r.chart()); diff != "" {
		t.Error(diff)
	}
}

func TestNumberGroupsThousands(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 12345678: "12,345,678"} {
		if got := number(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
}

func TestFill(t *testing.T) {
	page := "before\n" + pageBegin + "\nold\n" + pageEnd + "\nafter\n"
	got, err := fill(page, "new\n")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("before\n"+pageBegin+"\n\nnew\n\n"+pageEnd+"\nafter\n", got); diff != "" {
		t.Error(diff)
	}
	if again, err := fill(got, "new\n"); err != nil || again != got {
		t.Errorf("the second time differs: %v\n%s", err, again)
	}
	if _, err := fill("no marks", "new\n"); err == nil {
		t.Error("a page without marks was filled")
	}
}

// The page shows the result of the last measurement and nothing else.
func TestPageIsRenderedFromTheResult(t *testing.T) {
	root := filepath.Join("..", "..")
	r, err := load(root)
	if err != nil {
		t.Fatal(err)
	}
	read := func(name string) string {
		t.Helper()
		raw, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	page := read(pageFile)
	want, err := fill(page, r.markdown())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, page); diff != "" {
		t.Errorf("run go run ./internal/bench -render:\n%s", diff)
	}
}

func TestSchedules(t *testing.T) {
	for _, c := range []struct {
		operation string
		size      int
		runs      int
	}{{"plan", 1, 5}, {"apply", 1000, 5}, {"plan", 5000, 3}, {"apply", 5000, 1}} {
		if got := full.runs(c.operation, c.size); got != c.runs {
			t.Errorf("%s of %d machines: %d runs, not %d", c.operation, c.size, got, c.runs)
		}
	}
}

func TestCommandLine(t *testing.T) {
	for want, args := range map[string][]string{
		"go run ./internal/bench -write": {"-tf", "", "-write"}, "go run ./internal/bench -tf tofu -quick": {"-tf", "tofu", "-quick"}, "go run ./internal/bench": nil,
	} {
		if got := commandLine(args); got != want {
			t.Errorf("%q: %q", args, got)
		}
	}
}
