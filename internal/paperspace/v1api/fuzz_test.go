package v1api

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// FuzzMachineResponse checks that every machine that can be decoded is normalized and consistent,
// and matches a filter by its own values.
func FuzzMachineResponse(f *testing.F) {
	for _, name := range []string{"machine_numbers.json", "machine_texts.json", "machine_nulls.json", "machine_create.json"} {
		f.Add([]byte(golden(f, name)))
	}
	f.Add([]byte(`{"id": 1, "ram": 1.5e3, "accelerators": [null, {"count": "2"}], "autoSnapshotEnabled": "1", "autoSnapshotFrequency": "DAILY"}`))
	f.Add([]byte(`{"ID": "ps1", "state": " READY ", "autoShutdownEnabled": 1, "autoShutdownTimeout": "-8", "storageTotal": "-1"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		var a machineResponse
		if json.Unmarshal(body, &a) != nil {
			return
		}
		m := a.domain()
		if s := string(m.State); s != strings.ToLower(s) || s != strings.TrimSpace(s) {
			t.Errorf("state %q", s)
		}
		if m.Events != nil || m.BillingType != billing {
			t.Errorf("events %v, billing %q", m.Events, m.BillingType)
		}
		if m.DynamicPublicIP && (m.AssignPublicIP == nil || *m.AssignPublicIP) {
			t.Errorf("two kinds of address: %+v", m)
		}
		if !m.AutoSnapshot && (m.AutoSnapshotFrequency != "" || m.AutoSnapshotSaveCount != nil) {
			t.Errorf("details of no snapshots: %+v", m)
		}
		for field := range machineFilters {
			if value, known := m.Get(field); !known || value != "" && value != paperspace.Null && !(paperspace.Filter{field: value}).Match(m.Get) {
				t.Errorf("%s = %q does not match itself", field, value)
			}
		}
		if diff := cmp.Diff(m, a.domain()); diff != "" {
			t.Errorf("reading it again differs: %s", diff)
		}
	})
}

// FuzzPages checks that a list of two arbitrary pages ends, and that it contains no object twice
// and none without an ID.
func FuzzPages(f *testing.F) {
	for _, name := range []string{"custom_templates.json", "network_list.json", "accessors.json", "public_ips.json", "events.json"} {
		f.Add([]byte(golden(f, name)), []byte(items(`{"id": "a"}, {"id": "b"}`)))
	}
	f.Add([]byte(`{"hasMore": true, "items": [{"id": "a"}, null], "nextPage": "c"}`), []byte(`{"hasMore": true, "items": [{"id": "a"}, {"id": 1}], "nextPage": "c"}`))
	f.Add([]byte(`{"hasMore": 1, "items": [], "nextPage": 0}`), []byte(`{"hasMore": true, "items": []}`))
	f.Fuzz(func(t *testing.T, first, second []byte) {
		w, api := scripted(t, ok(string(first), string(second))...)
		seen := map[string]bool{}
		ended := false
		for m, err := range api.Machines.List(t.Context(), nil) {
			if ended {
				t.Errorf("goes on after an error")
			}
			if err != nil {
				ended = true
				continue
			}
			if m.ID == "" || seen[m.ID] {
				t.Errorf("%q came twice, or has no id", m.ID)
			}
			seen[m.ID] = true
		}
		if len(w.sent) > 3 { // the server repeats the second page, so its cursor repeats, too
			t.Errorf("sent %d requests", len(w.sent))
		}
	})
}

func FuzzProblem(f *testing.F) {
	for _, body := range []string{
		`{"code": "NOT_FOUND", "message": "Machine not found"}`, `{"message": "Unauthorized"}`,
		`{"code": 1, "details": {"a": [{"b": "c"}, 1, null]}, "issues": "x"}`, `{"code": "A", "issues": [{"message": ""}]}`,
		`{"code": [], "message": true}`, `null`, ``, `[`, `<html>`, `{"details":{"details":{"details":{}}}}`,
	} {
		f.Add(404, []byte(body))
		f.Add(503, []byte(body))
	}
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		got := decodeProblem(status, nil, body)
		if got.Status != status {
			t.Errorf("status %d became %d", status, got.Status)
		}
		if !got.Recognized && (got.Message != "" || got.Code != "") {
			t.Errorf("not recognized, and yet it says %q %q", got.Code, got.Message)
		}
		if got.Recognized && !json.Valid(body) {
			t.Errorf("recognized what is no JSON")
		}
	})
}

// FuzzEvent checks that no event has failed and is still running, and that an event with a reason
// has failed.
func FuzzEvent(f *testing.F) {
	for _, body := range []string{
		`{"state": "done", "error": "x"}`, `{"state": "error", "dtFinished": "2024-11-06T00:01:00.000Z"}`, `{"state": "In Progress"}`,
		`{"state": "new", "error": "x"}`, `{"state": "cancelled"}`, `{"state": null, "error": null, "dtFinished": null}`, `{"id": 7, "error": ""}`,
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var a eventResponse
		if json.Unmarshal(body, &a) != nil {
			return
		}
		e := a.domain()
		if e.Failed() && e.Running() || (e.Error != "") && !e.Failed() {
			t.Errorf("%+v", e)
		}
		if a.DTFinished != "" && (e.Running() || e.Failed() && e.Error == "") {
			t.Errorf("it has ended, and it is %+v", e)
		}
	})
}
