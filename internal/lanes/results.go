package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// event is a line of go test -json.
type event struct{ Action, Package, Test, Output string }

// results are the results of the tests of a lane.
type results struct {
	ended   map[string]string // pass, fail, or skip, by package and test
	why     map[string]string // the reason of a skip
	broken  []string          // packages that failed without a test that failed
	summary string
}

// read reads the output of go test -json, and writes the output of each test and package that
// failed.
func read(from io.Reader, failures io.Writer) (*results, error) {
	r := &results{ended: map[string]string{}, why: map[string]string{}}
	output := map[string]string{}
	decoder := json.NewDecoder(from)
	for {
		var e event
		if err := decoder.Decode(&e); errors.Is(err, io.EOF) {
			return r, nil
		} else if err != nil {
			return r, fmt.Errorf("go test -json: %w", err)
		}
		name := strings.TrimSpace(strings.TrimPrefix(e.Package, prefix) + " " + e.Test)
		switch e.Action {
		case "build-output": // errors of the compiler
			if _, err := io.WriteString(failures, e.Output); err != nil {
				return r, err
			}
		case "output":
			output[name] += e.Output
		case "pass", "fail", "skip":
			switch {
			case e.Test != "":
				r.ended[name] = e.Action
			case e.Action == "fail" && !r.failedIn(name):
				r.broken = append(r.broken, name)
			}
			if e.Action == "skip" {
				r.why[name] = reason(output[name])
			}
			if e.Action == "fail" {
				if _, err := io.WriteString(failures, output[name]); err != nil {
					return r, err
				}
			}
			delete(output, name)
		}
	}
}

const prefix = "github.com/paperspace-community/terraform-provider-paperspace/"

var said = regexp.MustCompile(`^\s+\w+\.go:\d+: (.*)`)

// reason returns the reason for a skip from the output of the test.
func reason(output string) string {
	last := "for a reason that it does not give"
	for line := range strings.Lines(output) {
		if m := said.FindStringSubmatch(line); m != nil {
			last = m[1]
		}
	}
	return last
}

// leaves returns the tests, except for those that only group others.
func (r *results) leaves() iter.Seq2[string, string] {
	return func(yield func(name, how string) bool) {
		groups := map[string]bool{}
		for name := range r.ended {
			for i := strings.LastIndexByte(name, '/'); i > strings.IndexByte(name, ' '); i = strings.LastIndexByte(name[:i], '/') {
				groups[name[:i]] = true
			}
		}
		for _, name := range slices.Sorted(maps.Keys(r.ended)) {
			if !groups[name] && !yield(name, r.ended[name]) {
				return
			}
		}
	}
}

// String returns the numbers of tests that passed, failed, and were skipped.
func (r *results) String() string {
	n := map[string]int{}
	for _, how := range r.leaves() {
		n[how]++
	}
	return fmt.Sprintf("%d passed, %d failed, %d skipped", n["pass"], n["fail"]+len(r.broken), n["skip"])
}

// ran reports whether any test was not skipped.
func (r *results) ran() bool {
	for _, how := range r.ended {
		if how != "skip" {
			return true
		}
	}
	return false
}

func (r *results) failed() bool { return len(r.broken) > 0 || r.failedIn("") }

// failedIn reports whether a test of the named package failed. If name is empty, it considers all
// packages.
func (r *results) failedIn(name string) bool {
	for test, how := range r.ended {
		if how == "fail" && (name == "" || strings.HasPrefix(test, name+" ")) {
			return true
		}
	}
	return false
}

// reasons returns the skipped tests by reason.
func (r *results) reasons() iter.Seq2[string, []string] {
	by := map[string][]string{}
	for name, how := range r.leaves() {
		if how == "skip" {
			by[r.why[name]] = append(by[r.why[name]], name)
		}
	}
	return func(yield func(reason string, tests []string) bool) {
		for _, reason := range slices.Sorted(maps.Keys(by)) {
			if !yield(reason, by[reason]) {
				return
			}
		}
	}
}

// skippedByAll returns the tests that were skipped in every lane.
func skippedByAll(lanes []*results) (names []string) {
	for name, how := range lanes[0].leaves() {
		ran := func(r *results) bool { return r.ended[name] == "pass" || r.ended[name] == "fail" }
		if how == "skip" && !slices.ContainsFunc(lanes[1:], ran) {
			names = append(names, name)
		}
	}
	return names
}
