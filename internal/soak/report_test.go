package soak

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// report is what one run of the CLI reported.
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
			continue // what the provider library says on standard error
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
// address, so all depends on what the provider reports.
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

// byHand lists the errors that ask users to do more than to look and try again:
// what "might exist" does not, if the same command then finds and creates all.
func (r *report) byHand() (all []string) {
	for _, d := range r.errors {
		if strings.Contains(d.Detail, "terraform import") && !strings.Contains(d.Detail, "might exist") {
			all = append(all, d.String())
		}
	}
	return all
}

// goneWords match the summary of a warning that a machine has left the state.
var goneWords = regexp.MustCompile(`^Machine .*(is gone|no longer exists)$`)

// mightExist matches an error after which a machine can be there without an ID
// that anyone knows.
var mightExist = regexp.MustCompile(`might (still )?(exist|have been created)`)

// names reports whether a message has the ID of a machine, or an error says that
// a machine of its name might exist.
func (r *report) names(m psfake.Machine) bool {
	has := func(d diagnostic, text string) bool { return strings.Contains(d.Summary+"\n"+d.Detail, text) }
	return slices.ContainsFunc(slices.Concat(r.errors, r.warnings), func(d diagnostic) bool { return has(d, m.ID) }) ||
		r.code != 0 && slices.ContainsFunc(r.errors, func(d diagnostic) bool {
			return has(d, m.Name) && mightExist.MatchString(d.Summary+d.Detail)
		})
}

// forgotten lists machines that were taken for gone, but for those that are.
func (r *report) forgotten(gone []string) (all []string) {
	for _, d := range r.warnings {
		isGone := slices.ContainsFunc(gone, func(id string) bool { return strings.Contains(d.Detail, id) })
		if goneWords.MatchString(d.Summary) && !isGone {
			all = append(all, d.String())
		}
	}
	return all
}
