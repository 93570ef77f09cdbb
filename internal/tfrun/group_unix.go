//go:build unix

package tfrun

import (
	"os/exec"
	"syscall"
)

// ownGroup makes cmd start a process group.
func ownGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// signal sends a signal to a process, or to a group if pid is negative.
func signal(pid int, s syscall.Signal) error { return syscall.Kill(pid, s) }
