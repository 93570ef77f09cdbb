package coreapi

import (
	"net/http"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// aboutAMachine are the methods about one machine that are not part of [paperspace.Machines].
var aboutAMachine = map[string]func(t *testing.T, api paperspace.API, id string) error{
	"grant": func(t *testing.T, api paperspace.API, id string) error {
		return api.Access.Grant(t.Context(), id, "u1")
	},
	"revoke": func(t *testing.T, api paperspace.API, id string) error {
		return api.Access.Revoke(t.Context(), id, "u1")
	},
	"read the utilization": func(t *testing.T, api paperspace.API, id string) error {
		_, err := api.Utilizations.Utilization(t.Context(), id, "2026-01")
		return err
	},
}

func TestEmptyMachineIDIsNotSent(t *testing.T) {
	for what, call := range aboutAMachine {
		w, api := scripted(t, reply{body: `{}`})
		wantKind(t, call(t, api, ""), paperspace.ErrRejected)
		if len(w.sent) != 0 {
			t.Errorf("%s: sent %v", what, w.sent)
		}
	}
}

func TestErrorNamesTheCall(t *testing.T) {
	for what, call := range aboutAMachine {
		_, api := scripted(t, reply{status: http.StatusBadRequest, body: `{"error":{"message":"no"}}`})
		if err := call(t, api, "ps1"); err == nil || !strings.Contains(err.Error(), what) || !strings.Contains(err.Error(), "machine ps1") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestUtilizationOfNoMachineIsNotFound(t *testing.T) {
	_, api := scripted(t, reply{body: `{"machineId":null,"utilization":null,"storageUtilization":null}`})
	_, err := api.Utilizations.Utilization(t.Context(), "ps1", "2026-01")
	wantKind(t, err, paperspace.ErrNotFound)
}

func TestAvailabilityUsesPaperspacesSpellings(t *testing.T) {
	w, api := scripted(t, reply{body: `{"available":true}`})
	if ok, err := api.Availability.Available(t.Context(), "ny2", "p4000"); err != nil || !ok {
		t.Fatal(ok, err)
	}
	if q := w.only(t).query; q != "machineType=P4000&region=East%20Coast%20%28NY2%29" {
		t.Error(q)
	}
}

func TestUnreadableAvailabilityNamesTheRequest(t *testing.T) {
	_, api := scripted(t, reply{body: `{}`})
	_, err := api.Availability.Available(t.Context(), "ny2", "P4000")
	if err == nil || !strings.Contains(err.Error(), "availability of P4000") || !strings.Contains(err.Error(), string(machineAvailability)) {
		t.Error(err)
	}
}
