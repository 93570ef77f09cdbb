package tfcli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"
)

const (
	tofuModule  = "github.com/opentofu/opentofu"
	tofuVersion = "1.12.6"
)

// Pinned returns the path of the pinned OpenTofu for a system other than this
// one, and builds it if the cache lacks it.
func Pinned(ctx context.Context, goos, goarch string) (string, error) {
	return pinned(ctx, goos, goarch, goos+"_"+goarch)
}

// pinnedTofu returns the pinned OpenTofu, building it if the cache lacks it.
func pinnedTofu(ctx context.Context) (string, error) {
	return pinned(ctx, runtime.GOOS, runtime.GOARCH, "")
}

func pinned(ctx context.Context, goos, goarch, folder string) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("no place to keep OpenTofu: %w", err)
	}
	name := "tofu"
	if goos == "windows" {
		name += ".exe"
	}
	bin := filepath.Join(cache, "terraform-provider-paperspace", "tofu", tofuVersion, folder, name)
	build := func(ctx context.Context, out string) error { return buildTofu(ctx, out, goos, goarch) }
	if err := buildOnce(ctx, bin, build); err != nil {
		return "", fmt.Errorf("build OpenTofu %s: %w", tofuVersion, err)
	}
	return bin, nil
}

// buildOnce makes bin with build unless it is there, and keeps two processes
// from building it at the same time: `go test ./...` starts one per package.
func buildOnce(ctx context.Context, bin string, build func(ctx context.Context, out string) error) error {
	if exists(bin) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(bin), 0o750); err != nil {
		return err
	}
	unlock, err := lock(ctx, bin+".lock")
	if err != nil {
		return err
	}
	defer unlock()
	if exists(bin) { // somebody else built it while we waited
		return nil
	}

	// A name of our own plus a rename: bin is whole or absent, never half
	// written, even if two builds do run at once.
	tmp, err := os.MkdirTemp(filepath.Dir(bin), "build-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(tmp) }() // only rubbish is left in it
	out := filepath.Join(tmp, filepath.Base(bin))
	if err := build(ctx, out); err != nil {
		return err
	}
	return os.Rename(out, bin)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// buildTofu builds the release in the module cache, where `go mod download`
// has checked it against the checksum database. `go install module@version`
// would be shorter, but refuses modules with replace directives.
func buildTofu(ctx context.Context, out, goos, goarch string) error {
	start := time.Now()
	fmt.Fprintf(os.Stderr, "tfcli: building OpenTofu %s for %s/%s once, this takes some minutes\n", tofuVersion, goos, goarch)

	dir, err := downloadTofu(ctx)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath",
		// As its own releases are linked. Without version.dev=no it calls
		// itself 1.12.6-dev, which version constraints treat as older.
		"-ldflags", "-s -w -X "+tofuModule+"/version.dev=no",
		"-o", out, "./cmd/tofu")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(),
		// The module cache is read-only, and the caller's workspace, build
		// flags or cross-compilation must not reach this build.
		"GOWORK=off",
		"GOFLAGS=-mod=readonly -buildvcs=false",
		"CGO_ENABLED=0",
		"GOOS="+goos,
		"GOARCH="+goarch,
	)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, stderr.String())
	}
	fmt.Fprintf(os.Stderr, "tfcli: built OpenTofu %s in %s\n", tofuVersion, time.Since(start).Round(time.Second))
	return nil
}

// downloadTofu returns the directory of the release's source.
func downloadTofu(ctx context.Context) (string, error) {
	cmd := exec.CommandContext(ctx, "go", "mod", "download", "-json", tofuModule+"@v"+tofuVersion)
	// Outside any module, so that no go.mod or go.sum of ours is touched.
	cmd.Dir = os.TempDir()
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	runErr := cmd.Run()

	// The command reports a failed download in the same JSON.
	var got struct{ Dir, Error string }
	if err := json.Unmarshal(stdout.Bytes(), &got); err != nil {
		return "", fmt.Errorf("go mod download: %w\n%s", errors.Join(runErr, err), stderr.String())
	}
	if got.Error != "" || runErr != nil || got.Dir == "" {
		return "", fmt.Errorf("go mod download: %w %s", runErr, got.Error)
	}
	return got.Dir, nil
}

// Timing of the lock file. A holder renews it every lockRenew; one that was
// not renewed for lockStale belongs to a process that died.
const (
	lockRenew = 5 * time.Second
	lockStale = time.Minute
	lockPoll  = 500 * time.Millisecond
)

// lock waits until path is ours. It is a plain file with a heartbeat because
// the standard library has no file locks that work on every system we build
// for. Two waiters can in theory both take over a dead process's lock; then two
// builds run, and the rename in buildOnce keeps that harmless.
func lock(ctx context.Context, path string) (unlock func(), err error) {
	tick := time.NewTicker(lockPoll)
	defer tick.Stop()
	for {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err == nil {
			_ = f.Close() // empty: its existence is the lock
			return holdLock(path), nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
		if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > lockStale {
			_ = os.Remove(path) // if this fails the next round says so
			continue
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("waiting for another build (%s): %w", path, context.Cause(ctx))
		case <-tick.C:
		}
	}
}

// holdLock renews the lock until the returned function gives it up.
func holdLock(path string) (unlock func()) {
	done := make(chan struct{})
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		tick := time.NewTicker(lockRenew)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case now := <-tick.C:
				_ = os.Chtimes(path, now, now) // a missed beat is no harm
			}
		}
	}()
	return func() {
		close(done)
		<-stopped
		_ = os.Remove(path)
	}
}
