//go:build !unix

package tfcli

import "os/exec"

// Where there are no process groups an interrupt at the terminal reaches the
// CLI by itself.

// OwnGroup does nothing here.
func OwnGroup(*exec.Cmd) {}

// Interrupt kills cmd.
func Interrupt(cmd *exec.Cmd) error { return cmd.Process.Kill() }

// KillGroup does nothing here.
func KillGroup(*exec.Cmd) {}
