package machine_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

// storedPassword is added to every input that is a JSON object.
const storedPassword = "pw-7c1e-not-to-be-kept"

// FuzzUpgrade checks that any stored state is either an error or upgraded to a valid
// state, with an ID and without a password. No message quotes the password or contains
// terminal control characters.
func FuzzUpgrade(f *testing.F) {
	for _, c := range upgradeCases(f) {
		f.Add([]byte(c.Stored))
	}
	for _, odd := range []string{
		``, `null`, `[]`, `"ps1"`, `{"id": "ps1", "size": 5`, `{"id": {"id": "ps1"}, "size": 50}`, `{"id": 17, "disk_size": [50]}`,
		`{"id": "ps1", "size": 1e400, "ram": -0.5, "cpus": 9223372036854775808, "shutdown_timeout_in_hours": 1e18, "storage_used": "0x10"}`,
		`{"id": "ps1", "size": 50, "disk_size": 100, "timeouts": [{"create": "5m"}], "live_forever": {}}`,
		`{"id": "ps1", "size": 50, "timeouts": {"create": 5, "delete": "-1h", "read": {"x": []}}}`,
		"{\"id\": \"\xff\xfe\", \"id\": \"ps\\u0000\", \"size\": null}", `{"id": "ps1", "size": ` + strings.Repeat("[", 500) + strings.Repeat("]", 500) + `}`,
		`{"id": "ps1\u001b[2J\u202e", "size": 50}`, `{"id": "ps1\u001b[2J", "name": "neither"}`,
	} {
		f.Add([]byte(odd))
	}
	p := newUpgrader(f)
	f.Fuzz(func(t *testing.T, stored []byte) {
		if bytes.Contains(stored, []byte(storedPassword)) {
			return
		}
		var attributes map[string]json.RawMessage
		if json.Unmarshal(stored, &attributes) == nil && attributes != nil {
			attributes["password"] = json.RawMessage(`"` + storedPassword + `"`)
			attributes["email_password"] = attributes["password"]
			stored, _ = json.Marshal(attributes)
		}
		got, diags := p.upgrade(t, &tfprotov6.RawState{JSON: stored})
		failed := slices.ContainsFunc(diags, func(d *tfprotov6.Diagnostic) bool { return d.Severity == tfprotov6.DiagnosticSeverityError })
		switch {
		case failed && (len(diags) != 1 || diags[0].Summary != "Unknown state of an older provider"):
			t.Errorf("not our own error: %+v", diags)
		case !failed && (got["id"] == nil || got["wait_for"] != "ready" || got["password"] != nil || got["desired_state"] != nil):
			t.Errorf("upgraded to %v", got)
		}
		for _, value := range got {
			if value == storedPassword {
				t.Errorf("keeps the password: %v", got)
			}
		}
		for _, d := range diags {
			if strings.Contains(d.Detail, storedPassword) || transport.Lines(d.Detail) != d.Detail {
				t.Errorf("says %q", d.Detail)
			}
		}
	})
}
