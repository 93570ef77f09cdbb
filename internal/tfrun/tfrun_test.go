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
	"syscall"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfcli"
)

// pretend returns a workspace whose CLI is a shell script.
func pretend(t *testing.T, script string, env ...string) *Workspace {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the CLI of the test is a shell script")
	}
	path := filepath.Join(t.TempDir(), "cli")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script), 0o700); err != nil {
		t.Fatal(err)
	}
	w, err := Open(tfcli.CLI{Path: path}, filepath.Join(t.TempDir(), "new", "folder"), "/built", append(env, "PATH="+os.Getenv("PATH"))...)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestRun(t *testing.T) {
	w := pretend(t, `echo "$@ in $PWD, $CHECKPOINT_DISABLE$TF_IN_AUTOMATION$TF_INPUT, $MINE"; cat "$TF_CLI_CONFIG_FILE" >&2; exit 3`, "MINE=old")
	w.Setenv("MINE=new")
	r, err := w.Run(t.Context(), "plan", "-x")
	var exit *exec.ExitError
	if !errors.As(err, &exit) || r.State.ExitCode() != 3 {
		t.Errorf("%v, %v", err, r.State)
	}
	for _, want := range []string{
		"plan -x -no-color in " + w.Dir + ", 110, new\n",
		`"registry.terraform.io/hashicorp/paperspace" = "/built"`, `"registry.opentofu.org/paperspace-community/paperspace" = "/built"`,
	} {
		if !strings.Contains(r.Text, want) {
			t.Errorf("no %q in\n%s", want, r.Text)
		}
	}
	failed := r.Errorf("exit code %d: %w", 3, err)
	if !errors.As(failed, &exit) || !strings.HasPrefix(failed.Error(), "terraform plan -x: exit code 3: ") || !strings.Contains(failed.Error(), "/built") {
		t.Error(failed)
	}
	if r, err := (&Workspace{CLI: tfcli.CLI{Path: w.Path("missing")}}).Run(t.Context(), "plan"); err == nil || r.State.ExitCode() != -1 {
		t.Errorf("a missing CLI: %v, %v", err, r.State)
	}
}

// until waits for a condition. If it is never met, the time limit of the test ends the
// wait.
func until(happened func() bool) {
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for !happened() {
		<-tick.C
	}
}

// printed waits until the CLI has printed a text.
func printed(p *Process, text string) {
	until(func() bool { return strings.Contains(p.Output(), text) })
}

// The end of the context interrupts only the CLI, and Wait kills the rest of its group.
func TestEndOfTheContext(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("looks for processes in /proc")
	}
	w := pretend(t, `sleep 600 >/dev/null 2>&1 &
echo $! >plugin
trap 'echo interrupted; exit 1' INT
echo started
wait`)
	ctx, cancel := context.WithCancel(t.Context())
	p, err := w.Start(ctx, "apply")
	if err != nil {
		t.Fatal(err)
	}
	printed(p, "started")
	cancel()
	r, err := p.Wait()
	if !errors.Is(err, context.Canceled) || strings.Count(r.Text, "interrupted") != 1 {
		t.Errorf("%v\n%s", err, r.Text)
	}
	plugin, err := os.ReadFile(w.Path("plugin"))
	if err != nil {
		t.Fatal(err)
	}
	until(func() bool {
		stat, err := os.ReadFile("/proc/" + strings.TrimSpace(string(plugin)) + "/stat")
		return err != nil || strings.Contains(string(stat), ") Z ")
	})
}

func TestSignals(t *testing.T) {
	// Both processes must be ready for a signal before the output that the test waits
	// for. No other process has the output open, because Wait would wait for it.
	const script = `trap 'echo CLI got it; wait; exit' TERM
sh -c 'trap "echo plugin got it; exit" TERM; sleep 600 >/dev/null 2>&1 & echo plugin; wait' &
wait`
	for _, c := range []struct {
		name  string
		group bool
	}{{"CLI", false}, {"group", true}} {
		t.Run(c.name, func(t *testing.T) {
			p, err := pretend(t, script).Start(t.Context(), "apply")
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(p.Kill)
			printed(p, "plugin\n")
			send := p.Signal
			if c.group {
				send = p.SignalGroup
			}
			if err := send(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			printed(p, "CLI got it")
			if !c.group {
				p.Kill()
			}
			if r, _ := p.Wait(); c.group != strings.Contains(r.Text, "plugin got it") {
				t.Errorf("group %t:\n%s", c.group, r.Text)
			}
		})
	}
}

func TestFailedBuildLeavesNothing(t *testing.T) {
	temp := t.TempDir()
	for _, name := range []string{"TMPDIR", "TMP"} {
		t.Setenv(name, temp)
	}
	t.Setenv(tfcli.EnvProvider, "")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if dir, err := Provider(ctx); err == nil {
		t.Errorf("a canceled build returns %s", dir)
	}
	if left, err := os.ReadDir(temp); err != nil || len(left) > 0 {
		t.Errorf("%v, %v", left, err)
	}
	if err := Clean(); err != nil {
		t.Error(err)
	}
}

// A provider that another process has built for all is used and not removed.
func TestProviderIsBuiltOnceForAll(t *testing.T) {
	dir := t.TempDir()
	t.Setenv(tfcli.EnvProvider, dir)
	bin := Executable(dir, Program)
	if err := os.WriteFile(bin, []byte("built by another"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // a build fails
	if got, err := Provider(ctx); got != dir || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if text, err := os.ReadFile(bin); Clean() != nil || err != nil || string(text) != "built by another" {
		t.Errorf("%q, %v", text, err)
	}
}

func TestEnvironments(t *testing.T) {
	for _, name := range []string{"PAPERSPACE_API_KEY", "TF_REATTACH_PROVIDERS", "TF_LOG", "HTTPS_PROXY", "SOMETHING_ELSE"} {
		t.Setenv(name, "the user's")
	}
	if got := fmt.Sprint(Isolated("/h", "/t")); strings.Contains(got, "the user's") || !strings.Contains(got, "HOME=/h TMPDIR=/t") {
		t.Error(got)
	}
	got := "\n" + strings.Join(Inherited(), "\n") + "\n"
	if strings.Contains(got, "\nPAPERSPACE_") || strings.Contains(got, "\nTF_") || strings.Count(got, "=the user's\n") != 2 {
		t.Error(got)
	}
}
