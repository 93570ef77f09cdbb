package coreapi

import (
	"encoding/json"
	"testing"
)

// A malformed value is an error. It must not become a zero that looks like a value from Paperspace.
func TestOddResponsesAreErrors(t *testing.T) {
	for name, body := range map[string]string{
		"a number that is none": `{"id": "ps1", "ram": "plenty"}`,
		"an object for a text":  `{"id": "ps1", "region": {"name": "East Coast (NY2)"}}`,
		"a list for a machine":  `[{"id": "ps1"}]`,
		"events that are none":  `{"id": "ps1", "events": "none"}`,
		"a text for a machine":  `"ps1"`,
	} {
		t.Run(name, func(t *testing.T) {
			_, api := scripted(t, reply{body: body})
			if m, err := api.Machines.Show(t.Context(), "ps1"); err == nil {
				t.Errorf("got %+v", m)
			}
		})
	}
}

func TestUsageRate(t *testing.T) {
	for rate, want := range map[string][2]string{
		"Air monthly":          {"Air", "monthly"},
		"Air hourly":           {"Air", "hourly"},
		"C1 Hourly":            {"C1", "hourly"},
		"C10 MONTHLY":          {"C10", "monthly"},
		"GPU+ hourly":          {"GPU+", "hourly"},
		"A100-80Gx8 hourly":    {"A100-80Gx8", "hourly"},
		"Some New Type hourly": {"Some New Type", "hourly"},
		"  Air   hourly  ":     {"Air", "hourly"},
		"Air":                  {"", ""},
		"hourly":               {"", ""},
		" hourly":              {"", ""},
		"":                     {"", ""},
		"   ":                  {"", ""},
		"Air weekly":           {"", ""},
		"hourly Air":           {"", ""},
		"0.40":                 {"", ""},
		"Air hourly (promo)":   {"", ""},
	} {
		if machineType, billing := splitUsageRate(rate); [2]string{machineType, billing} != want {
			t.Errorf("%q: %q and %q, want %q", rate, machineType, billing, want)
		}
	}
}

// If a response contains a machine type, that takes precedence over the one in the usage rate.
func TestMachineTypeBeatsUsageRate(t *testing.T) {
	for body, want := range map[string]string{
		`{"usageRate": "Air hourly"}`:                           "Air",
		`{"usageRate": "Air hourly", "machineType": null}`:      "Air",
		`{"usageRate": "Air hourly", "machineType": "A4000x2"}`: "A4000x2",
		`{"usageRate": null, "machineType": "A4000"}`:           "A4000",
	} {
		var a machineResponse
		if err := json.Unmarshal([]byte(body), &a); err != nil {
			t.Fatal(err)
		}
		if got := a.domain().MachineType; got != want {
			t.Errorf("%s: %q, want %q", body, got, want)
		}
	}
}
