// Command live applies, plans, and destroys one configuration of each kind of resource in a
// real account (make live). It also removes what such runs have left behind (make sweep).
//
//	go run ./internal/live
//	go run ./internal/live sweep [-n] [-all-ages]
//
// PAPERSPACE_API_KEY is the API key, PAPERSPACE_ENDPOINT is another endpoint, such as that
// of the fake server, and TF is the CLI. Without sweep, PAPERSPACE_LIVE must be "I accept
// the costs".
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/interrupt"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfrun"
)

func main() {
	ctx, urgent := interrupt.Notify(notice(os.Args[1:]))
	code := command(ctx, urgent, process{os.Args[1:], os.Getenv, os.Stdout, os.Stderr})
	_ = tfrun.Clean() // removes a temporary folder
	os.Exit(code)
}

// notice returns what an interrupt does to a command line.
func notice(args []string) string {
	if len(args) > 0 && args[0] == "sweep" {
		return "Interrupted: stopping. What is being removed might still disappear."
	}
	return "Interrupted: removing what was created. Interrupt again to stop that."
}

// The exit codes.
const (
	exitOK = iota
	exitFailed
	exitRejected
)

// process has what a program receives from its operating system.
type process struct {
	args           []string
	getenv         func(string) string
	stdout, stderr io.Writer
}

// command runs the command line of a process and returns the exit code.
func command(ctx, urgent context.Context, p process) int {
	args, getenv, stdout, stderr := p.args, p.getenv, p.stdout, p.stderr
	o := options{live: getenv("PAPERSPACE_LIVE"), cli: getenv("TF"), out: stdout}
	o.account = account{endpoint: getenv("PAPERSPACE_ENDPOINT"), key: getenv("PAPERSPACE_API_KEY")}
	flags := flag.NewFlagSet("live", flag.ContinueOnError)
	flags.SetOutput(stderr)
	check, do := func() error { return o.check() }, func() error { return run(ctx, urgent, o) }
	if len(args) > 0 && args[0] == "sweep" {
		s := sweeping{prefix: prefix, out: stdout}
		flags.BoolVar(&s.dry, "n", false, "only list what would be removed")
		flags.BoolVar(&s.allAges, "all-ages", false, "also what is younger than "+sweepAge.String()+", such as that of a run that is still going on")
		check, args = o.account.check, args[1:]
		do = func() error {
			client, err := o.client()
			if err == nil {
				_, err = sweep(ctx, client, s)
			}
			return err
		}
	} else {
		flags.DurationVar(&o.poll, "poll", 0, "poll interval of the provider, for tests; 0 is its default")
		flags.StringVar(&o.only, "only", "", "the `kinds` to run, separated by commas; empty for all")
	}
	err := flags.Parse(args)
	if err == nil && flags.NArg() > 0 {
		err = fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	if err == nil {
		err = check()
	}
	if errors.Is(err, flag.ErrHelp) {
		return exitOK
	}
	code := exitRejected
	if err == nil {
		code = exitFailed
		began := time.Now()
		if err = do(); err == nil {
			return exitOK
		}
		_, _ = fmt.Fprintf(stderr, "\nFailed after %s:\n", time.Since(began).Round(time.Second))
	}
	_, _ = fmt.Fprintln(stderr, "live:", err)
	return code
}
