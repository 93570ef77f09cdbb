//go:build unix

package acctest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfrun"
)

// Process is a run of the CLI that can receive signals like those from terminals and job runners. It does not exist
// on Windows, where a process cannot send a signal to another one.
type Process struct {
	*tfrun.Process
	w     *Workspace
	notes string // the file with the process IDs of the providers that were started
}

// Target is the receiver of a signal.
type Target string

// The targets of a signal.
const (
	WholeGroup    Target = "everybody"    // the process group, as with Ctrl-C at a terminal
	CLIAlone      Target = "the CLI"      // as some job runners do
	ProviderAlone Target = "the provider" // the newest, if the CLI has started several
)

// Start starts the CLI. The rest of its process group is killed when the test ends.
func (w *Workspace) Start(args ...string) *Process {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), hangs)
	w.t.Cleanup(cancel)
	w.provide()
	p := &Process{w: w, notes: w.Path("providers.txt")}
	tf := *w.tf // the script does not record the providers of later runs
	err := p.announce(&tf)
	if err == nil {
		p.Process, err = tf.Start(ctx, args...)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(p.Kill)
	return p
}

// announce makes the CLI start a script that writes its process ID to a file and then becomes the provider. No
// command that lists processes exists on every system.
func (p *Process) announce(tf *tfrun.Workspace) error {
	folder := tf.Path("announced")
	script := fmt.Sprintf("#!/bin/sh\necho $$ >> '%s'\nexec '%s' \"$@\"\n", p.notes, tfrun.Executable(binary(p.w.t), tfrun.Program))
	return errors.Join(os.RemoveAll(p.notes), os.MkdirAll(folder, 0o700),
		os.WriteFile(tfrun.Executable(folder, tfrun.Program), []byte(script), 0o700), //nolint:gosec // a program, and the test's own
		tf.Use("announced.tfrc", folder))
}

// provider returns the process ID of the newest provider.
func (p *Process) provider() int {
	p.w.t.Helper()
	raw, err := os.ReadFile(p.notes)
	if err != nil {
		p.w.t.Fatal(err)
	}
	pids := strings.Fields(string(raw))
	pid, err := strconv.Atoi(pids[len(pids)-1])
	if err != nil {
		p.w.t.Fatal(err)
	}
	return pid
}

// Signal sends a signal.
func (p *Process) Signal(to Target, signal syscall.Signal) {
	p.w.t.Helper()
	send := p.SignalGroup
	switch to {
	case CLIAlone:
		send = p.Process.Signal
	case ProviderAlone:
		send = func(s syscall.Signal) error { return syscall.Kill(p.provider(), s) }
	case WholeGroup:
	}
	if err := send(signal); err != nil {
		p.w.t.Fatalf("%s to %s: %s", signal, to, err)
	}
}

// Said reports whether the CLI has printed a text so far.
func (p *Process) Said(text string) bool { return strings.Contains(p.Output(), text) }

// Wait waits until the CLI and its provider end, and returns the output of the CLI, unwrapped.
func (p *Process) Wait() string {
	p.w.t.Helper()
	r, _ := p.Process.Wait() // the CLI must fail
	provider := p.provider()
	p.w.Await("the end of the provider after that of the CLI", func() bool { return !runs(provider) })
	return Unwrap(r.Text)
}

// runs reports whether a process is running. A process that has ended exists until its parent waits for it. For
// orphans, the first process of some containers does not do that.
func runs(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return false
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid)) // if the system has /proc
	return err != nil || !bytes.Contains(stat, []byte(") Z "))
}
