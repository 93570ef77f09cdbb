package acctest_test

import (
	"maps"
	"math/big"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// A fraction, or a number that is too large, is a mistake in the configuration and not a bug in the provider, for
// every argument.
func TestFractionIsNotReportedAsABugInTheProvider(t *testing.T) {
	p := acctest.New(t, "observed", psfake.Timings{}).Protocol(t, nil)
	seen := map[string]bool{}
	p.Arguments(func(what, at string, a *tfprotov6.SchemaAttribute, config func(any) map[string]any) {
		if !a.Type.Is(tftypes.Number) || at == "requests_per_second" {
			return
		}
		seen[what+"."+at] = true
		large, _, err := big.ParseFloat("1e30", 10, 512, big.ToNearestEven)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			value any
			want  string
		}{{big.NewFloat(50.5), "Not a whole number: The value of AT is 50.5."}, {big.NewFloat(-0.25), "Not a whole number: The value of AT is -0.25."}, {large, "Number out of range: The value of AT is 1e+30, which is too large"}} {
			said := p.Validate(what, config(c.value))
			text := acctest.Of(t, said, at)
			if !strings.HasPrefix(text, "ERROR: "+strings.Replace(c.want, "AT", at, 1)) || strings.Contains(strings.Join(said, "\n"), "always an error in the provider") {
				t.Errorf("%s: %q", what, said)
			}
		}
		for _, said := range p.Validate(what, config(big.NewFloat(50))) {
			if strings.HasPrefix(said, at+":") {
				t.Errorf("%s: 50 is rejected: %s", what, said)
			}
		}
	})
	for _, argument := range []string{"resource paperspace_machine.size", "provider.max_retries", "data paperspace_machines.cpus", "list paperspace_machine.ram"} {
		if !seen[argument] {
			t.Errorf("%s was not tried: %v", argument, seen)
		}
	}
}

// If a timeout is not above zero, every operation ends before it starts.
func TestTimeoutThatCanNeverWorkIsRejected(t *testing.T) {
	p := acctest.New(t, "observed", psfake.Timings{}).Protocol(t, nil)
	seen := map[string]bool{}
	p.Arguments(func(what, at string, _ *tfprotov6.SchemaAttribute, config func(any) map[string]any) {
		if !strings.HasPrefix(at, "timeouts.") {
			return
		}
		seen[strings.Fields(what)[0]+" "+at] = true
		for value, want := range map[string]string{
			"0s": `The value "0s" is not above zero`, "-5m": `The value "-5m" is not above zero`, "0": "is not above zero",
			"soon": `The value "soon" is not a duration`, "": `The value "" is not a duration`, "30": `The value "30" is not a duration`,
		} {
			if text := acctest.Of(t, p.Validate(what, config(value)), at); !strings.HasPrefix(text, "ERROR: Invalid timeout: ") || !strings.Contains(text, want) {
				t.Errorf("%s.%s = %q: %s", what, at, value, text)
			}
		}
		// A short timeout can work, and an error here would block every destroy.
		for _, value := range []any{"1ms", "45m", tftypes.UnknownValue} {
			for _, said := range p.Validate(what, config(value)) {
				if strings.HasPrefix(said, at+":") {
					t.Errorf("%s.%s = %v: %s", what, at, value, said)
				}
			}
		}
	})
	for _, timeout := range []string{"resource timeouts.create", "resource timeouts.read", "resource timeouts.update", "resource timeouts.delete", "data timeouts.read", "action timeouts.invoke"} {
		if !seen[timeout] {
			t.Errorf("%s was not tried: %v", timeout, seen)
		}
	}
}

// creatable are configurations whose plan creates a resource without a warning or an error.
var creatable = map[string]map[string]any{
	"paperspace_machine":        {"name": "m", "machine_type": "C5", "size": 50, "template_id": "t0nspur5"},
	"paperspace_script":         {"name": "s", "script_text": "true"},
	"paperspace_network":        {"name": "n"},
	"paperspace_machine_access": {"machine_id": "psabc", "user_id": "u123abc"},
}

// planned plans the creation of a resource with different arguments.
func planned(p *acctest.Protocol, resource string, other map[string]any) []string {
	config := maps.Clone(creatable[resource])
	maps.Copy(config, other)
	return p.PlanCreate(resource, config)
}

// If Paperspace trims a name, the object always differs from its configuration, and a lost create cannot be found. So
// such names are rejected.
func TestNamesAndIDsWithWhitespaceAreRejected(t *testing.T) {
	p := acctest.Open(t, "v1", "observed", psfake.Timings{}).Protocol(t, map[string]any{"preflight_checks": false})
	for resource, arguments := range map[string][]string{
		"paperspace_machine":        {"name", "machine_type", "region", "template_id", "network_id", "script_id"},
		"paperspace_script":         {"name", "machine_id"},
		"paperspace_network":        {"name", "region"},
		"paperspace_machine_access": {"machine_id", "user_id"},
	} {
		if said := planned(p, resource, nil); len(said) > 0 {
			t.Errorf("%s: %q", resource, said)
		}
		for _, argument := range arguments {
			for value, what := range map[string]string{
				" a": "begins or ends with whitespace", "a\t ": "contains a control character", "a ": "begins or ends with whitespace", " ": "begins or ends with whitespace",
				"a\n": "contains a line break", "a\r\nb": "contains a line break", "a\x00": "contains a control character", "a\x1b[2J": "contains a control character", "a\u00a0": "begins or ends with whitespace",
			} {
				said := planned(p, resource, map[string]any{argument: value})
				if text := acctest.Of(t, said, argument); !strings.HasPrefix(text, "ERROR: Invalid "+argument) || !strings.Contains(text, what) || !strings.Contains(text, "-refresh=false") {
					t.Errorf("%s.%s = %q: %q", resource, argument, value, said)
				}
			}
		}
	}
	for _, name := range []string{"a b", "Ünïcode 机器", "a\u200db", `a"b`} {
		if said := planned(p, "paperspace_machine", map[string]any{"name": name}); len(said) > 0 {
			t.Errorf("%q: %q", name, said)
		}
	}
}

// An ID with a line break, such as one that was read from a file, matches no object.
func TestIDsWithWhitespaceAreNotLookedUp(t *testing.T) {
	p := acctest.New(t, "observed", psfake.Timings{}).Protocol(t, nil)
	tried := 0
	p.Arguments(func(what, at string, _ *tfprotov6.SchemaAttribute, config func(any) map[string]any) {
		if strings.HasPrefix(what, "resource ") || what == "provider" || at != "id" && !strings.HasSuffix(at, "_id") {
			return
		}
		tried++
		for _, value := range []string{"psabc ", "psabc\n", "\tpsabc"} {
			if text := acctest.Of(t, p.Validate(what, config(value)), at); !strings.HasPrefix(text, "ERROR: Invalid ID: The value ") {
				t.Errorf("%s.%s = %q: %s", what, at, value, text)
			}
		}
	})
	if tried < 20 {
		t.Errorf("only %d IDs were tried", tried)
	}
}

// The error for an empty required argument does not suggest to omit it.
func TestEmptyRequiredArgumentIsReportedAsRequired(t *testing.T) {
	p := acctest.New(t, "observed", psfake.Timings{}).Protocol(t, nil)
	p.Arguments(func(what, at string, a *tfprotov6.SchemaAttribute, config func(any) map[string]any) {
		if !a.Required || !a.Type.Is(tftypes.String) || at == "billing_month" || at == "script_text" {
			return
		}
		text := acctest.Of(t, p.Validate(what, config("")), at)
		if !strings.HasPrefix(text, "ERROR: Empty value: "+at+" must not be empty. It is required.") || strings.Contains(strings.ToLower(text), "leave it out") {
			t.Errorf("%s.%s: %s", what, at, text)
		}
	})
}

// An import without an ID usually means that a variable is not set. It is not a bug in the provider.
func TestImportOfAnInvalidIDIsReported(t *testing.T) {
	p := acctest.Open(t, "v1", "observed", psfake.Timings{}).Protocol(t, nil)
	for _, resource := range []string{"paperspace_machine", "paperspace_script", "paperspace_network"} {
		looks := map[string]string{"paperspace_machine": "looks like ps…", "paperspace_script": "looks like sc…", "paperspace_network": "looks like n…"}[resource]
		for _, c := range []struct {
			id       string
			identity map[string]any
			want     []string
		}{
			{"", nil, []string{"Invalid import ID", "The import ID is empty.", looks, `data "` + resource + `"`}},
			{"", map[string]any{"id": ""}, []string{"Invalid import ID", "The import ID is empty.", looks}},
			{"", map[string]any{"id": "psabc1 "}, []string{"Invalid import ID", `Use "psabc1".`}},
			{" ", nil, []string{"Invalid import ID", `The import ID " " begins or ends with whitespace.`, looks}},
			{"psabc1\n", nil, []string{"Invalid import ID", `The import ID "psabc1\n" contains a line break. Use "psabc1".`}},
			{"psabc\x001", nil, []string{"Invalid import ID", "contains a control character", looks}},
			{"My web server", nil, []string{`has the ID "My web server"`, "is imported by its ID and not by its name.", looks, `data "` + resource + `"`, `name = "<name>"`}},
			{"Web", nil, []string{`has the ID "Web"`, looks}},
		} {
			said := p.Imported(resource, c.id, c.identity)
			if len(said) != 1 || !strings.Contains(said[0], "ERROR: ") || strings.Contains(strings.ToLower(said[0]), "bug") || strings.Contains(said[0], "developer") {
				t.Errorf("%s %q %v: %q", resource, c.id, c.identity, said)
				continue
			}
			for _, want := range c.want {
				if !strings.Contains(said[0], want) {
					t.Errorf("%s %q %v: %q does not contain %q", resource, c.id, c.identity, said[0], want)
				}
			}
		}
	}
}

// The same for an import ID with two parts.
func TestImportOfAnIncompleteAccessIsReported(t *testing.T) {
	for _, version := range []string{"core", "v1"} {
		p := acctest.Open(t, version, "observed", psfake.Timings{}).Protocol(t, nil)
		for _, c := range []struct {
			id       string
			identity map[string]any
			want     string
		}{
			{"", nil, "The import ID is empty."},
			{"", map[string]any{"machine_id": "", "user_id": "u123abc"}, "machine_id is empty"},
			{"", map[string]any{"machine_id": "psabc1", "user_id": " u123abc"}, `The user_id " u123abc" begins or ends with whitespace.`},
			{"psabc1", nil, `"psabc1" is not of the form machine_id/user_id`},
			{"psabc1/", nil, "user_id is empty"},
			{"/u123abc", nil, "machine_id is empty"},
			{"psabc1/u123abc/x", nil, "is not of the form machine_id/user_id"},
			{"psabc1/u123abc\n", nil, "contains a line break"},
			{"psabc1 / u123abc", nil, `The machine_id "psabc1 " begins or ends with whitespace.`},
			{"u123abc/psabc1", nil, `Use "psabc1/u123abc".`},
		} {
			said := p.Imported("paperspace_machine_access", c.id, c.identity)
			if len(said) != 1 || !strings.Contains(said[0], "ERROR: Invalid import ID: ") || !strings.Contains(said[0], c.want) {
				t.Errorf("%q %v: %q", c.id, c.identity, said)
			}
		}
	}
}
