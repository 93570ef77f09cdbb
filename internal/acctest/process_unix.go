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

// Process is a run of the CLI that can be signaled as terminals and job runners do it.
// Not on Windows, where a signal cannot be sent to another process.
type Process struct {
	*tfrun.Process
	w     *Workspace
	notes string // the file with the process ids of the providers that were started
}

// Target is who receives a signal.
type Target string

// Targets of a signal.
const (
	Everybody     Target = "everybody"    // the process group, as with Ctrl-C at a terminal
	CLIAlone      Target = "the CLI"      // as some job runners do
	ProviderAlone Target = "the provider" // the newest, if the CLI has started several
)

// Start starts the CLI. Whatever is left of its group ends with the test.
func (w *Workspace) Start(args ...string) *Process {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), hangs)
	w.t.Cleanup(cancel)
	p := &Process{w: w, notes: w.Path("providers.txt")}
	tf := *w.tf // later runs of the workspace are not noted
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

// announce makes the CLI start a script that notes its process id and then
// becomes the provider: no command that lists processes is everywhere.
func (p *Process) announce(tf *tfrun.Workspace) error {
	folder := tf.Path("announced")
	script := fmt.Sprintf("#!/bin/sh\necho $$ >> '%s'\nexec '%s' \"$@\"\n", p.notes, tfrun.Executable(binary(p.w.t), tfrun.Program))
	return errors.Join(os.RemoveAll(p.notes), os.MkdirAll(folder, 0o700),
		os.WriteFile(tfrun.Executable(folder, tfrun.Program), []byte(script), 0o700), //nolint:gosec // a program, and the test's own
		tf.Use("announced.tfrc", folder))
}

// provider is the process id of the newest provider.
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
	case Everybody:
	}
	if err := send(signal); err != nil {
		p.w.t.Fatalf("%s to %s: %s", signal, to, err)
	}
}

// Said says whether the CLI has printed a text so far.
func (p *Process) Said(text string) bool { return strings.Contains(p.Output(), text) }

// Wait waits for the end of the CLI and of its provider, and returns what the
// CLI has printed, unwrapped.
func (p *Process) Wait() string {
	p.w.t.Helper()
	r, _ := p.Process.Wait() // the CLI is to fail
	provider := p.provider()
	p.w.Await("the end of the provider, whose CLI has ended", func() bool { return !runs(provider) })
	return Unwrap(r.Text)
}

// runs says whether a process has not ended. One that has ended exists until
// its parent asks about it, which not every container's first process does for
// the orphans that fall to it.
func runs(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return false
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid)) // where there is one
	return err != nil || !bytes.Contains(stat, []byte(") Z "))
}
