package main

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// markdown is the result as people read it. Everything in it follows from the
// result, so that a page can be rendered anew without measuring anew.
func (r *result) markdown() string {
	var out strings.Builder
	p := func(format string, args ...any) { fmt.Fprintf(&out, format+"\n", args...) }
	m := r.Machine
	p("Measured on %s (%d CPUs, %s) with %s, %s and plugin-framework %s, by `%s`. Every figure is the median of the runs in the last column.\n",
		m.Processor, m.CPUs, m.System, m.CLI, m.Go, m.Framework, r.Command)
	for _, operation := range []struct{ name, title string }{
		{"plan", "Plan of machines that have not changed"},
		{"apply", "Apply that creates all machines"},
		{"destroy", "Destroy of all machines"},
	} {
		if rows := r.compared(operation.name); len(rows) > 0 {
			p("### %s\n", operation.title)
			p("%s", table(heads, rows))
		}
	}
	if g := r.growth(); len(g) > 0 {
		p("### Growth\n")
		p("How many times longer a plan takes when there are more machines.\n")
		p("%s", table([]string{"Machines", "this provider", "echo", "framework", "terraform_data"}, g))
	}
	if len(r.Memory) > 0 {
		p("### Memory of the provider\n")
		var rows [][]string
		for _, w := range r.Memory {
			rows = append(rows, []string{number(w.Size), megabytes(w.RSS), seconds(w.Wall), fmt.Sprint(w.Requests), fmt.Sprint(w.Runs)})
		}
		p("%s", table([]string{"Machines in the plan", "Peak resident set", "Plan", "Requests", "Runs"}, rows))
	}
	if v := r.Provisioned; v != nil && len(v.Runs) > 0 {
		p("### Apply that waits for the service\n")
		lag := func(w wait) float64 { return w.Lag }
		requests := func(w wait) int { return w.Requests }
		p("%d machines that the service takes %s to make, with `%s`: done %s after the last machine was ready, with %d requests, of which %d create machines. "+
			"That is the median of %d runs; the slowest took %s, and the most requests were %d.\n",
			v.Size, time.Duration(v.Service*float64(time.Second)), parallelism, seconds(median(v.Runs, lag)), median(v.Runs, requests), v.Runs[0].Creates,
			len(v.Runs), seconds(most(v.Runs, lag)), most(v.Runs, requests))
	}
	if len(r.Arranged) > 0 {
		p("### What the arrangement costs\n")
		var rows [][]string
		for _, w := range r.Arranged {
			usual, ok := r.find(w.Operation, w.Size, ours)
			rows = append(rows, []string{w.Arrangement, w.Operation, number(w.Size), known(seconds(usual.Wall), ok), seconds(w.Wall), known(ratio(w.Wall, usual.Wall), ok), fmt.Sprint(w.Runs)})
		}
		p("%s", table([]string{"Arrangement", "Command", "Machines", "Above", "Instead", "Times", "Runs"}, rows))
	}
	return strings.TrimRight(out.String(), "\n") + "\n"
}

var heads = []string{
	"Machines", "Latency", "this provider", "echo", "framework", "terraform_data",
	"to echo", "to framework", "CPU to echo", "CPU to framework", "Provider CPU", "Peak memory", "Requests", "Runs",
}

// compared has a line for each size and latency of an operation.
func (r *result) compared(operation string) (lines [][]string) {
	for _, w := range r.Rows {
		if w.Operation != operation || w.Subject != ours.name {
			continue
		}
		e, hasEcho := r.find(operation, w.Size, echo)
		f, hasFramework := r.find(operation, w.Size, nothing)
		d, hasData := r.find(operation, w.Size, terraformData)
		lines = append(lines, []string{
			number(w.Size), fmt.Sprintf("%d ms", w.LatencyMS),
			seconds(w.Wall), known(seconds(e.Wall), hasEcho), known(seconds(f.Wall), hasFramework), known(seconds(d.Wall), hasData),
			known(ratio(w.Wall, e.Wall), hasEcho), known(ratio(w.Wall, f.Wall), hasFramework),
			known(ratio(w.cpu(), e.cpu()), hasEcho), known(ratio(w.cpu(), f.cpu()), hasFramework),
			seconds(w.Provider), megabytes(w.RSS), fmt.Sprint(w.Requests), fmt.Sprint(w.Runs),
		})
	}
	return lines
}

// growth compares the largest plans with those of a hundred machines, where a
// start costs little of the whole.
func (r *result) growth() (lines [][]string) {
	const from = 100
	for _, w := range r.Rows {
		if w.Operation != "plan" || w.Subject != ours.name || w.LatencyMS != 0 || w.Size <= from {
			continue
		}
		line := []string{number(from) + " to " + number(w.Size)}
		for _, s := range []subject{ours, echo, nothing, terraformData} {
			small, hasSmall := r.find("plan", from, s)
			large, hasLarge := r.find("plan", w.Size, s)
			line = append(line, known(ratio(large.Wall, small.Wall), hasSmall && hasLarge))
		}
		lines = append(lines, line)
	}
	return lines
}

// table renders Markdown; figures are aligned to the right.
func table(head []string, lines [][]string) string {
	all := append([][]string{head}, lines...)
	widths := make([]int, len(head))
	for _, line := range all {
		for i, cell := range line {
			widths[i] = max(widths[i], len(cell), len("-:"))
		}
	}
	var out strings.Builder
	for n, line := range all {
		for i, cell := range line {
			fmt.Fprintf(&out, "| %*s ", widths[i], cell)
		}
		out.WriteString("|\n")
		if n == 0 {
			for _, width := range widths {
				out.WriteString("| " + strings.Repeat("-", width-1) + ": ")
			}
			out.WriteString("|\n")
		}
	}
	return out.String()
}

func known(text string, ok bool) string {
	if !ok {
		return "-"
	}
	return text
}

func seconds(s float64) string { return fmt.Sprintf("%.2f s", s) }

func ratio(a, b float64) string {
	if b == 0 {
		return "-"
	}
	return fmt.Sprintf("%.2f", a/b)
}

func megabytes(n int64) string {
	if n == 0 {
		return "-"
	}
	return fmt.Sprintf("%.0f MB", float64(n)/1e6)
}

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
