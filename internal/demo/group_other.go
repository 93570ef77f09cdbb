//go:build !unix

package main

import "os/exec"

// Where there are no process groups an interrupt at the terminal reaches the
// CLI by itself.

func ownGroup(*exec.Cmd) {}

func interrupt(cmd *exec.Cmd) error { return cmd.Process.Kill() }

func killGroup(*exec.Cmd) {}
