package interrupt

import (
	"os"
	"syscall"
	"testing"
	"testing/synctest"
)

// When a terminal is closed, the kernel and the shell can both send SIGHUP. That is one
// interrupt: a second one would end the removal, and leave objects that are billed.
func TestTwoHangupsAreOneInterrupt(t *testing.T) {
	for _, first := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		synctest.Test(t, func(t *testing.T) {
			signals := make(chan os.Signal, 2)
			ctx, urgent := follow(signals, "Interrupted.")
			signals <- first
			signals <- syscall.SIGHUP
			synctest.Wait()
			if ctx.Err() == nil || urgent.Err() != nil {
				t.Errorf("%v and a hangup: %v, %v", first, ctx.Err(), urgent.Err())
			}
			signals <- os.Interrupt
			synctest.Wait()
			if urgent.Err() == nil {
				t.Errorf("%v, a hangup, and an interrupt do not end the removal", first)
			}
		})
	}
}
