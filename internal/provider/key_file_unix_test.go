//go:build unix

package provider

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// A named pipe without a writer, or a device without an end, must not block a plan.
func TestKeyFileThatIsNoFileDoesNotHang(t *testing.T) {
	t.Parallel()
	pipe := filepath.Join(t.TempDir(), "config.json")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip(err)
	}
	for _, name := range []string{pipe, "/dev/zero", "/dev/tty"} {
		done := make(chan error, 1)
		go func() {
			_, err := readKeyFile(name)
			done <- err
		}()
		select {
		case err := <-done:
			if !errors.Is(err, errNotAFile) {
				t.Errorf("%s: %v", name, err)
			}
		case <-time.After(5 * time.Minute):
			t.Errorf("%s: the read hangs", name)
		}
	}
	// The open does not block either, if a pipe replaces the file between the Stat and the
	// open.
	f, err := os.OpenFile(pipe, os.O_RDONLY|withoutWaiting, 0)
	if err != nil {
		t.Fatal(err)
	}
	_ = f.Close()
}

func TestOwnerOfAFile(t *testing.T) {
	t.Parallel()
	info, err := os.Stat(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if uid, known := ownerOf(info); !known || uid != os.Getuid() {
		t.Errorf("%d, %t", uid, known)
	}
}
