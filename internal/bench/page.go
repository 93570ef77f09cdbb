package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// The page and the plot beside it, which make docs copies into docs/.
const (
	pageFile = "templates/guides/performance.md"
	plotFile = "templates/guides/performance.svg"

	pageBegin = "<!-- written by make bench: begin -->"
	pageEnd   = "<!-- written by make bench: end -->"
)

// renderPage writes the stored result into the page, and draws the plot.
func renderPage(root string) error {
	r, err := load(root)
	if err != nil {
		return err
	}
	page := filepath.Join(root, pageFile)
	text, err := os.ReadFile(page) //nolint:gosec // part of the source
	if err != nil {
		return err
	}
	filled, err := fill(string(text), r.markdown())
	if err != nil {
		return fmt.Errorf("%s: %w", page, err)
	}
	return errors.Join(
		os.WriteFile(page, []byte(filled), 0o644),                           //nolint:gosec // part of the source
		os.WriteFile(filepath.Join(root, plotFile), []byte(r.svg()), 0o644)) //nolint:gosec // part of the source
}

// fill puts text between the marks of a page.
func fill(page, text string) (string, error) {
	before, rest, begins := strings.Cut(page, pageBegin)
	_, after, ends := strings.Cut(rest, pageEnd)
	if !begins || !ends {
		return "", errors.New("the marks between which the result belongs are missing")
	}
	return before + pageBegin + "\n\n" + text + "\n" + pageEnd + after, nil
}
