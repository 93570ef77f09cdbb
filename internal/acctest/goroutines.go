package acctest

import (
	"bytes"
	"fmt"
	"runtime/pprof"
	"strings"
	"time"
)

// labelKey is the profiler label of a provider's goroutines. Child goroutines inherit it, so it distinguishes
// providers that run at the same time.
const labelKey = "provider-of"

// product is a part of the name of every function of the provider.
const product = "terraform-provider-paperspace/internal/"

// Label returns the label for the goroutines of a provider that runs in this process. Use it with pprof.Do, and then
// with Leftover.
func Label(label string) pprof.LabelSet { return pprof.Labels(labelKey, label) }

// Leftover waits for the labeled goroutines to end. It returns the stacks of those that do not end within minutes,
// except for goroutines of go-plugin and of net/http.
func Leftover(label string) string {
	poll, give := time.NewTicker(10*time.Millisecond), time.After(5*time.Minute)
	defer poll.Stop()
	for {
		left := goroutines(label)
		if left == "" {
			return ""
		}
		select {
		case <-poll.C:
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
