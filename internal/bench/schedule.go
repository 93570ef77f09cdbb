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
	repeats     int
	provisioned int
}

var (
	full = schedule{
		sizes: sizes{1, 10, 100, 1000, 5000}, latencies: durations{0, 20 * time.Millisecond, 100 * time.Millisecond},
		memory: sizes{4000, 10000}, repeats: 5, provisioned: 100,
	}
	quick = schedule{
		sizes: sizes{1, 10, 100, 300}, latencies: durations{0, 100 * time.Millisecond}, repeats: 2, provisioned: 10,
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

// many is the number of machines from which on Terraform itself takes minutes
// for a command, so that less is measured.
const many = 1000

// planRuns is how often the plan of a subject is measured: what the growth is told
// from more often than the rest.
func (s schedule) planRuns(size int, of subject, latency time.Duration) int {
	switch repeats := max(s.repeats, 1); {
	case size <= many:
		return repeats
	case latency == slices.Min(s.latencies) && of != nothing, of == echo:
		return (repeats + 1) / 2
	default:
		return 1
	}
}

// applyRuns is how often apply and destroy are measured, which take long and vary
// little. Their time grows with the square of the machines, and not by what a
// provider does.
func (s schedule) applyRuns(size int) int {
	switch repeats := max(s.repeats, 1); {
	case size < many:
		return (repeats + 1) / 2
	case size == many:
		return 1
	default:
		return 0
	}
}

// measured says whether a size is measured at a latency: above many machines
// only at the smallest and the largest.
func (s schedule) measured(size int, latency time.Duration) bool {
	return size <= many || latency == slices.Min(s.latencies) || latency == slices.Max(s.latencies)
}

type sizes []int

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
