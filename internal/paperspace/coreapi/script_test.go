package coreapi

import (
	"fmt"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// The text of a script can be secret, and so can each of its lines.
func TestScriptTextShowsInNoError(t *testing.T) {
	const text = "#!/bin/bash\n\texport TOKEN=hunter2\r\nfi\necho \"a & b\"\n"
	for _, quoted := range []string{"export TOKEN=hunter2", "line 2: export TOKEN=hunter2 is bad", `echo "a & b"`} {
		_, api := scripted(t, reply{status: 400, body: fmt.Sprintf(`{"error": {"status": 400, "message": %q}}`, quoted)})
		_, err := api.Scripts.Create(t.Context(), paperspace.ScriptCreate{Name: "x", Text: text})
		if err == nil || strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "a & b") {
			t.Errorf("%s: %v", quoted, err)
		}
	}
	// The text itself, in an HTML page, cut off, and as an object.
	for _, body := range []string{text, "<html>" + text, `"` + text[:20], `{"hunter2": "` + text + `"}`, ""} {
		_, api := scripted(t, reply{body: body})
		_, err := api.ScriptTexts.Text(t.Context(), "sc1")
		if err == nil || strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "/bin/bash") {
			t.Errorf("%q: %v", body, err)
		}
	}
}
