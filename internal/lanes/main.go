// Command lanes runs the acceptance tests with one CLI after another, and reports the tests that
// each of them skipped. It fails if a test fails, or if all CLIs skip it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcli"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("lanes: ")
	tests := flag.String("run", "^TestAcc", "the tests to run, as for go test")
	packages := flag.String("pkg", "./...", "the packages to test, separated by spaces")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: lanes [-run REGEXP] [-pkg PACKAGES] CLI...\nA CLI is what TF of make test takes.")
		flag.PrintDefaults()
	}
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, flag.Args(), *tests, strings.Fields(*packages))
	stop()
	if err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, lanes []string, tests string, packages []string) error {
	if len(lanes) == 0 {
		return errors.New("no CLI is given")
	}
	// Find all CLIs first, because building one takes minutes and can fail.
	clis := make([]tfcli.CLI, 0, len(lanes))
	for _, want := range lanes {
		cli, err := tfcli.Find(ctx, want)
		if err != nil {
			return err
		}
		clis = append(clis, cli)
	}
	var errs []error
	results := make([]*results, 0, len(clis))
	for _, cli := range clis {
		name := cli.Name() + " " + cli.Version
		began := time.Now()
		r, err := lane(ctx, cli, tests, packages)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		results = append(results, r)
		r.summary = fmt.Sprintf("%s: %s, in %s", name, r, time.Since(began).Round(time.Second))
		log.Print(r.summary)
		for reason, skipped := range r.reasons() {
			log.Printf("  skipped, %s:\n    %s", reason, strings.Join(skipped, "\n    "))
		}
		switch {
		case r.failed():
			errs = append(errs, errors.New(name+": tests failed"))
		case !r.ran():
			errs = append(errs, errors.New(name+": no test ran"))
		}
	}
	for _, r := range results {
		log.Print(r.summary)
	}
	if none := skippedByAll(results); len(none) > 0 {
		errs = append(errs, fmt.Errorf("no lane runs\n  %s", strings.Join(none, "\n  ")))
	}
	return errors.Join(errs...)
}

// lane runs the tests with one CLI.
func lane(ctx context.Context, cli tfcli.CLI, tests string, packages []string) (*results, error) {
	cmd := exec.CommandContext(ctx, "go", append([]string{"test", "-json", "-timeout", "60m", "-run", tests}, packages...)...)
	cmd.Env = append(append(os.Environ(), cli.Env()...), "TF_ACC=1", "PAPERSPACE_ACC=cli")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	r, readErr := read(out, os.Stdout)
	// An exit code is not an error here if the results contain failed tests.
	var exit *exec.ExitError
	if err := cmd.Wait(); err != nil && (!errors.As(err, &exit) || !r.failed()) {
		return nil, err
	}
	return r, readErr
}
