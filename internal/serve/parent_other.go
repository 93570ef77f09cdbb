//go:build !unix && !windows

package serve

// watchParent does nothing: no other system runs a CLI.
func watchParent(func()) {}
