package coreapi

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// Whatever arrives, reading it ends, and what was read is in the domain's own
// form.
func FuzzMachineAnswer(f *testing.F) {
	for _, name := range []string{"machine_create.json", "machine_create_article.json", "machine_show.json", "machine_late.json"} {
		f.Add([]byte(golden(f, name)))
	}
	f.Add([]byte(`{"id": 1, "ram": 1.5e3, "cpus": null, "events": [null, {"name": null}], "dynamicPublicIp": "1"}`))
	f.Add([]byte(`{"ID": "ps1", "state": " READY ", "usageRate": "hourly", "storageTotal": "-1"}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		var a machineAnswer
		if json.Unmarshal(body, &a) != nil {
			return
		}
		m := a.domain()
		if s := string(m.State); s != strings.ToLower(s) || s != strings.TrimSpace(s) {
			t.Errorf("state %q", s)
		}
		if m.BillingType != "" && m.BillingType != "hourly" && m.BillingType != "monthly" {
			t.Errorf("billing type %q", m.BillingType)
		}
		if (m.Events == nil) != (a.Events == nil) || len(m.Events) != len(a.Events) {
			t.Errorf("events %v became %v", a.Events, m.Events)
		}
		for field := range machineFilters {
			value, known := m.Get(field)
			if !known {
				t.Errorf("%s is not known", field)
			}
			if value == "" {
				value = paperspace.Null
			}
			if value != paperspace.Null && !(paperspace.Filter{field: value}).Match(m.Get) {
				t.Errorf("%s = %q does not match itself", field, value)
			}
		}
		if gb, known := m.SizeGB(); known && gb < 0 {
			t.Errorf("a disk of %d GB", gb)
		}
		if diff := cmp.Diff(m, a.domain()); diff != "" {
			t.Errorf("reading it again differs: %s", diff)
		}
	})
}

func FuzzUsageRate(f *testing.F) {
	for _, rate := range []string{"Air monthly", "C1 Hourly", "GPU+ hourly", "hourly", " hourly", "", "a b c HOURLY ", "x\thourly", "ſ hourly"} {
		f.Add(rate)
	}
	f.Fuzz(func(t *testing.T, rate string) {
		machineType, billing := splitUsageRate(rate)
		switch billing {
		case "hourly", "monthly":
		case "":
			if machineType != "" {
				t.Errorf("%q: type %q without billing", rate, machineType)
			}
			return
		default:
			t.Errorf("%q: billing %q", rate, billing)
		}
		if machineType == "" || machineType != strings.TrimSpace(machineType) || !strings.Contains(rate, machineType) {
			t.Errorf("%q: type %q", rate, machineType)
		}
		if again, too := splitUsageRate(machineType + " " + billing); again != machineType || too != billing {
			t.Errorf("%q became %q and %q, and these %q and %q", rate, machineType, billing, again, too)
		}
	})
}

func FuzzProblem(f *testing.F) {
	for _, body := range []string{
		`{"error": {"name": "Error", "status": 404, "message": "Machine not found"}}`,
		`{"status": 400, "message": "Invalid API token"}`, `{"error": {"status": "5e2"}, "message": true}`,
		`{"error": [], "status": -1}`, `null`, ``, `[`, `<html>`, `{"error":{"error":{"error":{}}}}`,
	} {
		f.Add(400, []byte(body))
		f.Add(503, []byte(body))
	}
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		got := decodeProblem(status, nil, body)
		if got.Status != status && (got.Status < 400 || got.Status > 599) {
			t.Errorf("status %d became %d", status, got.Status)
		}
		if !got.Recognised && got.Message != "" {
			t.Errorf("not recognised, and yet it says %q", got.Message)
		}
		if got.Recognised && !json.Valid(body) {
			t.Errorf("recognised what is no JSON")
		}
	})
}
