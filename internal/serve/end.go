package serve

import (
	"os"
	"os/signal"
	"syscall"
)

// endWithCLI makes this process end when the CLI does, no sooner and no later.
//
// No sooner: a job runner or an init system that sends SIGTERM to everyone would
// otherwise end the provider while it creates a machine whose ID is not in the
// state yet. The CLI receives the signal, too, and requests a stop as it does
// after a Ctrl-C, which go-plugin keeps from the provider for the same reason.
//
// No later: a CLI that was killed does not say so. What it has called ends with
// the connection, but a create goes on, searches for what was lost, and can
// create it again without a state, and the idle process would stay permanently.
func endWithCLI() {
	signal.Ignore(syscall.SIGTERM)
	watchParent(func() { os.Exit(1) })
}
