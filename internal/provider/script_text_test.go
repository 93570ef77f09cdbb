package provider_test

import (
	"strings"
	"testing"
)

// A configuration that was cloned on Windows uploads scripts with CRLF. The plan warns
// about that once, and the warning does not contain the script.
func TestAccPlanWarnsOfAScriptThatLinuxCannotRun(t *testing.T) {
	t.Parallel()
	_, address := accepting(t)
	f := newFolder(t, block(endpoint(address), noRetries)+`
resource "paperspace_script" "s" {
  name        = "setup"
  script_text = file("setup.sh")
}
`, "PAPERSPACE_API_KEY="+theKey.String())
	f.write("setup.sh", "#!/bin/bash\r\necho the-text\r\n")
	const title = `Script "setup" does not run on Linux`
	for _, step := range []struct {
		args  []string
		times int
	}{
		{[]string{"validate"}, 0}, {[]string{"plan"}, 1}, {[]string{"apply", "-auto-approve"}, 1}, {[]string{"plan"}, 0},
	} {
		said, ok := f.run(step.args...)
		warning := said[max(0, strings.Index(said, "Warning: Script")):]
		if !ok || strings.Count(said, title) != step.times || strings.Contains(warning, title) && !strings.Contains(warning, "CRLF (Windows line endings)") {
			t.Errorf("%v: success %t, want the warning %d times:\n%s", step.args, ok, step.times, said)
		}
	}
	f.write("setup.sh", "#!/bin/bash\necho the-text\n")
	if said, ok := f.run("plan"); !ok || strings.Contains(said, title) || !strings.Contains(said, "must be replaced") {
		t.Errorf("the mended script:\n%s", said)
	}
}
