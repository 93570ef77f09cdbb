package main

import (
	"flag"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// schedule is what is measured.
type schedule struct {
	sizes       sizes     // of plan, apply and destroy
	latencies   durations // of the service, for our provider only: the yardsticks ask nobody
	memory      sizes     // of plans of our provider alone
	perResource int       // machines of one resource block at most
	repeats     int
	provisioned int
}

var (
	full = schedule{
		sizes: sizes{1, 10, 100, 1000, 5000}, latencies: durations{0, 20 * time.Millisecond, 100 * time.Millisecond},
		memory: sizes{4000, 10000}, perResource: 1000, repeats: 5, provisioned: 100,
	}
	quick = schedule{
		sizes: sizes{1, 10, 100, 300}, latencies: durations{0, 100 * time.Millisecond}, perResource: 1000, repeats: 2, provisioned: 10,
	}
)

// orQuick is the quick schedule with what was asked for by a flag.
func (s schedule) orQuick(flags *flag.FlagSet) schedule {
	q := quick
	flags.Visit(func(f *flag.Flag) {
		switch f.Name {
		case "sizes":
			q.sizes = s.sizes
		case "latencies":
			q.latencies = s.latencies
		case "memory":
			q.memory = s.memory
		case "repeats":
			q.repeats = s.repeats
		case "provisioned":
			q.provisioned = s.provisioned
		}
	})
	return q
}

// many is the number of machines that most of what is promised is about. From
// more on, Terraform itself takes minutes for a command, so that less is measured.
const many = 1000

// planRuns is how often the plan of a subject is measured.
func (s schedule) planRuns(size int, of subject, latency time.Duration) int {
	switch {
	case size == many && s.repeats > 1:
		return 2*s.repeats + 1 // half a second of latency is told from noise by many turns only
	case size < many || s.matters(of, latency):
		return s.repeats
	default:
		return (s.repeats + 3) / 4
	}
}

// applyRuns is how often apply and destroy are measured.
func (s schedule) applyRuns(size int) int {
	if size > many {
		return 1
	}
	return s.repeats
}

// matters says whether the growth is told from a subject at a latency: what is
// measured more often than the rest where a run takes minutes.
func (s schedule) matters(of subject, latency time.Duration) bool {
	return of != nothing && (!of.asks || latency == slices.Min(s.latencies))
}

type sizes []int

// largest is the largest size up to a limit, 0 if there is none.
func (s sizes) largest(limit int) (found int) {
	for _, n := range s {
		if n <= limit {
			found = max(found, n)
		}
	}
	return found
}

// String implements flag.Value.
func (s *sizes) String() string {
	return strings.Trim(strings.Join(strings.Fields(fmt.Sprint(*s)), ","), "[]")
}

// Set implements flag.Value.
func (s *sizes) Set(text string) (err error) {
	*s, err = list(text, func(word string) (int, error) {
		n, err := strconv.Atoi(word)
		if err == nil && n < 1 {
			return 0, fmt.Errorf("%d machines cannot be measured", n)
		}
		return n, err
	})
	return err
}

type durations []time.Duration

// String implements flag.Value.
func (d *durations) String() string {
	return strings.Trim(strings.Join(strings.Fields(fmt.Sprint(*d)), ","), "[]")
}

// Set implements flag.Value.
func (d *durations) Set(text string) (err error) {
	*d, err = list(text, time.ParseDuration)
	return err
}

// list parses words separated by commas; an empty text is an empty list.
func list[T any](text string, parse func(string) (T, error)) ([]T, error) {
	all := []T{}
	for word := range strings.SplitSeq(text, ",") {
		if word == "" {
			continue
		}
		v, err := parse(word)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, nil
}
