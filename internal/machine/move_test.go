package machine_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// A moved block takes over machines from either older provider, at any
// registry, and from no other provider.
func TestMoveFromTheOlderProviders(t *testing.T) {
	p := newUpgrader(t)
	cases := upgradeCases(t)
	for _, c := range []struct {
		address, kindName string
		version           int64
		stored, want      string // names of cases; the move is rejected if want is ""
	}{
		{"registry.terraform.io/paperspace/paperspace", "paperspace_machine", 0, "official-web", "official-web"},
		{"registry.opentofu.org/paperspace/paperspace", "paperspace_machine", 0, "official-new-user", "official-new-user"},
		{"registry.opentofu.org/metaphysic/paperspace", "paperspace_machine", 0, "metaphysic-full", "metaphysic-full"},
		{"mirror.example.com/metaphysic/paperspace", "paperspace_machine", 0, "metaphysic-off", "metaphysic-off"},
		{"registry.terraform.io/paperspace/paperspace", "paperspace_script", 0, "official-web", ""},
		{"registry.terraform.io/paperspace/paperspace", "paperspace_machine", 1, "official-web", ""},
		{"registry.terraform.io/notpaperspace/paperspace", "paperspace_machine", 0, "official-web", ""},
		{"registry.terraform.io/hashicorp/aws", "aws_instance", 0, "official-web", ""},
	} {
		resp, err := p.server.MoveResourceState(t.Context(), &tfprotov6.MoveResourceStateRequest{
			SourceProviderAddress: c.address, SourceTypeName: c.kindName, SourceSchemaVersion: c.version,
			SourceState: &tfprotov6.RawState{JSON: cases[c.stored].Stored}, TargetTypeName: "paperspace_machine",
		})
		if err != nil {
			t.Fatal(err)
		}
		got := p.values(t, resp.TargetState)
		if c.want == "" {
			if got != nil || len(resp.Diagnostics) != 1 || resp.Diagnostics[0].Summary != "Unable to Move Resource State" {
				t.Errorf("%s of %s, version %d, was moved: %v, %+v", c.kindName, c.address, c.version, got, resp.Diagnostics)
			}
			continue
		}
		if diff := cmp.Diff(cases[c.want].Upgraded, got); diff != "" {
			t.Errorf("%s of %s (-want +got):\n%s", c.kindName, c.address, diff)
		}
		identity, err := resp.TargetIdentity.IdentityData.Unmarshal(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String}})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(map[string]any{"id": got["id"]}, plain(t, identity)); diff != "" {
			t.Errorf("identity (-want +got):\n%s", diff)
		}
	}
}

// For a state that cannot be decoded, the error is this provider's and not the framework's.
func TestMoveOfWhatIsNoState(t *testing.T) {
	resp, err := newUpgrader(t).server.MoveResourceState(t.Context(), &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: "registry.terraform.io/paperspace/paperspace", SourceTypeName: "paperspace_machine",
		SourceState: &tfprotov6.RawState{JSON: json.RawMessage(`{"id": "ps1"}`)}, TargetTypeName: "paperspace_machine",
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(resp.Diagnostics) != 1 || resp.Diagnostics[0].Summary != "Unknown state of an older provider" {
		t.Errorf("%+v", resp.Diagnostics)
	}
}

// The same through the CLI. The source provider of a moved block must be installed, so
// an override makes this provider available under its address.
func TestAccMovedFromTheOfficialProvider(t *testing.T) {
	config := readFile(t, afterOfficial)
	for from, to := range map[string]string{"web": "site", "new_user": "arya"} {
		config = strings.Replace(config, `"paperspace_machine" "`+from+`"`, `"paperspace_machine" "`+to+`"`, 1) +
			"moved {\n  from = paperspace_machine." + from + "\n  to   = paperspace_machine." + to + "\n}\n"
	}
	w := migrating(t, "observed", readFile(t, officialState), config)
	addOfficial(t, w)
	w.override("paperspace/paperspace")
	w.expectPlan(map[string][]string{"paperspace_machine.arya": {
		`email: "new@example.com" -> null`, `first_name: "Arya" -> null`, `last_name: "Stark" -> null`,
	}})
	w.applyAndExpect(map[string]string{"hello": "sc000001x", "site": "ps000003x", "arya": "ps000002x"})
}
