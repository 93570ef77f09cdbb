package tfcli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// build builds a release from its module, which `go mod download` has checked
// against the checksum database. `go install module@version` would be shorter,
// but rejects modules with replace directives.
func (p product) build(ctx context.Context, version, out, goos, goarch string) error {
	start := time.Now()
	fmt.Fprintf(os.Stderr, "tfcli: building %s %s for %s/%s once, this takes some minutes\n", p.name, version, goos, goarch)

	dir, err := p.download(ctx, version)
	if err != nil {
		return err
	}
	if dir, err = whole(ctx, dir, filepath.Join(filepath.Dir(out), "src")); err != nil {
		return err
	}
	_, err = goIn(ctx, dir, []string{"CGO_ENABLED=0", "GOOS=" + goos, "GOARCH=" + goarch},
		"build", "-trimpath",
		// The flags of the official releases. Without version.dev=no, OpenTofu reports
		// the version 1.12.6-dev, which version constraints treat as older.
		"-ldflags", "-s -w -X "+p.module+"/version.dev=no",
		"-o", out, p.main)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "tfcli: built %s %s in %s\n", p.name, version, time.Since(start).Round(time.Second))
	return nil
}

// download returns the directory of the source of a release.
func (p product) download(ctx context.Context, version string) (string, error) {
	// Run outside of any module, so that no go.mod or go.sum of ours is changed.
	stdout, runErr := goIn(ctx, os.TempDir(), nil, "mod", "download", "-json", p.module+"@v"+version)

	// The command reports a failed download in the same JSON.
	var got struct{ Dir, Error string }
	if err := json.Unmarshal(stdout, &got); err != nil {
		return "", errors.Join(runErr, err)
	}
	if got.Error != "" || runErr != nil || got.Dir == "" {
		return "", fmt.Errorf("%w %s", runErr, got.Error)
	}
	return got.Dir, nil
}

// goIn runs go in dir and returns its standard output. It ignores the caller's workspace
// and GOFLAGS, and adds no version control information.
func goIn(ctx context.Context, dir string, env []string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), append([]string{"GOWORK=off", "GOFLAGS=-mod=readonly -buildvcs=false"}, env...)...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return stdout.Bytes(), fmt.Errorf("go %s: %w\n%s", args[0], err, stderr.String())
	}
	return stdout.Bytes(), nil
}

// remoteStates is the folder with the modules of Terraform's backends in its repository.
const remoteStates = "./internal/backend/remote-state/"

// whole returns dir if its module is complete. Terraform's backends for remote states are
// separate modules that exist only in its repository, so Terraform does not build from
// the module proxy. For such a module, whole makes a copy in work in which these backends
// only panic. It cannot use the module cache itself, which is read-only, and go build
// rejects an overlay on it.
func whole(ctx context.Context, dir, work string) (string, error) {
	text, err := goIn(ctx, dir, nil, "mod", "edit", "-json")
	if err != nil {
		return "", err
	}
	var mod struct {
		Module  struct{ Path string }
		Replace []struct{ Old, New struct{ Path string } }
	}
	if err := json.Unmarshal(text, &mod); err != nil {
		return "", err
	}
	edit := []string{"mod", "edit"}
	stubs := map[string]string{}
	for _, r := range mod.Replace {
		if !strings.HasPrefix(r.New.Path, "./") {
			continue
		}
		edit = append(edit, "-droprequire="+r.Old.Path, "-dropreplace="+r.Old.Path)
		if name, ok := strings.CutPrefix(r.New.Path, remoteStates); ok {
			stubs[r.New.Path] = fmt.Sprintf("package %s\n\nimport %q\n\nfunc New() backend.Backend { panic(%q) }\n",
				name, mod.Module.Path+"/internal/backend", "this build has no backend "+name)
		}
	}
	if len(edit) == 2 {
		return dir, nil
	}
	if err := os.CopyFS(work, os.DirFS(dir)); err != nil {
		return "", err
	}
	if err := os.Chmod(filepath.Join(work, "go.mod"), 0o600); err != nil {
		return "", err
	}
	if _, err := goIn(ctx, work, nil, edit...); err != nil {
		return "", err
	}
	for folder, stub := range stubs {
		folder = filepath.Join(work, filepath.FromSlash(folder))
		if err := os.MkdirAll(folder, 0o750); err != nil {
			return "", err
		}
		if err := os.WriteFile(filepath.Join(folder, "stub.go"), []byte(stub), 0o600); err != nil {
			return "", err
		}
	}
	return work, nil
}
