package wire

import (
	"encoding/json"
	"testing"
)

func TestLine(t *testing.T) {
	for raw, want := range map[string]Line{
		`"ready"`: "ready", `7`: "7", `null`: "", `"Air  hourly"`: "Air  hourly", `"no\r\nroom\t"`: "no  room ",
		`"\u001b[31mred"`: " red", `"\u009b2J"`: " ", `"a\u202eb"`: "a b", `"é"`: "é",
	} {
		var got Line
		if err := json.Unmarshal([]byte(raw), &got); err != nil || got != want {
			t.Errorf("%s: %q, %v, want %q", raw, got, err, want)
		}
	}
}

func TestID(t *testing.T) {
	for raw, want := range map[string]ID{`"ps123abc"`: "ps123abc", `17`: "17", `null`: "", `"a b/é"`: "a b/é"} {
		var got ID
		if err := json.Unmarshal([]byte(raw), &got); err != nil || got != want {
			t.Errorf("%s: %q, %v, want %q", raw, got, err, want)
		}
	}
	for _, raw := range []string{`"ps1\n"`, `"ps1\u001b[2J"`, `"ps\u200b1"`, `"\u0000"`, `{}`, `["ps1"]`} {
		got := ID("before")
		if err := json.Unmarshal([]byte(raw), &got); err == nil || got != "before" {
			t.Errorf("%s was read as %q, %v", raw, got, err)
		}
	}
}

// If a key occurs twice, only the second value counts.
func TestLatest(t *testing.T) {
	type event struct{ Name, State string }
	var got struct {
		Events Latest[[]event]
		Last   Latest[*event]
	}
	const raw = `{"events": [{"name": "a", "state": "done"}, {"name": "b"}], "last": {"name": "a"}, "events": [{"name": "c"}], "LAST": {"state": "new"}}`
	if err := json.Unmarshal([]byte(raw), &got); err != nil {
		t.Fatal(err)
	}
	if e := got.Events.Value; len(e) != 1 || e[0] != (event{Name: "c"}) || *got.Last.Value != (event{State: "new"}) {
		t.Errorf("%v, %v", e, *got.Last.Value)
	}
	if err := json.Unmarshal([]byte(`{"events": null}`), &got); err != nil || got.Events.Value != nil {
		t.Errorf("null became %v, %v", got.Events.Value, err)
	}
}
