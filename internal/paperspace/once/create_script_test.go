package once_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/opstest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// Scripts, like machines, are created at most once.
func TestLostResponseMakesNoSecondScript(t *testing.T) {
	in := paperspace.ScriptCreate{Name: "twin", Description: "d", Text: "echo hello", IsEnabled: true}
	for _, c := range lostCreates {
		for _, behavior := range []string{"documented", "observed"} {
			t.Run(fmt.Sprint(c.kind, behavior), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					d := psfake.Documented()
					if behavior == "observed" {
						d = psfake.Observed()
					}
					w, client := opstest.Core(t, psfake.WithBehavior(d))
					if !d.Observed {
						w.AddScript(psfake.Script{Name: "twin", Description: "d"})
					}
					w.AddScript(psfake.Script{Name: "Other"})
					before := len(w.Scripts())
					w.Inject(psfake.Fault{Call: "scripts.create", Kind: c.kind, Times: 1, Delay: time.Hour})
					made, err := client.Scripts.Create(t.Context(), in)
					if err != nil {
						t.Fatal(err)
					}
					all := w.Scripts()
					if len(all) != before+1 || all[before].ID != made.Object.ID || made.Adopted != c.named {
						t.Errorf("got %+v, the service has %v", made, all)
					}
					if n := w.Journal().Count("scripts.create"); n != c.sent {
						t.Errorf("%d creates were sent, want %d", n, c.sent)
					}
				})
			})
		}
	}
}

// A script is not adopted if it existed before the create or differs from the order.
func TestOnlyTheOwnScriptIsAdopted(t *testing.T) {
	for _, c := range []struct {
		name   string
		before bool
		other  psfake.Script
		err    bool
	}{
		{"one that was there before", true, psfake.Script{Name: "x"}, false},
		{"a disabled one", false, psfake.Script{Name: "x", Disabled: true}, true},
		{"one that runs once", false, psfake.Script{Name: "x", RunOnce: true}, true},
		{"one that is described", false, psfake.Script{Name: "x", Description: "d"}, true},
		{"one of another name", false, psfake.Script{Name: "y"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, client := opstest.Core(t)
				appeared := make(chan psfake.Script, 1)
				appear := func() { appeared <- w.AddScript(c.other) }
				if c.before {
					appear()
				} else {
					time.AfterFunc(time.Second, appear)
				}
				w.Inject(psfake.Fault{Call: "scripts.create", Kind: psfake.FaultCut, Times: 1})
				made, err := client.Scripts.Create(t.Context(), paperspace.ScriptCreate{Name: "x", Text: "x", IsEnabled: true})
				other := <-appeared
				if (err != nil) != c.err || made.Object.ID == other.ID {
					t.Errorf("adopted %+v (the other is %s), %v", made, other.ID, err)
				}
			})
		})
	}
}

func TestSeveralScriptsAreNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.Core(t)
		w.Inject(psfake.Fault{Call: "scripts.create", Kind: psfake.FaultCutAfter, Times: 1})
		time.AfterFunc(time.Second, func() { w.AddScript(psfake.Script{Name: "x", Text: "x"}) })
		_, err := c.Scripts.Create(t.Context(), paperspace.ScriptCreate{Name: "x", Text: "x", IsEnabled: true})
		if !errors.Is(err, paperspace.ErrConflict) {
			t.Fatal(err)
		}
		for _, s := range w.Scripts() {
			if !strings.Contains(err.Error(), s.ID) {
				t.Errorf("%s is not named: %v", s.ID, err)
			}
		}
		if got, _ := opstest.ReasonIn[paperspace.OneOfSeveral](err); got.Object != `script named "x"` {
			t.Errorf("%+v", got)
		}
	})
}

// A script is gone only if show and list agree.
func TestFindScript(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.Core(t)
		s := w.AddScript(psfake.Script{Name: "x", Text: "x"})
		if got, err := c.Scripts.Read(t.Context(), s.ID); err != nil || !got.Found || got.Object.Name != "x" {
			t.Errorf("%+v, %v", got, err)
		}
		if got, err := c.Scripts.Read(t.Context(), "scgone"); err != nil || got.Found || got.Empty {
			t.Errorf("one that is gone: %+v, %v", got, err)
		}
		deny := w.Inject(psfake.Fault{Call: "scripts.show", Kind: psfake.FaultReject, Status: 404, Message: "Script not found"})
		if got, err := c.Scripts.Read(t.Context(), s.ID); err != nil || !got.Found {
			t.Errorf("a lone denial: %+v, %v", got, err)
		}
		w.Inject(psfake.Fault{Call: "scripts.list", Kind: psfake.FaultReject, Status: 403, Message: "no"})
		time.Sleep(6 * time.Minute) // until the list is too old to use
		if got, err := c.Scripts.Read(t.Context(), s.ID); err == nil || errors.Is(err, paperspace.ErrNotFound) || got.Found {
			t.Errorf("a rejected list: %+v, %v", got, err)
		}
		deny()
	})
}

// If the name is taken, the error has the ID of the script with that name.
func TestScriptWhoseNameIsTakenIsNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.Core(t, psfake.WithBehavior(psfake.Observed()))
		s := w.AddScript(psfake.Script{Name: "x"})
		_, err := c.Scripts.Create(t.Context(), paperspace.ScriptCreate{Name: "x", Text: "secret-text", IsEnabled: true})
		if got, _ := opstest.ReasonIn[paperspace.ScriptNameTaken](err); got.Name != "x" || got.ID != s.ID || strings.Contains(err.Error(), "secret-text") {
			t.Errorf("%v, %+v", err, got)
		}
	})
}
