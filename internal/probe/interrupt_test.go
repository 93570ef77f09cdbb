package main

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// Everything that was created is removed, no matter after which request the user interrupts.
func TestInterruptLeavesNothing(t *testing.T) {
	for n := range 160 {
		after := n
		synctest.Test(t, func(t *testing.T) {
			w := newFake(psfake.Observed())
			before := objectsOf(w)
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			o := probeOf(w, true, io.Discard)
			o.Client.Transport = counted{o.Client.Transport, &after, stop}
			_, err := run(ctx, t.Context(), o)
			if err == nil || !strings.Contains(err.Error(), "interrupted") {
				t.Errorf("error %v", err)
			}
			if left := objectsOf(w); !slices.Equal(before, left) {
				t.Errorf("after %d requests, left %v, before %v", n, left, before)
			}
		})
	}
}

// counted calls stop when *left requests have been sent.
type counted struct {
	http.RoundTripper
	left *int
	stop func()
}

func (c counted) RoundTrip(r *http.Request) (*http.Response, error) {
	if *c.left--; *c.left < 0 {
		c.stop()
	}
	return c.RoundTripper.RoundTrip(r)
}

// A second interrupt ends the removal, and what is left is named.
func TestSecondInterruptNamesWhatIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newFake(psfake.Documented())
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		sent := 20
		o := probeOf(w, true, io.Discard)
		o.Client.Transport = counted{o.Client.Transport, &sent, stop}
		_, err := run(ctx, ctx, o)
		for _, m := range w.Machines() {
			if m.Name != "mine" && !strings.Contains(err.Error(), m.ID) {
				t.Errorf("%s is not named: %v", m.ID, err)
			}
		}
		if err == nil || len(w.Machines()) < 2 || !strings.Contains(err.Error(), "make sweep ARGS=-all-ages") {
			t.Errorf("%d machines, %v", len(w.Machines()), err)
		}
	})
}

// The removal also finds objects whose create lost its response.
func TestLostResponsesLeaveNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newFake(psfake.Documented())
		before := objectsOf(w)
		for _, call := range []string{"machines.create", "networks.create", "scripts.create", "templates.create", "snapshots.create", "drives.create"} {
			w.Inject(psfake.Fault{Call: call, Kind: psfake.FaultStatusAfter, Status: http.StatusBadGateway, Times: 1})
		}
		if _, err := run(t.Context(), t.Context(), probeOf(w, true, io.Discard)); err != nil {
			t.Error(err)
		}
		if left := objectsOf(w); !slices.Equal(before, left) {
			t.Errorf("left %v, before %v", left, before)
		}
	})
}

// An address has no name, so a lost claim can only be reported.
func TestLostClaimIsNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newFake(psfake.Documented())
		w.Inject(psfake.Fault{Call: "publicips.claim", Kind: psfake.FaultStatusAfter, Status: http.StatusBadGateway, Times: 1})
		_, err := run(t.Context(), t.Context(), probeOf(w, true, io.Discard))
		if err == nil || !strings.Contains(err.Error(), "perhaps an address in ny2") {
			t.Errorf("error %v", err)
		}
	})
}
