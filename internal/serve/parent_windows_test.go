package serve

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const (
	asParent = "SERVE_TEST_AS_PARENT" // the file for what the child says
	asChild  = "SERVE_TEST_AS_CHILD"
)

func init() {
	switch {
	case os.Getenv(asParent) != "":
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), asParent+"=", asChild+"="+os.Getenv(asParent))
		if err := child.Start(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	case os.Getenv(asChild) != "":
		time.Sleep(2 * time.Second) // the parent is gone by then
		ended := make(chan struct{})
		watchParent(func() { close(ended) })
		said := "ended"
		select {
		case <-ended:
		case <-time.After(5 * time.Second):
			said = "still there"
		}
		_ = os.WriteFile(os.Getenv(asChild), []byte(said), 0o600)
		os.Exit(0)
	}
}

// A provider whose CLI has ended before the provider began must end as well, or
// it stays for good, and might create a machine for nobody.
func TestProviderEndsIfItsParentHasEndedAlready(t *testing.T) {
	file := filepath.Join(t.TempDir(), "said")
	parent := exec.Command(os.Args[0])
	parent.Env = append(os.Environ(), asParent+"="+file)
	if out, err := parent.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for range 150 {
		if said, err := os.ReadFile(file); err == nil && len(said) > 0 {
			if strings.TrimSpace(string(said)) != "ended" {
				t.Errorf("the child is %s", said)
			}
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Error("the child says nothing")
}

// The parent of this test is there, so nothing ends.
func TestProviderStaysWhileItsParentIsThere(t *testing.T) {
	watchParent(func() { t.Error("the parent is said to be gone") })
	time.Sleep(time.Second)
}
