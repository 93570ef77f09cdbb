package tfrun

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Process is a run of the CLI. The CLI and its plugins have their own process group, so
// that a Ctrl-C at the terminal reaches them only once. A second one would make Terraform
// leave its plugins running.
type Process struct {
	cmd   *exec.Cmd
	ctx   context.Context //nolint:containedctx // of the run, like that of exec.Cmd
	line  string
	out   output
	began time.Time
}

// Result is the result of a run.
type Result struct {
	Line  string // the command line
	Text  string // standard output and standard error
	Took  time.Duration
	State *os.ProcessState // nil if the CLI could not be started; its ExitCode is -1 then
}

// Errorf returns an error with the command line before the message and the output after
// it.
func (r Result) Errorf(format string, args ...any) error {
	const most = 30_000 // the end of a long output shows what failed
	text := strings.TrimSpace(r.Text)
	if len(text) > most {
		text = "…" + text[len(text)-most:]
	}
	return fmt.Errorf("%s: %w\n\n%s", r.Line, fmt.Errorf(format, args...), text)
}

// Start starts the CLI. The end of ctx interrupts it.
func (w *Workspace) Start(ctx context.Context, args ...string) (*Process, error) {
	p := &Process{ctx: ctx, line: w.line(args), began: time.Now()}
	p.cmd = exec.CommandContext(ctx, w.CLI.Path, append(slices.Clip(args), "-no-color")...)
	p.cmd.Dir, p.cmd.Env = w.Dir, w.Env
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.out
	p.cmd.Cancel = func() error { return p.Signal(syscall.SIGINT) }
	p.cmd.WaitDelay = w.Grace
	ownGroup(p.cmd)
	return p, p.cmd.Start()
}

// Wait waits for the end of the CLI. If ctx has ended, it kills the rest of the group and
// returns the error of ctx. Otherwise, an exit code other than 0 is an [*exec.ExitError].
func (p *Process) Wait() (Result, error) {
	err := p.cmd.Wait()
	r := Result{Line: p.line, Text: p.Output(), Took: time.Since(p.began), State: p.cmd.ProcessState}
	if p.ctx.Err() != nil {
		p.Kill()
		return r, p.ctx.Err()
	}
	return r, err
}

// Output returns what the CLI has printed so far.
func (p *Process) Output() string {
	p.out.mu.Lock()
	defer p.out.mu.Unlock()
	return p.out.text.String()
}

// Signal sends a signal to the CLI alone. On Windows, where that is not possible, it ends
// the CLI.
func (p *Process) Signal(s syscall.Signal) error { return signal(p.cmd.Process.Pid, s) }

// SignalGroup sends a signal to the CLI and its plugins, as a Ctrl-C at a terminal does.
// On Windows, it ends the CLI.
func (p *Process) SignalGroup(s syscall.Signal) error { return signal(-p.cmd.Process.Pid, s) }

// Kill ends what is left of the CLI and its plugins.
func (p *Process) Kill() {
	_ = p.SignalGroup(syscall.SIGKILL) // usually nothing is left
}

// output is safe for concurrent use, because a test reads it while the CLI runs.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write implements io.Writer.
func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(b)
}
