//go:build unix

package serve

import (
	"os"
	"time"
)

// glance is how often it is looked after the parent.
const glance = time.Second / 4

// watchParent calls gone once the process that started this one has ended: an
// orphan is given another parent.
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
