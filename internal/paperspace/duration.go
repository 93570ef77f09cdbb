package paperspace

import (
	"strings"
	"time"
)

// Short formats a duration as users write it, such as 30m instead of 30m0s. It rounds to whole
// seconds from 10 seconds on, and to tenths of a second below.
func Short(d time.Duration) string {
	unit := time.Second
	if d < 10*time.Second {
		unit = time.Second / 10
	}
	s := d.Round(unit).String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
