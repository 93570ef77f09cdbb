package main

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMultiply(t *testing.T) {
	const one = `{"version": 4, "resources": [{"type": "paperspace_machine", "instances": [
		{"index_key": 0, "attributes": {"id": "psabc", "name": "m-0", "size": 50}, "identity": {"id": "psabc"}, "private": "eyJ9"}]}]}`
	raw, err := multiply([]byte(one), 3, 2)
	if err != nil {
		t.Fatal(err)
	}
	var got, want any
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	err = json.Unmarshal([]byte(`{"version": 4, "resources": [{"type": "paperspace_machine", "name": "from0", "instances": [
		{"index_key": 0, "attributes": {"id": "ps0000000", "name": "m-0", "size": 50}, "identity": {"id": "ps0000000"}, "private": "eyJ9"},
		{"index_key": 1, "attributes": {"id": "ps0000001", "name": "m-1", "size": 50}, "identity": {"id": "ps0000001"}, "private": "eyJ9"}]},
		{"type": "paperspace_machine", "name": "from2", "instances": [
		{"index_key": 0, "attributes": {"id": "ps0000002", "name": "m-2", "size": 50}, "identity": {"id": "ps0000002"}, "private": "eyJ9"}]}]}`), &want)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, bad := range []string{`{}`, `{"resources": [{"instances": []}]}`, `nonsense`} {
		if _, err := multiply([]byte(bad), 2, 2); err == nil {
			t.Errorf("%s was multiplied", bad)
		}
	}
}
