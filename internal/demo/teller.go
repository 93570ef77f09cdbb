package main

import (
	"fmt"
	"io"
	"strings"
)

// indent sets what the CLI says off from what we say.
const indent = "     "

// teller narrates the demo.
type teller struct {
	out   io.Writer
	steps int
}

// step begins the next numbered step.
func (t *teller) step(text string) {
	t.steps++
	fmt.Fprintf(t.out, "\n%d. %s\n", t.steps, text)
}

// say prints a line that belongs to no step.
func (t *teller) say(format string, args ...any) {
	fmt.Fprintf(t.out, format+"\n", args...)
}

// quote prints what somebody else said.
func (t *teller) quote(lines []string) {
	for _, line := range lines {
		fmt.Fprintln(t.out, strings.TrimRight(indent+line, " "))
	}
}
