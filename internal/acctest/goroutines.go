package acctest

import (
	"bytes"
	"fmt"
	"runtime/pprof"
	"strings"
	"time"
)

// labelKey is the profiler label of a provider's goroutines. Children inherit
// it, so it distinguishes providers that run at the same time.
const labelKey = "provider-of"

// product is in the name of every function of the provider.
const product = "terraform-provider-paperspace/internal/"

// Label labels the goroutines of a provider that runs in this process, with
// pprof.Do, for Leftover.
func Label(label string) pprof.LabelSet { return pprof.Labels(labelKey, label) }

// Leftover waits for the labelled goroutines to end, and returns the stacks of
// those that do not within minutes. Goroutines of the plugin library and of
// net/http are not ours to end.
func Leftover(label string) string {
	look, give := time.NewTicker(10*time.Millisecond), time.After(5*time.Minute)
	defer look.Stop()
	for {
		left := goroutines(label)
		if left == "" {
			return ""
		}
		select {
		case <-look.C:
		case <-give:
			return left
		}
	}
}

func goroutines(label string) string {
	var all bytes.Buffer
	if err := pprof.Lookup("goroutine").WriteTo(&all, 1); err != nil {
		return err.Error()
	}
	var ours []string
	for stack := range strings.SplitSeq(all.String(), "\n\n") {
		if strings.Contains(stack, fmt.Sprintf("%q:%q", labelKey, label)) && strings.Contains(stack, product) {
			ours = append(ours, stack)
		}
	}
	return strings.Join(ours, "\n\n")
}
