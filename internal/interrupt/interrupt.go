// Package interrupt handles the signals of the tools that create objects in an account and
// have to remove them.
package interrupt

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// Notify returns a context that ends with the first Ctrl-C, SIGTERM, or SIGHUP, and a context
// that ends with the second. It prints the notice at the first.
func Notify(notice string) (ctx, urgent context.Context) {
	signal.Ignore(syscall.SIGPIPE) // a closed output must not prevent the removal
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	return follow(signals, notice)
}

// follow does what Notify does, for any signals.
func follow(signals chan os.Signal, notice string) (ctx, urgent context.Context) {
	ctx, stop := context.WithCancel(context.Background())
	urgent, leave := context.WithCancel(context.Background())
	go func() {
		<-signals
		fmt.Fprintln(os.Stderr, "\n"+notice)
		stop()
		for <-signals == syscall.SIGHUP { // a terminal that is closed can send two
		}
		leave()
		signal.Stop(signals) // a third signal ends this program
	}()
	return ctx, urgent
}
