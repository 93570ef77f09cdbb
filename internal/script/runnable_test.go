package script

import (
	"strings"
	"testing"
)

// A script with CRLF from a clone on Windows, or with a byte order mark from an editor, causes a warning.
func TestScriptThatLinuxCannotRunIsReported(t *testing.T) {
	t.Parallel()
	const mark, blank, crlf = "byte order mark", "whitespace", "CRLF"
	for text, want := range map[string][]string{
		"":                                    nil,
		"#!/bin/bash\necho hi\n":              nil,
		"#!/bin/bash":                         nil,
		"echo hi\r\n":                         nil, // bash might run it, and so might PowerShell
		"Write-Host hi\r\nexit\r\n":           nil,
		"\ufeffWrite-Host hi\r\n":             nil,
		"\n\n":                                nil,
		"#!/bin/bash\r\necho hi\r\n":          {crlf},
		"#!/bin/bash\necho hi\r\n":            {crlf},
		"#!/bin/bash\recho hi\r":              {crlf},
		"\n#!/bin/bash\necho hi\n":            {blank},
		"  #!/bin/bash\n":                     {blank},
		"\t#!/bin/bash\n":                     {blank},
		"\u00a0#!/bin/bash\n":                 {blank},
		"\r\n#!/bin/bash\n":                   {blank},
		"\ufeff#!/bin/bash\n":                 {mark},
		"\ufeff \n#!/bin/bash\r\nTOKEN=x\r\n": {mark, blank, crlf},
	} {
		got := unrunnable(text)
		if len(got) != len(want) {
			t.Errorf("%q: %q, want %q", text, got, want)
			continue
		}
		for i, reason := range got {
			if !strings.Contains(reason, want[i]) || strings.Contains(reason, "TOKEN") {
				t.Errorf("%q: %q, want %q", text, got, want)
			}
		}
	}
}
