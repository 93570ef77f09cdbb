//go:build !unix

package serve

import "os"

// watchParent calls gone once the process that started this one has ended.
// Windows never changes the parent, but lets anybody wait for its end. Where
// neither is so, nothing happens.
func watchParent(gone func()) {
	parent, err := os.FindProcess(os.Getppid())
	if err != nil {
		return
	}
	go func() {
		if _, err := parent.Wait(); err == nil {
			gone()
		}
	}()
}
