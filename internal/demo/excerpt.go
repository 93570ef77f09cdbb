package main

import (
	"fmt"
	"regexp"
	"strings"
)

// changed matches the resources that differ, and the sum.
var changed = regexp.MustCompile(`(?ms)^  # .*?^    }$|^(?:Plan: |No changes\.)[^\n]*`)

// planned is what a reader needs of a plan, with the lines that show how resources differ.
func planned(text string) (lines []string) {
	for _, part := range changed.FindAllString(strings.ReplaceAll(text, "\r\n", "\n"), -1) {
		unknown := 0
		for line := range strings.SplitSeq(part, "\n") {
			switch bare := strings.TrimSpace(line); {
			case bare == "", strings.HasSuffix(bare, "(write-only attribute)"): // OpenTofu lists the unused password
			case strings.HasPrefix(bare, "+ ") && strings.HasSuffix(bare, "= (known after apply)"):
				unknown++
			case line == "    }" && unknown > 0:
				lines = append(lines, fmt.Sprintf("      # (%d more are known after apply)", unknown), "  }")
			default:
				lines = append(lines, strings.TrimPrefix(line, "  "))
			}
		}
	}
	return lines
}

// done matches the lines about one resource, without the reminders every ten seconds,
// and the sum.
var done = regexp.MustCompile(`(?m)^\S+: (Creating|Creation complete|Modifying|Modifications complete|Destroying|Destruction complete)\b.*|^(Apply|Destroy) complete!.*`)

// applied is what a reader needs of an apply: what was done, the sum, and the outputs.
func applied(text string) []string {
	text, outputs, _ := strings.Cut(strings.ReplaceAll(text, "\r\n", "\n"), "\nOutputs:\n")
	return append(done.FindAllString(text, -1), strings.FieldsFunc(outputs, func(r rune) bool { return r == '\n' })...)
}
