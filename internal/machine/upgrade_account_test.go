package machine_test

import (
	"regexp"
	"strings"
	"testing"
)

const officialGuide = "../../templates/guides/moving-from-the-official-provider.md.tmpl"

// The same upgrade to API v1, with the changes that the guide shows: API v1 has none of
// the removed arguments.
func TestAccUpgradeFromTheOfficialProviderToV1(t *testing.T) {
	config := changedAsShown(t, readFile(t, afterOfficial))
	w := migratingTo(t, "v1", "observed", readFile(t, officialState), config)
	w.Setenv("PAPERSPACE_API_VERSION", "core") // the configuration sets the version
	addOfficial(t, w)
	w.replaceProvider("paperspace/paperspace")
	w.expectPlan(map[string][]string{
		"paperspace_machine.new_user": {`email: "new@example.com" -> null`, `first_name: "Arya" -> null`, `last_name: "Stark" -> null`},
		"paperspace_script.hello":     {`description: "a short description" -> null`},
	})
	w.applyAndExpect(map[string]string{"hello": "sc000001x", "web": "ps000003x", "new_user": "ps000002x"})
}

// changedAsShown applies the diff in the guide to a configuration. It ignores
// differences in spaces.
func changedAsShown(t *testing.T, config string) string {
	t.Helper()
	shown := regexp.MustCompile("(?s)```diff\n(.*?)```").FindStringSubmatch(readFile(t, officialGuide))
	if shown == nil {
		t.Fatal("the guide has no diff")
	}
	alike := func(line string) string { return strings.Join(strings.Fields(line), " ") }
	lines := strings.Split(config, "\n")
	at := 0
	for line := range strings.Lines(shown[1]) {
		kind, text := line[0], alike(line[1:])
		if kind == '+' {
			lines = append(lines[:at], append([]string{text}, lines[at:]...)...)
			at++
			continue
		}
		if text == "" {
			continue
		}
		for at < len(lines) && alike(lines[at]) != text {
			at++
		}
		if at == len(lines) {
			t.Fatalf("the example has no line %q where the guide shows it", text)
		}
		if kind == '-' {
			lines = append(lines[:at], lines[at+1:]...)
		} else {
			at++
		}
	}
	return strings.Join(lines, "\n")
}
