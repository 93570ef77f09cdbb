package main

import (
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

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

// sampled is a small result that holds everything once.
func sampled() *result {
	at := func(operation string, size int, s subject, latency int64, wall float64) row {
		return row{Operation: operation, Size: size, Subject: s.name, LatencyMS: latency, Runs: 3,
			sample: sample{Wall: wall, Terraform: wall, Provider: wall / 2, RSS: 40_000_000, Requests: 10}}
	}
	return &result{
		Machine: machineInfo{System: "linux/amd64", Processor: "Some CPU", CPUs: 2, Go: "go1.26.0", Framework: "v1.19.0", CLI: "Terraform 1.14.0"},
		Command: "go run ./internal/bench",
		Rows: []row{
			at("plan", 100, ours, 0, 2), at("plan", 100, ours, 100, 3), at("plan", 100, echo, 0, 2), at("plan", 100, nothing, 0, 8),
			at("plan", 5000, ours, 0, 100), at("plan", 5000, echo, 0, 80), at("plan", 5000, terraformData, 0, 40),
			at("apply", 100, ours, 0, 4),
		},
		Memory: []row{{Operation: "plan", Size: 10000, Subject: ours.name, sample: sample{RSS: 120_000_000, Wall: 60, Requests: 10}}},
		Provisioned: &provisioned{Size: 100, Service: 20, Runs: []wait{
			{Lag: 2.5, Requests: 121, Creates: 100}, {Lag: 1.5, Requests: 121, Creates: 100}, {Lag: 1.25, Requests: 124, Creates: 100},
		}},
		Arranged: []arranged{{"state in a file", at("apply", 100, ours, 0, 40)}},
	}
}

func TestTableSaysTheRatios(t *testing.T) {
	text := strings.Join(strings.Fields(sampled().markdown()), " ")
	for _, want := range []string{
		"Some CPU (2 CPUs, linux/amd64)", "`go run ./internal/bench`",
		"| 100 | 100 ms | 3.00 s | 2.00 s | 8.00 s | - | 1.50 | 0.38 |",
		"| 5,000 | 0 ms |", "| 100 to 5,000 | 50.00 | 40.00 | - | - |",
		"| 10,000 | 120 MB |",
		"100 machines that the service takes 20s to make", "done 1.50 s after the last machine was ready, with 121 requests",
		"the slowest took 2.50 s, and the most requests were 124",
		"| state in a file | apply | 100 | 4.00 s | 40.00 s | 10.00 | 3 |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing from\n%s", want, text)
		}
	}
}

func TestNumberGroupsThousands(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 12345678: "12,345,678"} {
		if got := number(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
}

func TestPlotIsWellFormed(t *testing.T) {
	for name, r := range map[string]*result{"all": sampled(), "nothing": {}} {
		text := r.svg()
		d := xml.NewDecoder(strings.NewReader(text))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %s\n%s", name, err, text)
			}
		}
		if strings.Contains(text, "NaN") || strings.Contains(text, "Inf") {
			t.Errorf("%s: %s", name, text)
		}
	}
	if text := sampled().svg(); strings.Count(text, "<polyline") != 5 || !strings.Contains(text, "100 ms latency") {
		t.Errorf("not all curves: %s", text)
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

// The page shows what was measured last, and nothing else.
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
	if read(plotFile) != r.svg() {
		t.Error("the plot is another one: run go run ./internal/bench -render")
	}
}

func TestSchedules(t *testing.T) {
	for _, c := range []struct {
		size    int
		of      subject
		latency time.Duration
		runs    int
	}{
		{1, ours, 0, 5},
		{100, nothing, 0, 5},
		{1000, ours, 100 * time.Millisecond, 11},
		{5000, ours, 0, 5},
		{5000, echo, 0, 5},
		{5000, terraformData, 0, 5},
		{5000, ours, 100 * time.Millisecond, 2},
		{5000, nothing, 0, 2},
	} {
		if got := full.planRuns(c.size, c.of, c.latency); got != c.runs {
			t.Errorf("%s at %s plans %d machines %d times, not %d", c.of.name, c.latency, c.size, got, c.runs)
		}
	}
	if got := [2]int{full.applyRuns(1000), full.applyRuns(5000)}; got != [2]int{5, 1} {
		t.Errorf("1,000 and 5,000 machines are applied %v times", got)
	}
	o := options{schedule: full}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.Var(&o.sizes, "sizes", "")
	flags.Var(&o.latencies, "latencies", "")
	flags.SetOutput(io.Discard)
	if err := flags.Parse([]string{"-sizes", "5,7"}); err != nil {
		t.Fatal(err)
	}
	if got := o.orQuick(flags); got.sizes.String() != "5,7" || got.latencies.String() != quick.latencies.String() {
		t.Errorf("%+v", got)
	}
	if err := flags.Parse([]string{"-sizes", "0"}); err == nil {
		t.Error("no machines were accepted")
	}
}

func TestLargestSize(t *testing.T) {
	for _, c := range []struct {
		of          sizes
		limit, want int
	}{{sizes{1, 5000, 100}, many, 100}, {sizes{1, 5000, 100}, 5000, 5000}, {sizes{5000}, many, 0}, {nil, many, 0}} {
		if got := c.of.largest(c.limit); got != c.want {
			t.Errorf("%v up to %d: %d, not %d", c.of, c.limit, got, c.want)
		}
	}
}

func TestCommandLine(t *testing.T) {
	if got := commandLine([]string{"-tf", "", "-root", "/there", "-write"}); got != "go run ./internal/bench -write" {
		t.Error(got)
	}
	if got := commandLine([]string{"-tf", "tofu", "-quick"}); got != "go run ./internal/bench -tf tofu -quick" {
		t.Error(got)
	}
}
