package transport

import (
	"regexp"
	"strings"
	"unicode"
)

// maxText is the most runes of foreign text that are shown.
const maxText = 500

// ansi are terminal escape sequences: colors and cursor (CSI), titles and
// links (OSC), and the two-character ones.
var ansi = regexp.MustCompile("(?:\x1b\\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\x1b\\]|\u009d)[^\x07\x1b\u009c]*(?:\x07|\x1b\\\\|\u009c)?|\x1b[@-Z\\\\-_]?")

// Line makes a text from outside fit for a terminal and a log line: escape sequences,
// control characters, and invisible formatting (such as the marks that turn the direction
// of writing) become a space. Other space stays as it is, and so does the length.
func Line(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) {
		return s // nearly all of them, and a list has many
	}
	s = ansi.ReplaceAllString(strings.ToValidUTF8(s, "\uFFFD"), " ")
	return strings.Map(func(r rune) rune {
		// Cf are the invisible ones, bidi marks and zero-width characters
		// included; Co and Zl, Zp mean something else to every terminal.
		if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp) {
			return ' '
		}
		return r
	}, s)
}

// Lines is [Line] for each line of a message.
func Lines(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = Line(line)
	}
	return strings.Join(lines, "\n")
}

func scrub(s string) string { return strings.Join(strings.Fields(Line(s)), " ") }

// limit cuts s to at most n runes, the last of them an ellipsis if it was longer.
func limit(s string, n int) string {
	if len(s) <= n {
		return s
	}
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}
