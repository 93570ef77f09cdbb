package main

import (
	"fmt"
	"regexp"
	"strings"
)

// progress matches what the CLI says of one resource while it applies, but not
// the reminders every ten seconds.
var progress = regexp.MustCompile(`^\S+: (Creating|Creation complete|Modifying|Modifications complete|Destroying|Destruction complete)\b`)

// planned is the point of a plan: the resources that differ, with those lines
// that say how, and the sum.
func planned(text string) []string {
	var lines []string
	inside, unknown := false, 0
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case strings.HasPrefix(line, "  # "):
			inside, unknown = true, 0
			lines = append(lines, line[2:])
		case line == "    }":
			if inside && unknown > 0 {
				lines = append(lines, fmt.Sprintf("      # (%d more are known after apply)", unknown))
			}
			if inside {
				lines = append(lines, line[2:])
			}
			inside = false
		case inside && strings.HasSuffix(line, "(write-only attribute)"):
			// OpenTofu lists the password in every plan, used or not.
		case inside && strings.HasPrefix(strings.TrimSpace(line), "+ ") && strings.HasSuffix(line, "= (known after apply)"):
			unknown++
		case inside && strings.TrimSpace(line) != "":
			lines = append(lines, line[2:])
		case strings.HasPrefix(line, "Plan: "), strings.HasPrefix(line, "No changes."):
			lines = append(lines, line)
		}
	}
	return lines
}

// applied is the point of an apply: what was done, the sum, and the outputs.
func applied(text string) []string {
	var lines []string
	outputs := false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case line == "Outputs:":
			outputs = true
		case outputs && strings.TrimSpace(line) == "":
		case outputs, progress.MatchString(line),
			strings.HasPrefix(line, "Apply complete!"), strings.HasPrefix(line, "Destroy complete!"):
			lines = append(lines, line)
		}
	}
	return lines
}

// allLines is the excerpt that leaves nothing out.
func allLines(text string) []string {
	return strings.Split(strings.TrimSpace(text), "\n")
}
