package coreapi

import (
	"encoding/json"
	"math"
	"testing"
)

func TestText(t *testing.T) {
	for raw, want := range map[string]text{
		`"East Coast (NY2)"`: "East Coast (NY2)", `""`: "", `null`: "", ` null `: "", `"null"`: "null",
		`8589938688`: "8589938688", `-1.50`: "-1.50", `true`: "true", `"\u00e9\n"`: "é\n", `"\ud83d"`: "\uFFFD",
	} {
		var got text
		if err := json.Unmarshal([]byte(raw), &got); err != nil || got != want {
			t.Errorf("%s: %q, %v, want %q", raw, got, err, want)
		}
	}
	for _, raw := range []string{`{}`, `[]`, `["a"]`, `{"a": "b"}`} {
		var got text
		if err := json.Unmarshal([]byte(raw), &got); err == nil {
			t.Errorf("%s was read as %q", raw, got)
		}
	}
}

func TestNumber(t *testing.T) {
	for raw, want := range map[string]number{
		`4`: {4, true}, `"8589938688"`: {8589938688, true}, `0`: {0, true}, `"0"`: {0, true}, `-3`: {-3, true},
		`null`: {}, `""`: {}, `"  "`: {}, `"null"`: {}, `" 24 "`: {24, true},
		`24.0`: {24, true}, `"24.0"`: {24, true}, `0.5`: {1, true}, `1e3`: {1000, true}, `5.36870912E10`: {50 << 30, true},
		`9007199254740993`: {9007199254740993, true}, `"9223372036854775807"`: {math.MaxInt64, true},
		`-9223372036854775808`: {math.MinInt64, true},
	} {
		var got number
		if err := json.Unmarshal([]byte(raw), &got); err != nil || got != want {
			t.Errorf("%s: %v, %v, want %v", raw, got, err, want)
		}
		if p := got.pointer(); (p != nil) != want.set || p != nil && *p != want.value {
			t.Errorf("%s: the pointer is %v", raw, p)
		}
	}
	for _, raw := range []string{
		`true`, `"four"`, `"8 GB"`, `"0x10"`, `"NaN"`, `"Inf"`, `"-Infinity"`,
		`1e400`, `"9223372036854775808"`, `{}`, `[4]`,
	} {
		var got number
		if err := json.Unmarshal([]byte(raw), &got); err == nil {
			t.Errorf("%s was read as %v", raw, got)
		}
	}
}

func TestFlag(t *testing.T) {
	for raw, want := range map[string]flag{
		`true`: true, `false`: false, `null`: false, `"true"`: true, `"false"`: false, `"True"`: true, `"TRUE"`: true,
		`1`: true, `0`: false, `"1"`: true, `"0"`: false, `""`: false, `"null"`: false,
	} {
		got := !want
		if err := json.Unmarshal([]byte(raw), &got); err != nil || got != want {
			t.Errorf("%s: %v, %v", raw, got, err)
		}
	}
	for _, raw := range []string{`2`, `"yes"`, `"on"`, `1.0`, `{}`, `[true]`} {
		var got flag
		if err := json.Unmarshal([]byte(raw), &got); err == nil {
			t.Errorf("%s was read as %v", raw, got)
		}
	}
}

// An odd value is an error and never a zero that looks like the service's word.
func TestOddAnswersAreErrors(t *testing.T) {
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

// What an answer says itself counts for more than what the rate says.
func TestMachineTypeBeatsUsageRate(t *testing.T) {
	for body, want := range map[string]string{
		`{"usageRate": "Air hourly"}`:                           "Air",
		`{"usageRate": "Air hourly", "machineType": null}`:      "Air",
		`{"usageRate": "Air hourly", "machineType": "A4000x2"}`: "A4000x2",
		`{"usageRate": null, "machineType": "A4000"}`:           "A4000",
	} {
		var a machineAnswer
		if err := json.Unmarshal([]byte(body), &a); err != nil {
			t.Fatal(err)
		}
		if got := a.domain().MachineType; got != want {
			t.Errorf("%s: %q, want %q", body, got, want)
		}
	}
}
