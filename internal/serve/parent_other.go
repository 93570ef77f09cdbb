//go:build !unix && !windows

package serve

// watchParent does nothing, because no CLI runs on other systems.
func watchParent(func()) {}
