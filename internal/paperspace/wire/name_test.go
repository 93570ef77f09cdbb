package wire

import (
	"encoding/json"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/transport"
)

func TestNameIsVisible(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]Name{
		`"web"`: "web", `7`: "7", `null`: "", `"  Büro 😀  "`: "  Büro 😀  ",
		`"a\r\nPlan: 0 to add"`: "a<U+000D><U+000A>Plan: 0 to add", `"\u001b[2J"`: "<U+001B>[2J",
		`"\u009b2J"`: "<U+009B>2J", `"a\u202eb\u2066\u200b"`: "a<U+202E>b<U+2066><U+200B>", `"\u0000\u007f"`: "<U+0000><U+007F>",
		`"\ue000\u2028\udb40\udc41"`: "<U+E000><U+2028><U+E0041>", `"<U+000A>"`: "<U+000A>",
	} {
		var got Name
		if err := json.Unmarshal([]byte(raw), &got); err != nil || got != want {
			t.Errorf("%s: %q, %v, want %q", raw, got, err, want)
		}
		if s := string(got); paperspace.Visible(s) != s || transport.Line(s) != s {
			t.Errorf("%s: %q is not visible", raw, s)
		}
	}
}
