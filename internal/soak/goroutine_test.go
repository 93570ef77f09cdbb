package soak

import (
	"bytes"
	"fmt"
	"runtime/pprof"
	"strings"
	"time"
)

// labelKey is the profiler label of a provider's goroutines. Children inherit
// it, so it tells the rounds apart that run at the same time.
const labelKey = "soak-site"

// product is in the name of every function of the provider.
const product = "terraform-provider-paperspace/internal/"

// leftover waits for the goroutines of a stopped site to end and returns the
// stacks of those that do not. Goroutines of the plugin library and of net/http
// are not ours to end.
func leftover(label string) string {
	look, give := time.NewTicker(50*time.Millisecond), time.After(5*time.Second)
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
