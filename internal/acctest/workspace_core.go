package acctest

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcore"
)

// runCore runs a command in this process, with the state file that a CLI would use.
func (w *Workspace) runCore(ctx context.Context, args ...string) (string, error) {
	w.t.Helper()
	files, err := filepath.Glob(w.Path("*.tf"))
	if err != nil {
		return "", err
	}
	var config []byte
	for _, file := range files {
		text, err := os.ReadFile(file) //nolint:gosec // of the test
		if err != nil || strings.HasSuffix(file, "_override.tf") {
			return "", errors.Join(err, tfcore.ErrUnsupported)
		}
		config = append(append(config, text...), '\n')
	}
	before, err := os.ReadFile(w.Path("terraform.tfstate"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	if err := w.core.Load(ctx, before); err != nil {
		return "", err
	}
	said, err := w.core.Run(ctx, string(config), args...)
	if errors.Is(err, tfcore.ErrUnsupported) || args[0] == "plan" {
		return said, err
	}
	registry := "registry.terraform.io"
	if w.tf.CLI.Tofu {
		registry = "registry.opentofu.org"
	}
	after, failed := w.core.Save(registry + "/hashicorp/paperspace")
	if failed == nil {
		failed = os.WriteFile(w.Path("terraform.tfstate"), after, 0o600)
	}
	return said, errors.Join(err, failed)
}
