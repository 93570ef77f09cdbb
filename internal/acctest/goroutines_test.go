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
		t.Errorf("a waiting goroutine is not reported: %q", left)
	}
	if left := goroutines("another"); left != "" {
		t.Errorf("a goroutine of another provider is reported: %s", left)
	}
	close(end)
	if left := Leftover(t.Name()); left != "" {
		t.Errorf("an ended goroutine is reported: %s", left)
	}
}
