package acctest

import (
	"fmt"
	"os"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcli"
)

// noteSkip records a skipped test in a file, because go test prints it only with -v. At the end, make test prints the
// list.
func noteSkip(t testing.TB) {
	t.Helper()
	t.Cleanup(func() {
		if !t.Skipped() {
			return
		}
		name := os.Getenv(tfcli.EnvSkipped)
		if name == "" {
			return
		}
		f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0o600) //nolint:gosec // named by make
		if err != nil {
			return
		}
		defer func() { _ = f.Close() }()
		cli := UseCLI(t)
		_, _ = fmt.Fprintf(f, "%s: needs a newer CLI than %s %s, or another one\n", t.Name(), cli.Name(), cli.Version)
	})
}
