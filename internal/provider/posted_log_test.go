package provider_test

import (
	"strings"
	"testing"
)

// The issue form requests a log made with TF_LOG_PROVIDER and calls it safe to post: it has
// the requests, but none of Terraform's own lines. One of those, which TF_LOG adds, lists
// the arguments of the command.
func TestAccPostedLogHasNoLinesOfTerraform(t *testing.T) {
	const configuration = `
variable "text" {
  type = string
}
resource "paperspace_script" "s" {
  name        = "setup"
  script_text = var.text
}
`
	for level, logged := range map[string]bool{"TF_LOG_PROVIDER=DEBUG": false, "TF_LOG=DEBUG": true} {
		t.Run(level, func(t *testing.T) {
			t.Parallel()
			_, address := accepting(t)
			f := newFolder(t, block(endpoint(address), `region = "ny2"`)+configuration, "PAPERSPACE_API_KEY="+theKey.String(), level)
			f.tf.Setenv("TF_LOG_PATH=" + f.tf.Path(traces))
			for _, args := range [][]string{{"apply", "-auto-approve"}, {"plan"}, {"destroy", "-auto-approve"}} {
				if said, ok := f.run(append(args, "-var=text=in-the-configuration")...); !ok {
					t.Fatalf("%v:\n%s", args, said)
				}
			}
			log := readFile(t, f, traces)
			secret(t, "the log", log)
			if found := strings.Contains(log, "in-the-configuration"); found != logged {
				t.Errorf("the script is in the log: %t, want %t", found, logged)
			}
			if !strings.Contains(log, "Request to Paperspace") {
				t.Errorf("no request is in the log:\n%s", log)
			}
		})
	}
}
