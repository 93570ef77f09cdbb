package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// visit is what one run of the CLI asked of the service.
type visit struct {
	step  int
	asked psfake.Journal
}

// table lists how often each call was made in each step, and all of them for
// each machine.
func table(visits []visit, machines int) []string {
	calls := map[string]bool{}
	head := row("step")
	for _, v := range visits {
		head += cell(v.step)
		for call := range v.asked.Counts() {
			calls[call] = true
		}
	}
	lines := []string{head + fmt.Sprintf("%6s", "all")}
	for _, call := range slices.Sorted(maps.Keys(calls)) {
		lines = append(lines, counted(call, visits, call))
	}
	lines = append(lines, counted("requests", visits))

	each, all := row("for each machine"), 0
	for _, v := range visits {
		each += fmt.Sprintf("%5.1f", float64(len(v.asked))/float64(machines))
		all += len(v.asked)
	}
	return append(lines, each+fmt.Sprintf("%6.1f", float64(all)/float64(machines)))
}

// counted is the row of some calls, or of all.
func counted(title string, visits []visit, calls ...string) string {
	line, all := row(title), 0
	for _, v := range visits {
		n := v.asked.Count(calls...)
		line += cell(n)
		all += n
	}
	return line + fmt.Sprintf("%6d", all)
}

func row(title string) string { return fmt.Sprintf("%-22s", title) }

// cell leaves nought empty, so that the eye finds the rest.
func cell(n int) string {
	if n == 0 {
		return strings.Repeat(" ", 5)
	}
	return fmt.Sprintf("%5d", n)
}
