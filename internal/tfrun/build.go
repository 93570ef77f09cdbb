package tfrun

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcli"
)

// Module is the import path of the provider.
const Module = "github.com/paperspace-community/terraform-provider-paperspace"

// Program is the name under which the CLI finds the provider on Unix; on Windows,
// [Executable] adds .exe.
const Program = "terraform-provider-paperspace"

// Executable returns the path of a program in a folder.
func Executable(dir, name string) string {
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(dir, name)
}

// Build builds a program of this module into a folder, as it is released, and returns its
// path. It must run in a folder of the module.
func Build(ctx context.Context, dir, name, program string) (string, error) {
	out := Executable(dir, name)
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", out, program)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build %s: %w\n%s", program, err, said)
	}
	return out, nil
}

var provider struct {
	sync.Mutex
	dir string
}

// Provider returns a folder with the provider. It is built once per run of the command
// tfcli, which removes it. Without that command, it is built once per process and exists
// until [Clean].
func Provider(ctx context.Context) (string, error) {
	provider.Lock()
	defer provider.Unlock()
	if provider.dir != "" {
		return provider.dir, nil
	}
	if dir := shared(); dir != "" {
		return dir, tfcli.BuildOnce(ctx, Executable(dir, Program), func(ctx context.Context, out string) error {
			_, err := Build(ctx, filepath.Dir(out), Program, Module)
			return err
		})
	}
	dir, err := os.MkdirTemp("", "paperspace-provider-")
	if err != nil {
		return "", err
	}
	if _, err := Build(ctx, dir, Program, Module); err != nil {
		return "", errors.Join(err, os.RemoveAll(dir))
	}
	provider.dir = dir
	return dir, nil
}

// shared returns the folder that all processes use. It is not read with [os.Getenv],
// because go test would not reuse the result of a test whose variables have changed.
func shared() string {
	for _, kv := range os.Environ() {
		if dir, ok := strings.CutPrefix(kv, tfcli.EnvProvider+"="); ok {
			return dir
		}
	}
	return ""
}

// Clean removes the provider that [Provider] has built for this process.
func Clean() error {
	provider.Lock()
	defer provider.Unlock()
	dir := provider.dir
	provider.dir = ""
	return os.RemoveAll(dir) // does nothing without a path
}
