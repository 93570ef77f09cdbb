package main

import (
	_ "embed"
	"errors"
	"fmt"
	"strings"
)

// messagesText explains each summary of a diagnostic: a line with the summary, a line with its meaning, and a line with
// what to do, with a blank line between two summaries.
//
//go:embed messages.txt
var messagesText string

// A message is the explanation of the diagnostics with one summary.
type message struct{ summary, meaning, todo string }

// parseMessages reads the form of messagesText.
func parseMessages(text string) ([]message, error) {
	var all []message
	for entry := range strings.SplitSeq(strings.TrimSpace(text), "\n\n") {
		lines := strings.Split(entry, "\n")
		if len(lines) != 3 {
			return nil, fmt.Errorf("%q does not have three lines", entry)
		}
		all = append(all, message{lines[0], lines[1], lines[2]})
	}
	return all, nil
}

// compare returns an error that names the summaries without an explanation, and the explanations without a summary.
func compare(all []message, found []string) error {
	explained := map[string]bool{}
	var errs []error
	for _, m := range all {
		if explained[m.summary] {
			errs = append(errs, fmt.Errorf("messages.txt explains %q twice", m.summary))
		}
		explained[m.summary] = true
	}
	for _, summary := range found {
		if !explained[summary] {
			errs = append(errs, fmt.Errorf("messages.txt does not explain %q", summary))
		}
		delete(explained, summary)
	}
	for summary := range explained {
		errs = append(errs, fmt.Errorf("messages.txt explains %q, which no code has", summary))
	}
	return errors.Join(errs...)
}

const messagesIntro = `---
page_title: "Messages"
subcategory: ""
description: |-
  Every error and warning of the provider, what it means, and what to do.
---

# Messages

Use this page to look up an error or a warning of the provider. Search for the words of its first line
that are not a name or an ID. The character … represents a name, an ID, a kind of object, or another text that varies.

Every message also has its own details: what happened, the state now, and what to do. If it is about a request, it ends with the
request, the status of the response, and a request ID for Paperspace support. The guide
[What happens when things go wrong](when-things-go-wrong.md) shows complete messages.

| message | meaning | what to do |
|---|---|---|
`

// messagesPage renders the page.
func messagesPage(all []message) string {
	var page strings.Builder
	page.WriteString(messagesIntro)
	for _, m := range all {
		fmt.Fprintf(&page, "| `%s` | %s | %s |\n", m.summary, m.meaning, m.todo)
	}
	return page.String()
}
