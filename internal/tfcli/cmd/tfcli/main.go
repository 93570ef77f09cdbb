// Command tfcli prints the path of the Terraform or OpenTofu program that this project
// uses, or runs a command with that program set up for acceptance tests:
//
//	tfcli [-tf terraform|tofu|NAME@VERSION|PATH]
//	tfcli [-tf …] -- go test ./...
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcli"
)

func main() {
	want := flag.String("tf", "", "terraform, tofu, a path, or empty for what PATH has")
	flag.Parse()

	// An interrupt also reaches the command, which then ends. This process only waits for
	// it.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code, err := run(ctx, *want, flag.Args())
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "tfcli:", err)
		code = 1
	}
	os.Exit(code)
}

func run(ctx context.Context, want string, args []string) (code int, err error) {
	cli, err := tfcli.Find(ctx, want)
	if err != nil {
		return 0, err
	}
	if len(args) == 0 {
		fmt.Println(cli.Path)
		return 0, nil
	}

	fmt.Fprintf(os.Stderr, "tfcli: using %s %s\n", cli.Name(), cli.Version)
	cmd := exec.CommandContext(context.WithoutCancel(ctx), args[0], args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	// Tests, and the CLIs and providers that they start, run only for seconds. More
	// memory costs them less than garbage collection, and each test program would sleep for
	// a second at its end in case a goroutine still has a race to report.
	cmd.Env = append(append([]string{"GOGC=400", "GORACE=atexit_sleep_ms=0"}, os.Environ()...), cli.Env()...)
	if skipped, err := os.CreateTemp("", "skipped-"); err == nil {
		_ = skipped.Close()
		cmd.Env = append(cmd.Env, tfcli.EnvSkipped+"="+skipped.Name())
		defer printSkipped(skipped.Name())
	}
	if provider, err := os.MkdirTemp("", "provider-"); err == nil {
		cmd.Env = append(cmd.Env, tfcli.EnvProvider+"="+provider)
		defer func() { _ = os.RemoveAll(provider) }() // it contains only what tests have built
	}
	err = cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode(), nil
	}
	return 0, err
}

// printSkipped prints the tests that were skipped because of the CLI.
func printSkipped(name string) {
	defer func() { _ = os.Remove(name) }()
	raw, err := os.ReadFile(name) //nolint:gosec // our own temporary file
	if err != nil || len(raw) == 0 {
		return
	}
	lines := slices.Sorted(strings.SplitSeq(strings.TrimSpace(string(raw)), "\n"))
	fmt.Fprintf(os.Stderr, "tfcli: %d tests were skipped because of the CLI:\n  %s\n", len(lines), strings.Join(lines, "\n  "))
}
