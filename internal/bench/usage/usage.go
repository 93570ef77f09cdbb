// Package usage is what a process has used, and how the launcher hands that
// over.
package usage

import (
	"bufio"
	"fmt"
	"os"
	"time"
)

// How the launcher learns what to run and where to write.
const (
	EnvProvider = "PAPERSPACE_BENCH_PROVIDER"
	EnvFile     = "PAPERSPACE_BENCH_USAGE"
)

// Usage is what a process and the children it has waited for have used.
type Usage struct {
	CPU time.Duration
	// PeakRSS is the largest resident set of one of them, in bytes; 0 where the
	// system does not tell.
	PeakRSS int64
}

// Of returns what a process that has ended has used.
func Of(p *os.ProcessState) Usage {
	return Usage{CPU: p.UserTime() + p.SystemTime(), PeakRSS: peakRSS(p)}
}

// Append adds a line to a file. Terraform starts the provider several times for
// one command.
func (u Usage) Append(file string) error {
	f, err := os.OpenFile(file, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) //nolint:gosec // the benchmark's own file
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintln(f, int64(u.CPU), u.PeakRSS); err != nil {
		_ = f.Close() // the first error is the one to report
		return err
	}
	return f.Close()
}

// Read returns the sum of the times and the largest of the sets in a file. A
// file that does not exist is no use at all.
func Read(file string) (Usage, error) {
	f, err := os.Open(file) //nolint:gosec // the benchmark's own file
	if os.IsNotExist(err) {
		return Usage{}, nil
	}
	if err != nil {
		return Usage{}, err
	}
	defer f.Close()
	var all Usage
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var one Usage
		if _, err := fmt.Sscan(lines.Text(), &one.CPU, &one.PeakRSS); err != nil {
			return Usage{}, fmt.Errorf("%s: %w", file, err)
		}
		all.CPU += one.CPU
		all.PeakRSS = max(all.PeakRSS, one.PeakRSS)
	}
	return all, nil
}
