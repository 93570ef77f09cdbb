package main

import (
	"fmt"
	"slices"
	"strings"
)

// markdown returns the result as Markdown for the page. It depends only on the result, so that the
// page can be rendered without measuring.
func (r *result) markdown() string {
	var out strings.Builder
	m := r.Machine
	fmt.Fprintf(&out, "Measured on %s (%d CPUs, %s) with %s, %s and plugin-framework %s, by `%s`. Every figure is the median of the runs in the last column.\n",
		m.Processor, m.CPUs, m.System, m.CLI, m.Go, m.Framework, r.Command)
	out.WriteString(r.chart())
	for _, o := range operations {
		if lines := r.compared(o.name); len(lines) > 1 {
			fmt.Fprintf(&out, "\n<details>\n<summary>%s: all figures</summary>\n\n%s\n</details>\n", o.title, table(lines))
		}
	}
	return out.String()
}

var operations = []struct{ name, title string }{
	{"plan", "Plan of machines that have not changed"},
	{"apply", "Apply that creates all machines"},
	{"destroy", "Destroy of all machines"},
}

// chart returns a chart of the wall times for the largest size up to many. It is text, because the
// Registry does not show pictures from the repository.
func (r *result) chart() string {
	size := 0
	for _, w := range r.Rows {
		if w.Size <= many {
			size = max(size, w.Size)
		}
	}
	var out strings.Builder
	fmt.Fprintf(&out, "\n```text\n%s machines, in seconds\n", number(size))
	for _, o := range operations {
		var bars []row
		longest := 0.0
		for _, w := range r.Rows {
			if w.Operation == o.name && w.Size == size {
				bars, longest = append(bars, w), max(longest, w.Wall)
			}
		}
		if longest == 0 {
			continue
		}
		fmt.Fprintf(&out, "\n%s\n", o.title)
		for _, w := range bars {
			label := w.Subject
			switch w.Subject {
			case ours.name:
				label = fmt.Sprintf("this provider, %d ms", w.LatencyMS)
			case other.name:
				label = fmt.Sprintf("%s, %d ms", other.name, w.LatencyMS)
			}
			fmt.Fprintf(&out, "  %-22s %s %.1f\n", label, strings.Repeat("#", max(1, int(48*w.Wall/longest))), w.Wall)
		}
	}
	return out.String() + "```\n"
}

// compared returns the table of an operation: a head, and a line for each size and latency.
func (r *result) compared(operation string) [][]string {
	lines := [][]string{{
		"Machines", "Latency", "this provider", "echo", "framework", "to echo", "to framework", "CPU to echo", "CPU to framework",
		"Provider CPU", "Peak memory", "Requests", "Runs",
	}}
	if r.withPeer() {
		lines[0] = append(lines[0], "peer", "to peer", "CPU to peer", "Requests of peer")
	}
	for _, w := range r.Rows {
		if w.Operation != operation || w.Subject != ours.name {
			continue
		}
		e, f := r.find(operation, w.Size, echo), r.find(operation, w.Size, nothing)
		line := []string{
			number(w.Size), fmt.Sprintf("%d ms", w.LatencyMS), seconds(w.Wall), seconds(e.Wall), seconds(f.Wall),
			ratio(w.Wall, e.Wall), ratio(w.Wall, f.Wall), ratio(w.cpu(), e.cpu()), ratio(w.cpu(), f.cpu()),
			seconds(w.Provider), fmt.Sprintf("%.0f MB", float64(w.RSS)/1e6), fmt.Sprint(w.Requests), fmt.Sprint(w.Runs),
		}
		if r.withPeer() {
			p := r.findAt(operation, w.Size, other, w.LatencyMS)
			line = append(line, seconds(p.Wall), ratio(w.Wall, p.Wall), ratio(w.cpu(), p.cpu()), fmt.Sprint(p.Requests))
		}
		lines = append(lines, line)
	}
	return lines
}

// table returns a Markdown table. All columns are aligned to the right.
func table(lines [][]string) string {
	widths := make([]int, len(lines[0]))
	for _, line := range lines {
		for i, cell := range line {
			widths[i] = max(widths[i], len(cell))
		}
	}
	rule := make([]string, len(widths))
	for i, width := range widths {
		rule[i] = strings.Repeat("-", width-1) + ":"
	}
	var out strings.Builder
	for _, line := range slices.Insert(lines, 1, rule) {
		for i, cell := range line {
			fmt.Fprintf(&out, "| %*s ", widths[i], cell)
		}
		out.WriteString("|\n")
	}
	return out.String()
}

func seconds(s float64) string { return fmt.Sprintf("%.2f s", s) }

func ratio(a, b float64) string { return fmt.Sprintf("%.2f", a/b) }

// number groups thousands as the pages do.
func number(n int) string {
	digits := fmt.Sprint(n)
	var groups []string
	for ; len(digits) > 3; digits = digits[:len(digits)-3] {
		groups = append(groups, digits[len(digits)-3:])
	}
	groups = append(groups, digits)
	slices.Reverse(groups)
	return strings.Join(groups, ",")
}
