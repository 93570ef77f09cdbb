package tfcli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

func TestBuildOnce(t *testing.T) {
	bin := filepath.Join(t.TempDir(), "deep", "down", "tofu")
	var builds atomic.Int32
	build := func(_ context.Context, out string) error {
		builds.Add(1)
		return os.WriteFile(out, []byte("whole"), 0o600)
	}

	var wg sync.WaitGroup
	for range 5 {
		wg.Go(func() {
			if err := BuildOnce(t.Context(), bin, build); err != nil {
				t.Error(err)
			}
			got, err := os.ReadFile(bin)
			if err != nil || string(got) != "whole" {
				t.Errorf("binary is %q, %v", got, err)
			}
		})
	}
	wg.Wait()

	if n := builds.Load(); n != 1 {
		t.Errorf("built %d times, want once", n)
	}
	onlyThe(t, bin)
}

func TestBuildOnceAfterFailure(t *testing.T) {
	bin := filepath.Join(t.TempDir(), "tofu")
	errBroken := errors.New("broken")
	halfway := func(_ context.Context, out string) error {
		return errors.Join(os.WriteFile(out, []byte("half"), 0o600), errBroken)
	}
	if err := BuildOnce(t.Context(), bin, halfway); !errors.Is(err, errBroken) {
		t.Fatalf("error %v, want %v", err, errBroken)
	}
	if exists(bin) {
		t.Fatal("a failed build left a binary behind")
	}

	whole := func(_ context.Context, out string) error { return os.WriteFile(out, nil, 0o600) }
	if err := BuildOnce(t.Context(), bin, whole); err != nil {
		t.Fatal(err)
	}
	onlyThe(t, bin)
}

func TestLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	unlock, err := lock(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := lock(ctx, path); !errors.Is(err, context.Canceled) {
		t.Fatalf("second lock: %v, want to wait until the context ends", err)
	}
	unlock()

	// The lock file of a process that was killed while building.
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	long := time.Now().Add(-2 * lockStale)
	if err := os.Chtimes(path, long, long); err != nil {
		t.Fatal(err)
	}
	unlock, err = lock(t.Context(), path)
	if err != nil {
		t.Fatalf("lock of a dead process: %v", err)
	}
	unlock()
}

// onlyThe fails the test if the directory of bin contains anything else.
func onlyThe(t *testing.T, bin string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(bin))
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 || entries[0].Name() != filepath.Base(bin) {
		t.Errorf("left in the cache: %v", entries)
	}
}
