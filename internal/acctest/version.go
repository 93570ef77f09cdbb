package acctest

import (
	"fmt"
	"slices"
	"testing"
)

// NeedsTerraform skips a test where the CLI is OpenTofu or an older Terraform,
// and says why. A test of the protocol has to prove the same.
func NeedsTerraform(t testing.TB, version, what string) {
	t.Helper()
	noteSkip(t)
	if cli := UseCLI(t); cli.Tofu || older(cli.Version, version) {
		t.Skipf("%s needs Terraform %s or later, and this is %s %s", what, version, cli.Name(), cli.Version)
	}
}

// NeedsCLI skips a test where the CLI is an older Terraform or OpenTofu, and says why.
func NeedsCLI(t testing.TB, terraform, tofu, what string) {
	t.Helper()
	noteSkip(t)
	cli, version := UseCLI(t), terraform
	if cli.Tofu {
		version = tofu
	}
	if older(cli.Version, version) {
		t.Skipf("%s needs Terraform %s, OpenTofu %s, or later, and this is %s %s", what, terraform, tofu, cli.Name(), cli.Version)
	}
}

// older compares versions such as 1.11.4 by their numbers.
func older(a, b string) bool {
	numbers := func(s string) (n [3]int) {
		_, _ = fmt.Sscanf(s, "%d.%d.%d", &n[0], &n[1], &n[2])
		return n
	}
	x, y := numbers(a), numbers(b)
	return slices.Compare(x[:], y[:]) < 0
}
