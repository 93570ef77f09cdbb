// Command bench measures Terraform or OpenTofu with the provider and the fake server, alternately
// with other providers as yardsticks. It needs Unix, Go, and a CLI.
//
//	go run ./internal/bench -quick
//	go run ./internal/bench -write
//	go run ./internal/bench -sizes 200,1000 -latencies 0,100ms -peer ./terraform-provider-other -peer-config other.tf.tmpl
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcli"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfrun"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	_ = tfrun.Clean() // a temporary folder
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// schedule describes the measurements.
type schedule struct {
	sizes       []int           // machines in plans, applies, and destroys
	latencies   []time.Duration // of Paperspace, for subjects that send requests
	perResource int             // machines in one resource block at most
	repeats     int             // runs of each command
	parallelism int             // of applies and destroys; plans use Terraform's default
	peer        *peer           // another provider that takes part, or nil
}

// many is the largest size that runs as often as the schedule says. With more machines, Terraform itself takes minutes for
// a command.
const many = 1000

var (
	full = schedule{
		sizes: []int{1, 10, 100, many, 5000}, latencies: []time.Duration{0, 20 * time.Millisecond, 100 * time.Millisecond},
		perResource: 1000, repeats: 5, parallelism: 100,
	}
	quick = schedule{
		sizes: []int{1, 10, 100, 300}, latencies: []time.Duration{0, 100 * time.Millisecond}, perResource: 1000, repeats: 2, parallelism: 100,
	}
)

// runs returns how often a command is measured.
func (s schedule) runs(operation string, size int) int {
	switch {
	case size <= many:
		return s.repeats
	case operation == "plan":
		return (s.repeats + 1) / 2
	}
	return 1
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	short := flags.Bool("quick", false, "some minutes instead of two hours: small sizes, few repeats")
	write := flags.Bool("write", false, "write the result and render it into the page Performance")
	render := flags.Bool("render", false, "render the last written result into the page, and measure nothing")
	sizes := flags.String("sizes", "", "numbers of machines, such as 200,1000, instead of those of the schedule")
	latencies := flags.String("latencies", "", "latencies of Paperspace, such as 0,100ms, instead of those of the schedule")
	repeats := flags.Int("repeats", 0, "runs of each command, instead of those of the schedule")
	parallelism := flags.Int("parallelism", 0, "the -parallelism of applies and destroys, instead of 100")
	peerBinary := flags.String("peer", "", "the program of another provider that works with the fake server of the CORE API; it takes part as a yardstick")
	peerConfig := flags.String("peer-config", "", "its configuration, a Go template with .Machines, .Endpoint, and .Key; its provider is named paperspace and has no source or ours")
	tf := flags.String("tf", "", "terraform, tofu, or a path; by default, what PATH has")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	if *render {
		return renderPage(".")
	}
	cli, err := tfcli.Find(ctx, *tf)
	if err != nil {
		return err
	}
	s := full
	if *short {
		s = quick
	}
	if err := s.set(*sizes, *latencies, *repeats, *parallelism); err != nil {
		return err
	}
	if s.peer, err = newPeer(*peerBinary, *peerConfig); err != nil {
		return err
	}
	got, err := measureAll(ctx, s, cli, stderr)
	if err != nil {
		return err
	}
	got.Command = commandLine(args)
	if _, err := io.WriteString(stdout, got.markdown()); err != nil || !*write {
		return err
	}
	if err := got.save("."); err != nil {
		return err
	}
	return renderPage(".")
}

// set replaces the parts of the schedule for which an argument is not empty.
func (s *schedule) set(sizes, latencies string, repeats, parallelism int) error {
	if sizes != "" {
		s.sizes = nil
		for size := range strings.SplitSeq(sizes, ",") {
			n, err := strconv.Atoi(size)
			if err != nil || n < 1 {
				return fmt.Errorf("-sizes: %q is not a number of machines", size)
			}
			s.sizes = append(s.sizes, n)
		}
	}
	if latencies != "" {
		s.latencies = nil
		for latency := range strings.SplitSeq(latencies, ",") {
			d, err := time.ParseDuration(latency)
			if err != nil {
				return fmt.Errorf("-latencies: %w", err)
			}
			s.latencies = append(s.latencies, d)
		}
	}
	if repeats > 0 {
		s.repeats = repeats
	}
	if parallelism > 0 {
		s.parallelism = parallelism
	}
	return nil
}

// commandLine returns the command for the same measurement, without the empty -tf of make.
func commandLine(args []string) string {
	line := strings.Join(append([]string{"go run ./internal/bench"}, args...), " ")
	return strings.Replace(line, " -tf  ", " ", 1)
}
