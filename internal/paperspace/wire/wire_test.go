package wire

import (
	"encoding/json"
	"math"
	"testing"
)

func TestText(t *testing.T) {
	for raw, want := range map[string]Text{
		`"East Coast (NY2)"`: "East Coast (NY2)", `""`: "", `null`: "", ` null `: "", `"null"`: "null",
		`8589938688`: "8589938688", `-1.50`: "-1.50", `true`: "true", `"\u00e9\n"`: "é\n", `"\ud83d"`: "\uFFFD",
	} {
		var got Text
		if err := json.Unmarshal([]byte(raw), &got); err != nil || got != want {
			t.Errorf("%s: %q, %v, want %q", raw, got, err, want)
		}
	}
	for _, raw := range []string{`{}`, `[]`, `["a"]`, `{"a": "b"}`} {
		var got Text
		if err := json.Unmarshal([]byte(raw), &got); err == nil {
			t.Errorf("%s was read as %q", raw, got)
		}
	}
}

func TestNumber(t *testing.T) {
	for raw, want := range map[string]Number{
		`4`: {4, true}, `"8589938688"`: {8589938688, true}, `0`: {0, true}, `"0"`: {0, true}, `-3`: {-3, true},
		`null`: {}, `""`: {}, `"  "`: {}, `"null"`: {}, `" 24 "`: {24, true},
		`24.0`: {24, true}, `"24.0"`: {24, true}, `0.5`: {1, true}, `1e3`: {1000, true}, `5.36870912E10`: {50 << 30, true},
		`9007199254740993`: {9007199254740993, true}, `"9223372036854775807"`: {math.MaxInt64, true},
		`-9223372036854775808`: {math.MinInt64, true},
	} {
		var got Number
		if err := json.Unmarshal([]byte(raw), &got); err != nil || got != want {
			t.Errorf("%s: %v, %v, want %v", raw, got, err, want)
		}
		if p := got.Pointer(); (p != nil) != want.Set || p != nil && *p != want.Value {
			t.Errorf("%s: the pointer is %v", raw, p)
		}
	}
	for _, raw := range []string{
		`true`, `"four"`, `"8 GB"`, `"0x10"`, `"NaN"`, `"Inf"`, `"-Infinity"`,
		`1e400`, `"9223372036854775808"`, `{}`, `[4]`,
	} {
		var got Number
		if err := json.Unmarshal([]byte(raw), &got); err == nil {
			t.Errorf("%s was read as %v", raw, got)
		}
	}
}

func TestFlag(t *testing.T) {
	for raw, want := range map[string]Flag{
		`true`: true, `false`: false, `null`: false, `"true"`: true, `"false"`: false, `"True"`: true, `"TRUE"`: true,
		`1`: true, `0`: false, `"1"`: true, `"0"`: false, `""`: false, `"null"`: false,
	} {
		got := !want
		if err := json.Unmarshal([]byte(raw), &got); err != nil || got != want {
			t.Errorf("%s: %v, %v", raw, got, err)
		}
	}
	for _, raw := range []string{`2`, `"yes"`, `"on"`, `1.0`, `{}`, `[true]`} {
		var got Flag
		if err := json.Unmarshal([]byte(raw), &got); err == nil {
			t.Errorf("%s was read as %v", raw, got)
		}
	}
}
