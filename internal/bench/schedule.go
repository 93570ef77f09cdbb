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
		memory: sizes{4000, 10000}, repeats: 3, provisioned: 100,
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

// times is how often a measurement of that size is made.
func (s schedule) times(size int) int {
	if size > 1000 {
		return 1
	}
	return max(s.repeats, 1)
}

// measured says whether a size is measured at a latency: above 1,000 machines
// only at the smallest and the largest.
func (s schedule) measured(size int, latency time.Duration) bool {
	return size <= 1000 || latency == slices.Min(s.latencies) || latency == slices.Max(s.latencies)
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
