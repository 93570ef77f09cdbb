//go:build unix

package acctest

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
)

// Process is a run of the CLI in a process group of its own, which can be
// signalled as terminals and job runners do it. Not on Windows, where a signal
// cannot be sent to another process.
type Process struct {
	w     *Workspace
	cmd   *exec.Cmd
	out   output
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
	cmd, _ := w.Command(args...)
	p := &Process{w: w, cmd: cmd, notes: w.Path("providers.txt")}
	cmd.Stdout, cmd.Stderr = &p.out, &p.out
	cmd.Env = append(cmd.Env, p.announced())
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
	return p
}

// announced makes the CLI start a script that notes its process id and then
// becomes the provider: no command that lists processes is everywhere. It
// returns the variable that does so.
func (p *Process) announced() string {
	p.w.t.Helper()
	folder := p.w.Path("announced")
	script, itself := filepath.Join(folder, program()), filepath.Join(binary(p.w.t), program())
	if err := errors.Join(os.RemoveAll(p.notes), os.MkdirAll(folder, 0o700)); err != nil {
		p.w.t.Fatal(err)
	}
	p.w.file(script, fmt.Sprintf("#!/bin/sh\necho $$ >> '%s'\nexec '%s' \"$@\"\n", p.notes, itself))
	if err := os.Chmod(script, 0o700); err != nil { //nolint:gosec // a program, and the test's own
		p.w.t.Fatal(err)
	}
	return p.w.use("announced.tfrc", folder)
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
	pid := p.cmd.Process.Pid
	switch to {
	case Everybody:
		pid = -pid
	case ProviderAlone:
		pid = p.provider()
	case CLIAlone:
	}
	if err := syscall.Kill(pid, signal); err != nil {
		p.w.t.Fatalf("%s to %s: %s", signal, to, err)
	}
}

// Said says whether the CLI has printed a text so far.
func (p *Process) Said(text string) bool { return strings.Contains(p.out.text(), text) }

// Wait waits for the end of the CLI and of its provider, and returns what the
// CLI has printed, unwrapped.
func (p *Process) Wait() string {
	p.w.t.Helper()
	_ = p.cmd.Wait() // the CLI was told to fail
	provider := p.provider()
	p.w.Await("the end of the provider, whose CLI has ended", func() bool { return !runs(provider) })
	return Unwrap(p.out.text())
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

// output is what the CLI has printed, readable while it goes on.
type output struct {
	mu   sync.Mutex
	said bytes.Buffer
}

// Write implements io.Writer.
func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.said.Write(b)
}

func (o *output) text() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.said.String()
}
