package tfcli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"
)

// tofuVersion is the pinned OpenTofu.
const tofuVersion = "1.12.6"

// product is a CLI that can be built from the Go module proxy.
type product struct {
	name   string // for messages
	module string
	main   string // the package of the program, in the module
}

// products contains the programs that NAME@VERSION can name.
var products = map[string]product{
	OpenTofu:  {name: "OpenTofu", module: "github.com/opentofu/opentofu", main: "./cmd/tofu"},
	Terraform: {name: "Terraform", module: "github.com/hashicorp/terraform", main: "."},
}

// Pinned returns the path of the pinned OpenTofu for another system. It builds the
// program if it is not in the cache.
func Pinned(ctx context.Context, goos, goarch string) (string, error) {
	return built(ctx, OpenTofu, tofuVersion, system{goos, goarch, goos + "_" + goarch})
}

// builtHere returns a version of a CLI for this system. It builds the program if it is
// not in the cache.
func builtHere(ctx context.Context, program, version string) (string, error) {
	return built(ctx, program, version, system{goos: runtime.GOOS, goarch: runtime.GOARCH})
}

// system is what a CLI is built for, and its folder in the cache.
type system struct{ goos, goarch, folder string }

func built(ctx context.Context, program, version string, s system) (string, error) {
	p := products[program]
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("no place to keep %s: %w", p.name, err)
	}
	name := program
	if s.goos == "windows" {
		name += ".exe"
	}
	bin := filepath.Join(cache, "terraform-provider-paperspace", program, version, s.folder, name)
	build := func(ctx context.Context, out string) error { return p.build(ctx, version, out, s.goos, s.goarch) }
	if err := BuildOnce(ctx, bin, build); err != nil {
		return "", fmt.Errorf("build %s %s: %w", p.name, version, err)
	}
	return bin, nil
}

// BuildOnce builds bin unless it exists. It prevents two processes from building it at
// the same time, because `go test ./...` starts one process per package.
func BuildOnce(ctx context.Context, bin string, build func(ctx context.Context, out string) error) error {
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
	if exists(bin) { // another process built it in the meantime
		return nil
	}

	// Build under a temporary name and rename the result, so that bin is never
	// incomplete, even if two builds run at the same time.
	tmp, err := os.MkdirTemp(filepath.Dir(bin), "build-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(tmp) }() // the result was moved out of it
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

// Timing of the lock file. Its owner renews it every lockRenew. A file that was not
// renewed for lockStale belongs to a process that died.
const (
	lockRenew = 5 * time.Second
	lockStale = time.Minute
	lockPoll  = 500 * time.Millisecond
)

// lock waits until it can create the file at path. The lock is a plain file that its
// owner renews, because the standard library has no file locks that work on every
// supported system. Two processes can in theory both take over the lock of a dead
// process. Two builds then run, which is harmless, because BuildOnce renames the result.
func lock(ctx context.Context, path string) (unlock func(), err error) {
	tick := time.NewTicker(lockPoll)
	defer tick.Stop()
	for {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err == nil {
			_ = f.Close() // the file is empty: its existence is the lock
			return holdLock(path), nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
		if info, err := os.Stat(path); err == nil && time.Since(info.ModTime()) > lockStale {
			_ = os.Remove(path) // another process might have removed it
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("waiting for another build (%s): %w", path, context.Cause(ctx))
		case <-tick.C:
		}
	}
}

// holdLock renews the lock until the returned function releases it.
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
				_ = os.Chtimes(path, now, now) // a missed renewal is harmless
			}
		}
	}()
	return func() {
		close(done)
		<-stopped
		_ = os.Remove(path)
	}
}
