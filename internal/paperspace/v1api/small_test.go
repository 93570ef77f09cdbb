package v1api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/wire"
)

// An event with a reason has failed, unless its state is "done". An event that has ended without a
// reason has succeeded.
func TestWhatAnEventCameTo(t *testing.T) {
	for _, c := range []struct {
		state, reason, finished string
		wantState, wantError    string
	}{
		{"done", "left over", "2026-01-01T00:00:00Z", "done", ""},
		{"Error", "no capacity", "", "error", "no capacity"},
		{"in progress", "no capacity", "", "error", "no capacity"},
		{"error", "", "2026-01-01T00:00:00Z", "done", ""},
		{"in progress", "", "", "in progress", ""},
	} {
		got := eventResponse{State: wire.Line(c.state), Error: wire.Line(c.reason), DTFinished: wire.Line(c.finished)}.domain()
		if got.State != c.wantState || got.Error != c.wantError {
			t.Errorf("%+v: state %q, error %q", c, got.State, got.Error)
		}
	}
}

func TestAvailabilityUsesPaperspacesSpellings(t *testing.T) {
	w, api := scripted(t, ok(`{"available":true}`)...)
	if available, err := api.Availability.Available(t.Context(), "East Coast (NY2)", "p4000"); err != nil || !available {
		t.Fatal(available, err)
	}
	if q := w.sent[0].query; q != "machineType=P4000&region=ny2" {
		t.Error(q)
	}
}

func TestErrorNamesTheCall(t *testing.T) {
	for what, call := range map[string]func(api paperspace.API) error{
		"restore snapshot s1": func(api paperspace.API) error {
			_, err := api.Snapshots.Restore(t.Context(), "s1", paperspace.SnapshotRestore{})
			return err
		},
		"update script sc1": func(api paperspace.API) error {
			return api.ScriptEdits.Update(t.Context(), "sc1", paperspace.ScriptUpdate{Name: new("s")})
		},
		`create script "s"`: func(api paperspace.API) error {
			_, err := api.Scripts.Create(t.Context(), paperspace.ScriptCreate{Name: "s"})
			return err
		},
		`create machine "m"`: func(api paperspace.API) error {
			_, err := api.Machines.Create(t.Context(), paperspace.MachineCreate{Name: "m"})
			return err
		},
	} {
		_, api := scripted(t, reply{status: http.StatusBadRequest, body: `{"message":"no"}`})
		if err := call(api); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("%s: %v", what, err)
		}
	}
}
