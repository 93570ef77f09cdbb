package transport

import "strings"

// shortestLine is the length from which on a line of a text is worth hiding:
// shorter ones, such as "fi" and "exit 0", are in every message.
const shortestLine = 8

// TextSecrets are what must not show of a long text, such as a script, even if
// Paperspace quotes it: all of it, and each line, because a complaint quotes the
// line it is about.
func TextSecrets(text string) []string {
	all := []string{text}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); len(line) >= shortestLine {
			all = append(all, line)
		}
	}
	return all
}
