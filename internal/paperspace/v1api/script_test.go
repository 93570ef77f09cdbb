package v1api

import (
	"fmt"
	"strings"
	"testing"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
)

// The text of a script can be secret, and so can each of its lines.
func TestScriptTextShowsInNoError(t *testing.T) {
	const text = "#!/bin/bash\n\texport TOKEN=hunter2\r\nfi\necho \"a & b\"\n"
	for what, call := range map[string]func(api paperspace.API) error{
		"create": func(api paperspace.API) error {
			_, err := api.Scripts.Create(t.Context(), paperspace.ScriptCreate{Name: "x", Text: text})
			return err
		},
		"update": func(api paperspace.API) error {
			return api.ScriptEdits.Update(t.Context(), "sc1", paperspace.ScriptUpdate{Text: new(text)})
		},
	} {
		for _, quoted := range []string{"export TOKEN=hunter2", "line 2: export TOKEN=hunter2 is bad", `echo "a & b"`, text} {
			for _, body := range []string{
				fmt.Sprintf(`{"code": "BAD_REQUEST", "message": %q}`, quoted),
				fmt.Sprintf(`{"code": "BAD_REQUEST", "message": "no", "details": {"script": %q}}`, quoted),
				fmt.Sprintf(`{"code": "BAD_REQUEST", "issues": [{"message": %q}]}`, quoted),
				"<html>" + quoted,
			} {
				_, api := scripted(t, reply{400, body})
				err := call(api)
				if err == nil || strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "a & b") {
					t.Errorf("%s, %s: %v", what, quoted, err)
				}
			}
		}
	}
}
