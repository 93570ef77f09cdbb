package main

import (
	"fmt"
	"regexp"
	"strings"
)

// changed matches the resources that differ, and the last line of a plan.
var changed = regexp.MustCompile(`(?ms)^  # .*?^    }$|^(?:Plan: |No changes\.)[^\n]*`)

// planned returns the parts of a plan that show how resources differ, and its last line.
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

// done matches the lines about a resource, without the progress lines every ten seconds, and the
// last line of an apply.
var done = regexp.MustCompile(`(?m)^\S+: (Creating|Creation complete|Modifying|Modifications complete|Destroying|Destruction complete)\b.*|^(Apply|Destroy) complete!.*`)

// applied returns what an apply has done, its last line, and the outputs.
func applied(text string) []string {
	text, outputs, _ := strings.Cut(strings.ReplaceAll(text, "\r\n", "\n"), "\nOutputs:\n")
	return append(done.FindAllString(text, -1), strings.FieldsFunc(outputs, func(r rune) bool { return r == '\n' })...)
}
