package acctest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Feature is a feature that some supported CLIs lack. Tests that need it are skipped with these CLIs, so
// TestOverTheWire tests each feature with a client of the plugin protocol.
type Feature struct {
	Name string
	// the first versions with the feature; empty if there is none
	Terraform, OpenTofu string
}

// The features that tests need.
var (
	Actions   = Feature{Name: "actions", Terraform: "1.14.2"}
	Query     = Feature{Name: "terraform query", Terraform: "1.14.2"}
	Identity  = Feature{Name: "resource identity", Terraform: "1.12.0", OpenTofu: "1.12.0"}
	Ephemeral = Feature{Name: "ephemeral values and write-only arguments", Terraform: "1.11.0", OpenTofu: "1.11.0"}
)

// Features contains all of them.
var Features = []Feature{Actions, Query, Identity, Ephemeral}

// Has reports whether the CLI has a feature.
func Has(t testing.TB, f Feature) bool {
	t.Helper()
	cli := UseCLI(t)
	first := f.Terraform
	if cli.Tofu {
		first = f.OpenTofu
	}
	return first != "" && !older(cli.Version, first)
}

// Needs skips a test if the CLI lacks one of the features. The message names the feature.
func Needs(t testing.TB, features ...Feature) {
	t.Helper()
	noteSkip(t)
	for _, f := range features {
		if Has(t, f) {
			continue
		}
		var first []string
		for name, version := range map[string]string{"Terraform": f.Terraform, "OpenTofu": f.OpenTofu} {
			if version != "" {
				first = append(first, name+" "+version)
			}
		}
		slices.Sort(first)
		cli := UseCLI(t)
		t.Skipf("%s: needs %s or later, and this is %s %s", f.Name, strings.Join(first, " or "), cli.Name(), cli.Version)
	}
}

// older reports whether a version such as 1.11.4 is older than another one.
func older(a, b string) bool {
	numbers := func(s string) (n [3]int) {
		_, _ = fmt.Sscanf(s, "%d.%d.%d", &n[0], &n[1], &n[2])
		return n
	}
	x, y := numbers(a), numbers(b)
	return slices.Compare(x[:], y[:]) < 0
}
