//go:build unix

package serve

import (
	"os"
	"time"
)

// glance is the interval between checks of the parent.
const glance = time.Second / 4

// watchParent calls gone once the process that started this one has ended: the system then
// gives an orphan another parent.
func watchParent(gone func()) {
	parent := os.Getppid()
	go func() {
		for range time.Tick(glance) {
			if os.Getppid() != parent {
				gone()
				return
			}
		}
	}()
}
