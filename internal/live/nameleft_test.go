package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// After a second interrupt, what is left is named, also an address whose claim was
// interrupted before its assignment: make sweep does not remove that.
func TestNameLeft(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		machine, address bool
		want, never      []string // in the output and in the error
	}{
		"nothing":   {false, false, []string{"Nothing named tfacc-run222-… is left."}, []string{"billed", "make sweep", "states"}},
		"a machine": {true, false, []string{"billed until", "tfacc-run222-machine", "1 object named", "make sweep ARGS=-all-ages", "states"}, []string{"Nothing"}},
		"an address": {false, true, []string{"no machine has it", "release it in the Paperspace console", "states"},
			[]string{"make sweep", "billed until"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, a := serveFake(t, psfake.Documented(), psfake.Timings{})
			client, err := a.client()
			if err != nil {
				t.Fatal(err)
			}
			known := w.ClaimPublicIP(psfake.EastCoast).IP
			out := &printed{}
			l := &live{options: options{account: a, out: out}, client: client, prefix: "tfacc-run222-", root: filepath.Join(t.TempDir(), "states")}
			if err := os.Mkdir(l.root, 0o700); err != nil {
				t.Fatal(err)
			}
			if l.before, err = client.PublicIPs.List(t.Context(), nil); err != nil {
				t.Fatal(err)
			}
			if c.machine {
				w.AddMachine(psfake.Machine{Name: "tfacc-run222-machine", Created: time.Now()})
			}
			if c.address {
				c.want = append(c.want, w.ClaimPublicIP(psfake.EastCoast).IP)
			}
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			err = l.finish(ctx, ctx)
			text := out.String()
			if err != nil {
				text += err.Error()
			}
			for _, want := range c.want {
				if !strings.Contains(text, want) {
					t.Errorf("%q is missing:\n%s", want, text)
				}
			}
			for _, never := range append(c.never, known, key) {
				if strings.Contains(text, never) {
					t.Errorf("%q is in\n%s", never, text)
				}
			}
			if _, err := os.Stat(l.root); os.IsNotExist(err) != (name == "nothing") {
				t.Errorf("the states: %v", err)
			}
		})
	}
}
