package serve

import (
	"context"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-log/tfsdklog"
)

// The cost of an unchanged machine is measured in allocations, which are the same on every
// computer. Version 1.19 of the framework makes 10,900 to read a machine and 18,000 to plan
// it. This server makes 700 and 900.
func TestAllocationsOfAnUnchangedMachine(t *testing.T) {
	p := newPair(t)
	ctx, state := t.Context(), p.state()
	read := &tfprotov6.ReadResourceRequest{TypeName: machineType, CurrentState: p.encode(state), CurrentIdentity: p.identified(machineID), Private: stored("settled")}
	plan := p.change(state, p.asConfig(state, false))
	plan.TypeName = machineType
	for range 20 { // from here on the machine comes from the shared list
		if p.read(read) {
			t.Fatal("the machine is not unchanged")
		}
	}
	for name, c := range map[string]struct {
		most float64
		do   func() error
	}{
		"read": {1000, func() error { _, err := p.quick.ReadResource(ctx, read); return err }},
		"plan": {1200, func() error { _, err := p.quick.PlanResourceChange(ctx, plan); return err }},
	} {
		got := testing.AllocsPerRun(20, func() {
			if err := c.do(); err != nil {
				t.Error(err)
			}
		})
		t.Logf("%s: %.0f allocations", name, got)
		if got > c.most {
			t.Errorf("%s: %.0f allocations, at most %.0f are allowed", name, got, c.most)
		}
	}
}

// renamed returns a state that a refresh changes.
func renamed(state tftypes.Value) tftypes.Value {
	return with(state, "name", tftypes.NewValue(tftypes.String, "other"))
}

// All goroutines of a call end with it, whether or not the framework handled it.
func TestCallsLeaveNoGoroutines(t *testing.T) {
	p := newPair(t)
	state := p.state()
	drifted := renamed(state)
	calls := func() {
		for range 50 {
			for _, s := range []*tfprotov6.DynamicValue{p.encode(state), p.encode(drifted)} {
				ctx, cancel := context.WithCancel(t.Context())
				if _, err := p.quick.ReadResource(ctx, &tfprotov6.ReadResourceRequest{TypeName: machineType, CurrentState: s}); err != nil {
					t.Fatal(err)
				}
				cancel()
			}
		}
	}
	calls() // opens connections and starts the list
	before := runtime.NumGoroutine()
	calls()
	give := time.After(5 * time.Minute)
	for runtime.NumGoroutine() > before {
		select {
		case <-give:
			t.Fatalf("%d goroutines before 100 calls, %d after them", before, runtime.NumGoroutine())
		default:
			runtime.Gosched()
		}
	}
}

// With logging off, nothing is written and hardly anything is formatted. Formatting lines
// that the CLI would discard is most of the work of a plan.
func TestNoLogLinesWhenLoggingIsOff(t *testing.T) {
	for _, name := range []string{"TF_LOG", "TF_LOG_PROVIDER", "TF_LOG_SDK", "TF_LOG_SDK_PROTO", "TF_LOG_SDK_FRAMEWORK", "TF_LOG_PROVIDER_PAPERSPACE"} {
		t.Setenv(name, "") // restores the variable after the test
		if err := os.Unsetenv(name); err != nil {
			t.Fatal(err)
		}
	}
	p := newPair(t)
	state := p.encode(renamed(p.state()))
	loud := p.logged(state)
	if !strings.Contains(loud, `"@level":"trace"`) {
		t.Fatalf("without any setting nothing is logged, so this test shows nothing: %.500s", loud)
	}
	quiet(os.LookupEnv, func(name, value string) error { t.Setenv(name, value); return nil })
	if lines := p.logged(state); lines != "" {
		t.Errorf("logged although logging is off:\n%.500s", lines)
	}
}

// logged returns what a read writes to the log.
func (p *pair) logged(state *tfprotov6.DynamicValue) string {
	p.t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		p.t.Fatal(err)
	}
	written := make(chan string)
	go func() { all, _ := io.ReadAll(r); written <- string(all) }()
	stderr := os.Stderr
	os.Stderr = w
	ctx := tfsdklog.NewRootSDKLogger(p.t.Context(), tfsdklog.WithLevelFromEnv("TF_LOG_SDK"))
	_, err = p.quick.ReadResource(ctx, &tfprotov6.ReadResourceRequest{TypeName: machineType, CurrentState: state})
	os.Stderr = stderr
	if closed := w.Close(); closed != nil || err != nil {
		p.t.Fatal(closed, err)
	}
	return <-written
}
