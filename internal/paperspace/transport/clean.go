package transport

import (
	"regexp"
	"strings"
	"unicode"
)

// maxText is the maximum number of runes of a foreign text that are shown.
const maxText = 500

// ansi matches terminal escape sequences: colors and cursor movements (CSI), titles and links
// (OSC), and those of two characters.
var ansi = regexp.MustCompile("(?:\x1b\\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\x1b\\]|\u009d)[^\x07\x1b\u009c]*(?:\x07|\x1b\\\\|\u009c)?|\x1b[@-Z\\\\-_]?")

// Line makes a foreign text safe for a terminal and a line of a log. Each escape sequence,
// control character, and invisible formatting character, such as a mark that changes the
// direction of writing, becomes a space. Line does not collapse spaces or limit the length.
func Line(s string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' }) {
		return s // fast path for nearly all texts
	}
	s = ansi.ReplaceAllString(strings.ToValidUTF8(s, "\uFFFD"), " ")
	return strings.Map(func(r rune) rune {
		// Cf are invisible characters, including bidirectional marks and zero-width
		// characters. Terminals treat Co, Zl, and Zp in different ways.
		if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp) {
			return ' '
		}
		return r
	}, s)
}

// Lines applies [Line] to each line of a message.
func Lines(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = Line(line)
	}
	return strings.Join(lines, "\n")
}

func scrub(s string) string { return strings.Join(strings.Fields(Line(s)), " ") }

// limit cuts s to at most n runes. If s is longer, the last of them is an ellipsis.
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
