package acctest

import (
	"context"
	"runtime/pprof"
	"strings"
	"testing"
)

func TestLeftover(t *testing.T) {
	end, began := make(chan struct{}), make(chan struct{})
	pprof.Do(t.Context(), Label(t.Name()), func(context.Context) {
		go func() {
			go func() { // the label is inherited
				close(began)
				<-end
			}()
		}()
	})
	<-began
	if left := goroutines(t.Name()); !strings.Contains(left, "TestLeftover") {
		t.Errorf("a goroutine that waits is not seen: %q", left)
	}
	if left := goroutines("another"); left != "" {
		t.Errorf("a goroutine of another provider is seen: %s", left)
	}
	close(end)
	if left := Leftover(t.Name()); left != "" {
		t.Errorf("a goroutine that has ended is seen: %s", left)
	}
}
