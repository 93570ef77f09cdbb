//go:build !unix

package tfrun

import (
	"os"
	"os/exec"
	"syscall"
)

// ownGroup does nothing: without process groups, an interrupt at the terminal reaches
// the CLI directly.
func ownGroup(*exec.Cmd) {}

// signal ends a process, because this system cannot send a signal to it.
func signal(pid int, _ syscall.Signal) error {
	p, err := os.FindProcess(max(pid, -pid))
	if err != nil {
		return err
	}
	return p.Kill()
}
