//go:build unix

// Command plugin replaces the provider while bench measures. The CLI starts it, and it starts the
// measured program and records the processor time and the memory of that program. Otherwise, these
// could not be separated from Terraform's. It also implements two of the yardsticks.
package main

import (
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"runtime"
	"syscall"
)

// yardsticks are the providers that this program implements. The environment variable role selects
// one of them.
var yardsticks = map[string]func() error{"echo": serveEcho, "framework": serveFramework}

const role = "PAPERSPACE_BENCH_ROLE"

func main() {
	if serve := yardsticks[os.Getenv(role)]; serve != nil {
		if err := serve(); err != nil {
			log.Fatal(err)
		}
		return
	}
	// An interrupt also reaches the provider, which then ends.
	signal.Ignore(os.Interrupt)
	code, err := launch(os.Getenv("PAPERSPACE_BENCH_PROGRAM"), os.Getenv("PAPERSPACE_BENCH_USAGE"))
	if err != nil {
		log.Fatal(err)
	}
	os.Exit(code)
}

// launch runs a provider or a yardstick, and appends its processor time in nanoseconds and its peak
// resident set in bytes to a file. Terraform starts a provider several times, so the file can have
// several lines.
func launch(program, file string) (code int, err error) {
	cmd := exec.Command(program) //nolint:gosec,noctx // it ends when Terraform ends it
	if yardsticks[program] != nil {
		cmd = exec.Command(os.Args[0]) //nolint:gosec,noctx // like the above
		cmd.Env = append(os.Environ(), role+"="+program)
	}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil && !errors.As(err, new(*exec.ExitError)) {
		return 0, err
	}
	p := cmd.ProcessState
	peak := int64(0)
	if r, ok := p.SysUsage().(*syscall.Rusage); ok {
		peak = int64(r.Maxrss) //nolint:unconvert // 32 bits on some systems
		if runtime.GOOS != "darwin" {
			peak *= 1024 // other systems count in KiB
		}
	}
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) //nolint:gosec // the benchmark's own file
	if err != nil {
		return 0, err
	}
	_, err = fmt.Fprintln(f, int64(p.UserTime()+p.SystemTime()), peak)
	return p.ExitCode(), errors.Join(err, f.Close())
}
