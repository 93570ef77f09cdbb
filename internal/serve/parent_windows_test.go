package serve

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"testing"
)

// role is the variable that makes this test binary play a part other than running tests.
const role = "SERVE_TEST_ROLE"

func init() {
	switch os.Getenv(role) {
	case "parent that ends":
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), role+"=orphan")
		child.Stdout = os.Stdout
		_, err := child.StdinPipe() // held open until this process ends
		if err == nil {
			err = child.Start()
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	case "orphan":
		_, _ = io.Copy(io.Discard, os.Stdin) // until the parent has ended
		for !forgotten(os.Getppid()) {
			runtime.Gosched()
		}
		ended := make(chan struct{})
		watchParent(func() { close(ended) })
		<-ended
		fmt.Print("ended")
		os.Exit(0)
	case "child":
		parent, ended := openParent()
		event, err := syscall.WaitForSingleObject(parent, 0)
		fmt.Print(parent != 0, ended, event == syscall.WAIT_TIMEOUT, err)
		os.Exit(0)
	}
}

// forgotten reports whether Windows no longer knows a process. It knows a process until all
// of its handles, such as that of this test, are closed.
func forgotten(id int) bool {
	process, err := syscall.OpenProcess(syscall.SYNCHRONIZE, false, uint32(id))
	if err == nil {
		_ = syscall.CloseHandle(process)
	}
	return err != nil
}

// play runs this binary in a role and returns what it and its children print.
func play(t *testing.T, name string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), role+"="+name)
	said, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(said)
}

// A provider whose CLI ended before the provider began must end as well. Otherwise it would
// never end, and might create a machine that is in no state.
func TestProviderEndsIfItsParentHasEndedAlready(t *testing.T) {
	if said := play(t, "parent that ends"); said != "ended" {
		t.Errorf("the child says %q", said)
	}
}

// The parent of this child is running and can be waited for.
func TestProviderStaysWhileItsParentIsThere(t *testing.T) {
	if said, want := play(t, "child"), fmt.Sprint(true, false, true, nil); said != want {
		t.Errorf("the child says %q, want %q", said, want)
	}
}
