package serve

import (
	"os"
	"os/signal"
	"syscall"
)

// endWithCLI makes this process end when the CLI does, not earlier and not later.
//
// Not earlier: a job runner or an init system that sends SIGTERM to all processes would
// otherwise end the provider while it creates a machine whose ID is not in the state yet.
// The CLI receives the signal, too, and requests a stop, as it does after a Ctrl-C, which
// go-plugin keeps from the provider for the same reason.
//
// Not later: a CLI that is killed sends no stop. Its calls end with the connection, but a
// create would continue, search for a lost machine, and might create it again without a
// state to record it, and the idle process would never end.
func endWithCLI() {
	signal.Ignore(syscall.SIGTERM)
	watchParent(func() { os.Exit(1) })
}
