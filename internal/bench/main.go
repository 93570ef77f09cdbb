// Command bench measures the whole process: the real Terraform (or OpenTofu)
// with the provider against a fake service, beside three yardsticks that run in
// turns with it.
//
//	go run ./internal/bench -quick
//	go run ./internal/bench -write
//
// It needs nothing but Go and a CLI; the processor time and the memory of the
// provider are told apart from Terraform's on every Unix.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// options are what can be asked for on the command line.
type options struct {
	schedule
	quick  bool
	write  bool
	render bool
	root   string
	tf     string
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o := options{schedule: full}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.BoolVar(&o.quick, "quick", false, "some minutes instead of two hours: small sizes, few repeats")
	flags.Var(&o.sizes, "sizes", "machines, separated by commas")
	flags.Var(&o.latencies, "latencies", "latencies of the service, separated by commas")
	flags.Var(&o.memory, "memory", "machines in the plans whose memory is measured")
	flags.IntVar(&o.repeats, "repeats", o.repeats, "runs of each plan up to 1,000 machines; what takes longer is run less often")
	flags.IntVar(&o.provisioned, "provisioned", o.provisioned, "machines in the apply that waits for a service that takes its time; 0 leaves it out")
	flags.BoolVar(&o.write, "write", false, "write the result and render it into the page Performance")
	flags.BoolVar(&o.render, "render", false, "render the last written result into the page, and measure nothing")
	flags.StringVar(&o.root, "root", ".", "the `directory` of the project")
	flags.StringVar(&o.tf, "tf", "", "terraform, tofu or a path; what PATH has by default")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	if o.quick {
		o.schedule = o.orQuick(flags)
	}
	if o.render {
		return renderPage(o.root)
	}
	cli, err := tfcli.Find(ctx, o.tf)
	if err != nil {
		return err
	}
	got, err := measureAll(ctx, o.schedule, cli, stderr)
	if err != nil {
		return err
	}
	got.Command = commandLine(args)
	if _, err := io.WriteString(stdout, got.markdown()); err != nil {
		return err
	}
	if !o.write {
		return nil
	}
	if err := got.save(o.root); err != nil {
		return err
	}
	return renderPage(o.root)
}
