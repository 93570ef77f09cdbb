package main

import (
	"strings"
	"testing"
)

// Without Wine, nothing is tested, which must not look like success.
func TestWithoutWineItFailsWithTheReason(t *testing.T) {
	t.Parallel()
	if path, err := findWine([]string{"no-such-wine"}); err == nil || !strings.Contains(err.Error(), "nothing was tested, because Wine is not installed") {
		t.Errorf("%q, %v", path, err)
	}
}
