package transport

import "strings"

// shortestLine is the length in bytes from which on a line of a text is hidden. Shorter lines,
// such as "fi" and "exit 0", occur in many messages.
const shortestLine = 8

// TextSecrets returns the parts of a long text, such as a script, to hide: the whole text, and
// each line, because an error message of Paperspace might quote the line that it is about.
func TextSecrets(text string) []string {
	all := []string{text}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); len(line) >= shortestLine {
			all = append(all, line)
		}
	}
	return all
}
