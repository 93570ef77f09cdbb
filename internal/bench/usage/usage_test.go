package usage

import (
	"path/filepath"
	"testing"
	"time"
)

func TestReadAddsUpWhatWasAppended(t *testing.T) {
	file := filepath.Join(t.TempDir(), "usage")
	if got, err := Read(file); err != nil || got != (Usage{}) {
		t.Errorf("no process yet: %+v, %v", got, err)
	}
	for _, u := range []Usage{{2 * time.Second, 30}, {3 * time.Second, 20}} {
		if err := u.Append(file); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := Read(file); err != nil || got != (Usage{5 * time.Second, 30}) {
		t.Errorf("%+v, %v", got, err)
	}
}
