// Command launch stands where Terraform expects the provider. It runs the real
// one and writes down what that has used, which nobody else can tell apart from
// Terraform's own use.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/bench/usage"
)

func main() {
	// An interrupt reaches the provider by itself, which then ends.
	signal.Ignore(os.Interrupt)
	code, err := run(os.Getenv(usage.EnvProvider), os.Getenv(usage.EnvFile), os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "launch:", err)
		code = 1
	}
	os.Exit(code)
}

func run(program, file string, args []string) (code int, err error) {
	cmd := exec.Command(program, args...) //nolint:gosec,noctx // it ends when Terraform ends it
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err = cmd.Run()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		code = exit.ExitCode()
	} else if err != nil {
		return 1, err
	}
	return code, usage.Of(cmd.ProcessState).Append(file)
}
