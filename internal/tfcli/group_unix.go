//go:build unix

package tfcli

import (
	"os"
	"os/exec"
	"syscall"
)

// OwnGroup starts cmd, and the plugins it will start, in a process group of
// their own, so that an interrupt at the terminal reaches only this program.
func OwnGroup(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }

// Interrupt asks cmd to end.
func Interrupt(cmd *exec.Cmd) error { return cmd.Process.Signal(os.Interrupt) }

// KillGroup ends what is left of cmd's group.
func KillGroup(cmd *exec.Cmd) {
	if cmd.Process != nil {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) // usually nothing is left
	}
}
