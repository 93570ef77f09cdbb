package soak

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// report is what one run of the CLI told.
type report struct {
	code     int
	took     time.Duration
	begun    map[string]string // address -> action, of every change that was begun
	done     map[string]bool   // of those, the ones reported as complete
	errors   []diagnostic
	warnings []diagnostic
	broken   []string // what should not be in the output at all
	text     string
}

type diagnostic struct{ Severity, Summary, Detail, Address string }

func (d diagnostic) String() string {
	return fmt.Sprintf("%s %s: %s: %s", d.Severity, d.Address, d.Summary, d.Detail)
}

// readReport understands the machine-readable output of plan, apply and
// destroy.
func readReport(out []byte) report {
	r := report{begun: map[string]string{}, done: map[string]bool{}, text: string(out)}
	for line := range bytes.Lines(out) {
		var m struct {
			Type string
			Hook struct {
				Action   string
				Resource struct{ Addr string }
			}
			Diagnostic diagnostic
		}
		if err := json.Unmarshal(line, &m); err != nil {
			continue // what the plugin library says on standard error
		}
		switch address := m.Hook.Resource.Addr; m.Type {
		case "apply_start":
			r.begun[address] = m.Hook.Action
			delete(r.done, address) // a replacement begins twice
		case "apply_complete":
			r.done[address] = true
		case "diagnostic":
			r.diagnosed(m.Diagnostic)
		}
	}
	return r
}

func (r *report) diagnosed(d diagnostic) {
	if d.Severity == "error" {
		r.errors = append(r.errors, d)
	} else {
		r.warnings = append(r.warnings, d)
	}
	if strings.Contains(d.Summary+d.Detail, "plugin crashed") || strings.Contains(d.Summary+d.Detail, "inconsistent") {
		r.broken = append(r.broken, d.String())
	}
}

// said is what the errors about an address say. Those of a destroy have no
// address, so all depends on what the provider says itself.
func (r *report) said(address string) string {
	var all []string
	for _, d := range r.errors {
		if d.Address == address || d.Address == "" {
			all = append(all, d.Summary+": "+d.Detail)
		}
	}
	return strings.Join(all, "\n")
}

// dishonest lists changes that were begun and came to no end, and whose errors
// do not name the machine: what names it says for each address.
func (r *report) dishonest(names func(address string) []string) (all []string) {
	for _, address := range slices.Sorted(maps.Keys(r.begun)) {
		said := r.said(address)
		named := func(n string) bool { return n != "" && strings.Contains(said, n) }
		if !r.done[address] && !slices.ContainsFunc(names(address), named) {
			all = append(all, fmt.Sprintf("the %s of %s came to no end, and no error names %v", r.begun[address], address, names(address)))
		}
	}
	return all
}

// byHand lists the errors that ask a person to do more than to try again.
func (r *report) byHand() (all []string) {
	for _, d := range r.errors {
		if strings.Contains(d.Detail, "terraform import") {
			all = append(all, d.String())
		}
	}
	return all
}

// forgotten lists machines that were taken for gone, but for those that are.
func (r *report) forgotten(gone []string) (all []string) {
	for _, d := range r.warnings {
		isGone := slices.ContainsFunc(gone, func(id string) bool { return strings.Contains(d.Detail, id) })
		if strings.HasSuffix(d.Summary, "no longer exists") && !isGone {
			all = append(all, d.String())
		}
	}
	return all
}
