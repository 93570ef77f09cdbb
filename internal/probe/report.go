package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// finding is a row of the table and an element of the JSON file.
type finding struct {
	Fact       string `json:"fact"`
	Documented string `json:"documented"`
	Observed   string `json:"observedBefore"`
	Seen       string `json:"seenNow"`
	Detail     string `json:"detail,omitempty"`
	Advice     string `json:"fakeServer,omitempty"`
}

func (f fact) finding(s seen) finding {
	return finding{Fact: f.name, Documented: f.documented.String(), Observed: f.observed.String(), Seen: s.answer, Detail: s.detail, Advice: f.advice(s)}
}

// String returns the value of psfake.Behavior that makes the fake server do this.
func (o setting) String() string { return fmt.Sprintf("psfake.Behavior.%s = %#v", o.field, o.value) }

// table prints the findings as a Markdown table, which can also be read as plain text.
func table(w io.Writer, all []finding) error {
	rows := [][]string{{"fact", "documented", "observed before", "seen now"}}
	for _, f := range all {
		rows = append(rows, []string{f.Fact, f.Documented, f.Observed, seen{f.Seen, f.Detail}.String()})
	}
	width := make([]int, 4)
	for _, row := range rows {
		for i, cell := range row {
			width[i] = max(width[i], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	for n, row := range rows {
		for i, cell := range row {
			fmt.Fprintf(&b, "| %-*s ", width[i], cell)
		}
		b.WriteString("|\n")
		if n == 0 {
			for _, w := range width {
				b.WriteString("|" + strings.Repeat("-", w+2))
			}
			b.WriteString("|\n")
		}
	}
	b.WriteString("\nSources:\n\n")
	for _, s := range sources {
		fmt.Fprintf(&b, "- %s: %s\n", s[0], s[1])
	}
	differs := false
	for _, f := range all {
		if f.Advice != "" {
			if !differs {
				b.WriteString("\nThe fake server does something else by default:\n\n")
			}
			differs = true
			fmt.Fprintf(&b, "- %s: %s\n", f.Fact, f.Advice)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// report is the JSON file.
type report struct {
	Date     string    `json:"date"`
	Service  string    `json:"service"` // "Paperspace" or "another service", never an address
	Writes   bool      `json:"writes"`
	Findings []finding `json:"findings"`
}

func (r report) encode() ([]byte, error) {
	text, err := json.MarshalIndent(r, "", "  ")
	return append(text, '\n'), err
}

const realEndpoint = "https://api.paperspace.com/v1"

func newReport(endpoint string, writes bool, all []finding) report {
	service := "another service"
	if endpoint == realEndpoint {
		service = "Paperspace"
	}
	return report{Date: time.Now().UTC().Format(time.DateOnly), Service: service, Writes: writes, Findings: all}
}
