package main

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/google/licensecheck"
)

// linkable are the licenses under which a module can be part of a binary that is
// distributed under the MPL 2.0.
var linkable = []string{"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "MPL-2.0"}

// byHand are the licenses of tools that we had to look up. The first module has
// its license only in a source file, and the second one only links to the texts.
// The third one, a part of Vale, has none. It is generated from a grammar that has
// one, and is only run, never distributed.
var byHand = map[string][]string{
	"github.com/ipfs/bbloom":                 {"MIT"},
	"github.com/multiformats/go-base36":      {"Apache-2.0", "MIT"},
	"github.com/jdkato/go-tree-sitter-julia": {"none (generated from tree-sitter-julia, MIT)"},
}

// section is one table of the page.
type section struct {
	title   string
	modules modules
	allowed []string // if nil, every recognized license is allowed
}

// render returns the page. A module appears only in the first section that contains it.
func render(intro string, sections []section) ([]byte, error) {
	var page bytes.Buffer
	page.WriteString("# Third-party software\n\n<!-- Written by make licenses. -->\n\n" + intro)
	var errs []error
	seen := map[string]bool{}
	for _, s := range sections {
		fmt.Fprintf(&page, "\n## %s\n\n| module | license |\n|---|---|\n", s.title)
		for _, path := range slices.Sorted(maps.Keys(s.modules)) {
			if seen[path] {
				continue
			}
			seen[path] = true
			names, err := identify(s.modules[path])
			if err != nil && byHand[path] != nil {
				names, err = byHand[path], nil
			}
			if err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", path, err))
				continue
			}
			for _, name := range names {
				if s.allowed != nil && !slices.Contains(s.allowed, name) {
					errs = append(errs, fmt.Errorf("%s: the provider must not be linked with code under %s", path, name))
				}
			}
			fmt.Fprintf(&page, "| `%s` | %s |\n", path, strings.Join(names, ", "))
		}
	}
	return page.Bytes(), errors.Join(errs...)
}

// identify returns the SPDX identifiers of the licenses of a module.
func identify(dir string) ([]string, error) {
	files, err := filesLike(dir, licenseFile)
	if err != nil {
		return nil, err
	}
	found := map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		for _, m := range licensecheck.Scan(text).Match {
			if !m.IsURL {
				found[m.ID] = true
			}
		}
	}
	if len(found) == 0 {
		return nil, errors.New("no license that is recognized. Read its files, and choose another module if it has none")
	}
	return slices.Sorted(maps.Keys(found)), nil
}
