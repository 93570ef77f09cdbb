package psfake_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// A test with a fault that cannot hit any request tests nothing, so the fault is rejected.
func TestFaultsThatCannotHit(t *testing.T) {
	for _, tc := range []struct {
		fault psfake.Fault
		says  string // "" if the fault is accepted
	}{
		{psfake.Fault{Call: "machines.creat", Kind: psfake.FaultCut}, `no route has the call "machines.creat"`},
		{psfake.Fault{Call: "machine.*", Kind: psfake.FaultCut}, `no route has the call "machine.*"`},
		{psfake.Fault{Call: "machines.create", Kind: psfake.FaultStale}, "cannot hit machines.create"},
		{psfake.Fault{Call: "machines.show", Kind: psfake.FaultMissing, Writes: true}, ""},
		{psfake.Fault{Call: "machines.destroy", Kind: psfake.FaultMissing}, "cannot hit machines.destroy"},
		{psfake.Fault{Call: "machines.destroy", Kind: psfake.FaultMissing, Writes: true}, ""},
		{psfake.Fault{Call: "*.list", Kind: psfake.FaultAlter, Key: "name"}, "cannot hit accessors.list, "},
		{psfake.Fault{Call: "snapshots.restore", Kind: psfake.FaultTwin}, "cannot hit snapshots.restore"},
		{psfake.Fault{Call: "machines.stop", Kind: psfake.FaultFailure}, "cannot hit machines.stop"},
		{psfake.Fault{Call: "machines.update", Kind: psfake.FaultFailure}, ""}, // of API v1
		{psfake.Fault{Call: "scripts.assign", Kind: psfake.FaultIgnore}, "cannot hit scripts.assign"},
		{psfake.Fault{Call: "*.create", Kind: psfake.FaultReuse}, ""},
		{psfake.Fault{Call: "unknown", Kind: psfake.FaultCut}, ""},
		{psfake.Fault{Kind: psfake.FaultTombstone}, ""},
	} {
		panicked := func() (said any) {
			defer func() { said = recover() }()
			psfake.New().Inject(tc.fault)
			return nil
		}()
		switch {
		case tc.says == "" && panicked != nil:
			t.Errorf("%+v: %v", tc.fault, panicked)
		case tc.says != "" && !strings.Contains(fmt.Sprint(panicked), tc.says):
			t.Errorf("%+v: got %v, want a panic with %q", tc.fault, panicked, tc.says)
		}
	}
}

func TestAdminRejectsFaultsOfUnknownCalls(t *testing.T) {
	c := newCaller(t)
	r := c.post("/_fake/faults", `{"Call":"snapshot.create","Kind":"cut"}`)
	want(t, "status", r.status, http.StatusBadRequest)
	said, _ := r.object(t)["error"].(string)
	for _, call := range []string{`"snapshot.create"`, "snapshots.create", "machines.setAccessPublic", "customTemplates.list"} {
		want(t, call+" in "+said, strings.Contains(said, call), true)
	}
	want(t, "no fault", c.get("/machines/getMachines").status, http.StatusOK)
}

// A count of 0 must mean that no request was sent, and not that the name of the call is wrong.
func TestJournalRejectsUnknownCalls(t *testing.T) {
	c := newCaller(t)
	c.get("/machines/getMachines")
	want(t, "known", c.Journal().Count("machines.*", "snapshots.create"), 1)
	defer func() { want(t, "a panic", recover() != nil, true) }()
	c.Journal().Count("machine.list")
}
