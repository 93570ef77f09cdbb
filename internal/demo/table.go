package main

import (
	"fmt"
	"maps"
	"slices"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// table returns a table of the requests of each call in each step, and of all requests per machine.
func table(sent []psfake.Journal, machines int) []string {
	head, each, all := fmt.Sprintf("%-22s", "step"), fmt.Sprintf("%-22s", "for each machine"), psfake.Journal{}
	for i, j := range sent {
		head += fmt.Sprintf("%5d", i+1)
		each += fmt.Sprintf("%5.1f", float64(len(j))/float64(machines))
		all = append(all, j...)
	}
	row := func(title string, calls ...string) string {
		line := fmt.Sprintf("%-22s", title)
		for _, j := range sent {
			cell := "" // instead of 0, so that the other figures are easy to see
			if n := j.Count(calls...); n > 0 {
				cell = fmt.Sprint(n)
			}
			line += fmt.Sprintf("%5s", cell)
		}
		return line + fmt.Sprintf("%6d", all.Count(calls...))
	}
	lines := []string{head + fmt.Sprintf("%6s", "all")}
	for _, call := range slices.Sorted(maps.Keys(all.Counts())) {
		lines = append(lines, row(call, call))
	}
	return append(lines, row("requests"), each+fmt.Sprintf("%6.1f", float64(len(all))/float64(machines)))
}
