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

// report is the output of one run of the CLI.
type report struct {
	code     int
	took     time.Duration
	begun    map[string]string // the action of each change that began, by address
	done     map[string]bool   // the addresses of changes that are complete
	errors   []diagnostic
	warnings []diagnostic
	broken   []string // errors that must never occur, such as a crash
	text     string
}

type diagnostic struct{ Severity, Summary, Detail, Address string }

func (d diagnostic) String() string {
	return fmt.Sprintf("%s %s: %s: %s", d.Severity, d.Address, d.Summary, d.Detail)
}

// readReport reads the machine-readable output of plan, apply, or destroy.
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
			continue // output of the provider library on standard error
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

// said returns the texts of the errors about an address. Errors without an address
// are included, because those of a destroy have none.
func (r *report) said(address string) string {
	var all []string
	for _, d := range r.errors {
		if d.Address == address || d.Address == "" {
			all = append(all, d.Summary+": "+d.Detail)
		}
	}
	return strings.Join(all, "\n")
}

// unexplained lists the changes that began and did not complete, and whose errors do
// not name the machine. The function names returns the texts that name the machine
// of an address.
func (r *report) unexplained(names func(address string) []string) (all []string) {
	for _, address := range slices.Sorted(maps.Keys(r.begun)) {
		said := r.said(address)
		named := func(n string) bool { return n != "" && strings.Contains(said, n) }
		if !r.done[address] && !slices.ContainsFunc(names(address), named) {
			all = append(all, fmt.Sprintf("the %s of %s did not complete, and no error names %v", r.begun[address], address, names(address)))
		}
	}
	return all
}

// byHand lists the errors that require more of users than to repeat the command.
// An error with "might exist" does not, because the repeated command finds or
// creates the machine.
func (r *report) byHand() (all []string) {
	for _, d := range r.errors {
		if strings.Contains(d.Detail, "terraform import") && !strings.Contains(d.Detail, "might exist") {
			all = append(all, d.String())
		}
	}
	return all
}

// goneWords matches the summary of a warning that a machine no longer exists.
var goneWords = regexp.MustCompile(`^Machine .*no longer exists$`)

// mightExist matches an error that a machine might exist although its ID is unknown.
var mightExist = regexp.MustCompile(`might (still )?exist`)

// names reports whether a message contains the ID of a machine, or, after a failure,
// an error says that a machine with its name might exist.
func (r *report) names(m psfake.Machine) bool {
	has := func(d diagnostic, text string) bool { return strings.Contains(d.Summary+"\n"+d.Detail, text) }
	return slices.ContainsFunc(slices.Concat(r.errors, r.warnings), func(d diagnostic) bool { return has(d, m.ID) }) ||
		r.code != 0 && slices.ContainsFunc(r.errors, func(d diagnostic) bool {
			return has(d, m.Name) && mightExist.MatchString(d.Summary+d.Detail)
		})
}

// forgotten lists the warnings that a machine no longer exists, except those about
// machines that are gone.
func (r *report) forgotten(gone []string) (all []string) {
	for _, d := range r.warnings {
		isGone := slices.ContainsFunc(gone, func(id string) bool { return strings.Contains(d.Detail, id) })
		if goneWords.MatchString(d.Summary) && !isGone {
			all = append(all, d.String())
		}
	}
	return all
}
