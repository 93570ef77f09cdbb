package machine_test

import (
	"encoding/json"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
)

// upgradeCase is a file in testdata/upgrade: a machine as an older provider stored
// it, and its attributes after the upgrade, without nulls.
type upgradeCase struct {
	About    string
	Stored   json.RawMessage
	Upgraded map[string]any
}

// upgradeCases returns all cases by name. A name starts with the provider that stored
// the machine.
func upgradeCases(t testing.TB) map[string]upgradeCase {
	t.Helper()
	files, err := filepath.Glob("testdata/upgrade/*-*.json")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	cases := map[string]upgradeCase{}
	for _, file := range files {
		var c upgradeCase
		decodeFile(t, file, &c)
		cases[strings.TrimSuffix(filepath.Base(file), ".json")] = c
	}
	return cases
}

func decodeFile(t testing.TB, file string, v any) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	decode(t, raw, v)
}

func decode(t testing.TB, raw []byte, v any) {
	t.Helper()
	if err := json.Unmarshal(raw, v); err != nil {
		t.Fatal(err)
	}
}

func TestUpgradeOfOlderStates(t *testing.T) {
	p := newUpgrader(t)
	for name, c := range upgradeCases(t) {
		t.Run(name, func(t *testing.T) {
			got, diags := p.upgrade(t, &tfprotov6.RawState{JSON: c.Stored})
			if diff := cmp.Diff(c.Upgraded, got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.About, diff)
			}
			warned := len(diags) == 1 && diags[0].Severity == tfprotov6.DiagnosticSeverityWarning &&
				strings.Contains(diags[0].Detail, got["id"].(string))
			switch password := strings.Contains(string(c.Stored), "not-a-real-password"); {
			case password && !warned:
				t.Errorf("a password was left out, but the one warning of it is missing: %v", diags)
			case !password && len(diags) > 0:
				t.Errorf("said %+v", diags)
			}
		})
	}
}

// The cases "full" and "nulls" of a provider contain every attribute of its schema.
func TestUpgradeCasesAreComplete(t *testing.T) {
	cases := upgradeCases(t)
	for _, provider := range []string{"official", "metaphysic"} {
		var schema map[string]any
		decodeFile(t, "testdata/upgrade/"+provider+".schema.json", &schema)
		var full, nulls map[string]any
		decode(t, cases[provider+"-full"].Stored, &full)
		decode(t, cases[provider+"-nulls"].Stored, &nulls)
		for name := range schema {
			if full[name] == nil {
				t.Errorf("%s-full.json does not set %s", provider, name)
			}
			if _, there := nulls[name]; !there {
				t.Errorf("%s-nulls.json has no %s", provider, name)
			}
		}
		if len(full) != len(schema) {
			t.Errorf("%s-full.json has %d attributes, the schema has %d", provider, len(full), len(schema))
		}
	}
}

// The tables in the guide contain every attribute of the older providers.
func TestMovingGuideNamesEveryAttribute(t *testing.T) {
	guide := readFile(t, "../../templates/guides/moving-from-the-official-provider.md.tmpl")
	official, metaphysic, _ := strings.Cut(guide, "\n## From metaphysic")
	for provider, part := range map[string]string{"official": official, "metaphysic": metaphysic} {
		var schema map[string]any
		decodeFile(t, "testdata/upgrade/"+provider+".schema.json", &schema)
		for name := range schema {
			if !regexp.MustCompile(`(?m)^\|[^|]*\b` + name + `\b`).MatchString(part) {
				t.Errorf("the tables for the %s provider do not name %s", provider, name)
			}
		}
	}
}

// Terraform 0.11 stored attributes as a flat map of strings. Later versions pass it to
// the provider unchanged until the provider has upgraded it.
func TestUpgradeOfAFlatState(t *testing.T) {
	got, diags := newUpgrader(t).upgrade(t, &tfprotov6.RawState{Flatmap: map[string]string{
		"id": "psflat1", "name": "flat", "size": "50", "live_forever": "true", "ram": "8589938688", "script_id": "",
	}})
	want := map[string]any{
		"id": "psflat1", "name": "flat", "size": 50.0, "shutdown_timeout_in_hours": 0.0, "ram": 8589938688.0,
		"release_public_ip_on_destroy": false, "wait_for": "ready", "wait_for_capacity": false,
	}
	if diff := cmp.Diff(want, got); diff != "" || len(diags) > 0 {
		t.Errorf("%v (-want +got):\n%s", diags, diff)
	}
}

func TestUpgradeOfWhatIsNoState(t *testing.T) {
	p := newUpgrader(t)
	for name, c := range map[string]struct{ stored, says string }{
		"empty":            {``, "not a JSON object"},
		"null":             {`null`, "has no id"},
		"cut off":          {`{"id": "ps1", "size": 50, "password": "secr`, "not a JSON object"},
		"a list":           {`[{"id": "ps1"}]`, "not a JSON object"},
		"no id":            {`{"size": 50, "name": "m", "password": "secret"}`, "has no id"},
		"null id":          {`{"size": 50, "id": null}`, "has no id"},
		"empty id":         {`{"disk_size": 50, "id": ""}`, "has no id"},
		"another resource": {`{"id": "ps1", "name": "m", "password_hash": "secret"}`, "neither the attributes of the one older provider nor"},
	} {
		t.Run(name, func(t *testing.T) {
			got, diags := p.upgrade(t, &tfprotov6.RawState{JSON: []byte(c.stored)})
			if got != nil || len(diags) != 1 || diags[0].Severity != tfprotov6.DiagnosticSeverityError {
				t.Fatalf("%v, %+v", got, diags)
			}
			detail := diags[0].Detail
			for _, want := range []string{c.says, "backup", "terraform state rm ADDRESS", "terraform import ADDRESS "} {
				if !strings.Contains(detail, want) {
					t.Errorf("does not say %q: %s", want, detail)
				}
			}
			if strings.Contains(detail, "secr") {
				t.Errorf("quotes the password: %s", detail)
			}
		})
	}
}

// upgrader calls the provider as Terraform does to upgrade states.
type upgrader struct {
	server tfprotov6.ProviderServer
	kind   tftypes.Type
}

func newUpgrader(t testing.TB) upgrader {
	t.Helper()
	server, err := acctest.Factories()["paperspace"]()
	if err != nil {
		t.Fatal(err)
	}
	all, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	return upgrader{server, all.ResourceSchemas["paperspace_machine"].ValueType()}
}

func (p upgrader) upgrade(t testing.TB, raw *tfprotov6.RawState) (map[string]any, []*tfprotov6.Diagnostic) {
	t.Helper()
	resp, err := p.server.UpgradeResourceState(t.Context(), &tfprotov6.UpgradeResourceStateRequest{
		TypeName: "paperspace_machine", Version: 0, RawState: raw,
	})
	if err != nil {
		t.Fatal(err)
	}
	return p.values(t, resp.UpgradedState), resp.Diagnostics
}

// values returns the attributes of a machine that are not null, in the types of
// encoding/json.
func (p upgrader) values(t testing.TB, d *tfprotov6.DynamicValue) map[string]any {
	t.Helper()
	if d == nil {
		return nil
	}
	v, err := d.Unmarshal(p.kind)
	if err != nil {
		t.Fatal(err)
	}
	if v.IsNull() {
		return nil
	}
	got := plain(t, v).(map[string]any)
	for name, value := range got {
		if value == nil {
			delete(got, name)
		}
	}
	return got
}

// plain converts a value to the types of encoding/json.
func plain(t testing.TB, v tftypes.Value) any {
	t.Helper()
	if v.IsNull() {
		return nil
	}
	var err error
	var out any
	switch {
	case v.Type().Is(tftypes.String):
		var s string
		err = v.As(&s)
		out = s
	case v.Type().Is(tftypes.Bool):
		var b bool
		err = v.As(&b)
		out = b
	case v.Type().Is(tftypes.Number):
		var n *big.Float
		err = v.As(&n)
		out, _ = n.Float64()
	default:
		var parts map[string]tftypes.Value
		err = v.As(&parts)
		all := map[string]any{}
		for name, part := range parts {
			all[name] = plain(t, part)
		}
		out = all
	}
	if err != nil {
		t.Fatal(err)
	}
	return out
}
