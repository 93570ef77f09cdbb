package repo

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A SIGTERM for make reaches the tool that has to remove what it has created, and make
// waits for that. The stub of go runs a program as go run does: without passing signals on.
func TestTerminationOfMakeReachesTheTools(t *testing.T) {
	t.Parallel()
	gnu, makefile := gnuMake(t)
	if _, err := os.Stat(makefile); err != nil { // so that go test notices changes
		t.Fatal(err)
	}
	for _, target := range []string{"probe", "live", "sweep"} {
		t.Run(target, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for name, script := range map[string]string{
				"go":   "case $1 in run) ./tool; exit;; build) cp tool \"$3\";; esac",
				"tool": "trap 'kill $!; >removed; exit' TERM\nsleep 600 >/dev/null 2>&1 &\necho \"started $*\"\nwait",
			} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			cmd := exec.CommandContext(t.Context(), gnu, "-f", makefile, target, `ARGS=-only "a b"`)
			cmd.Dir = dir
			cmd.Env = []string{"PATH=" + dir + ":" + os.Getenv("PATH"), "HOME=" + dir}
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			lines := bufio.NewReader(out)
			started, err := lines.ReadString('\n')
			if err != nil || !strings.HasPrefix(started, "started ") || !strings.HasSuffix(started, "-only a b\n") {
				t.Errorf("%q, %v", started, err)
			}
			if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			if err := cmd.Wait(); err == nil {
				t.Error("make succeeded")
			}
			if _, err := os.Stat(filepath.Join(dir, "removed")); err != nil {
				t.Errorf("make ended before the tool had removed anything: %v", err)
			}
		})
	}
}
