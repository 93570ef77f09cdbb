package provider_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/acctest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/tfrun"
)

// crashing makes the folder use a provider that panics in its first write, and makes Go
// print the stacks of all goroutines.
func (f *folder) crashing() *folder {
	f.t.Helper()
	dir := f.t.TempDir()
	if _, err := tfrun.Build(f.t.Context(), dir, tfrun.Program, "./testdata/crashing"); err != nil {
		f.t.Fatal(err)
	}
	if err := f.tf.Use("crashing.tfrc", dir); err != nil {
		f.t.Fatal(err)
	}
	f.tf.Setenv("GOTRACEBACK=all")
	return f
}

// A crash prints stacks. They contain addresses and lengths of strings but not the strings,
// so users can post them in an issue.
func TestAccNoSecretInACrash(t *testing.T) {
	acctest.Needs(t, acctest.Ephemeral)
	acctest.Parallel(t)
	w, address := accepting(t)
	f := newFolder(t, block(endpoint(address), `region = "ny2"`)+allOfIt, append(suppliedSecrets(), "PAPERSPACE_API_KEY="+theKey.String())...).tracing().crashing()
	said, ok := f.run("apply", "-auto-approve")
	secret(t, "the crash", said)
	said += f.traced() // OpenTofu writes the stacks only to the log
	for _, text := range []string{"panic: assignment to entry in nil map", "goroutine 1 [", "transport.(*Client).Do(", "tfx.(*Managed[...]).Create("} {
		if ok || !strings.Contains(said, text) {
			t.Errorf("success %t, and no %q in\n%.3000s", ok, text, said)
		}
	}
	if n := w.Journal().Count("scripts.create"); n != 0 {
		t.Errorf("%d scripts were made", n)
	}
	f.leftBehind()
}

// On request, terraform-plugin-go dumps the raw protocol messages, which contain what
// Terraform sends to the provider, including secrets. The test checks what SECURITY.md says
// about them.
func TestAccProtocolDumpHoldsSecrets(t *testing.T) {
	acctest.Parallel(t)
	acctest.Needs(t, acctest.Ephemeral)
	for name, c := range map[string]struct {
		line, env string
		key       []string // the messages that contain the key
	}{
		"key in the environment": {"", "PAPERSPACE_API_KEY=", nil},
		"key in a variable":      {"api_key = var.key", "TF_VAR_key=", []string{"ConfigureProvider_Request_Config", "ValidateProviderConfig_Request_Config"}},
	} {
		t.Run(name, func(t *testing.T) {
			acctest.Parallel(t)
			_, address := accepting(t)
			variable := "variable \"key\" {\n  default   = null\n  ephemeral = true\n}\n"
			f := newFolder(t, block(endpoint(address), `region = "ny2"`, `poll_interval = "10ms"`, c.line)+variable+allOfIt, append(suppliedSecrets(), c.env+theKey.String())...).tracing()
			dump := t.TempDir()
			f.tf.Setenv("TF_LOG_SDK_PROTO_DATA_DIR=" + dump)
			said, ok := f.run("apply", "-auto-approve")
			if !ok {
				t.Fatal(said)
			}
			secret(t, "the apply", said)
			f.leftBehind() // the log and the other files contain no more than without the dump
			holding := holders(t, dump)
			if diff := cmp.Diff(c.key, holding[theKey]); diff != "" {
				t.Errorf("the key is in other messages (-want +got):\n%s", diff)
			}
			if of := holding[thePassword]; !slices.Contains(of, "ApplyResourceChange_Request_Config") || strings.Contains(strings.Join(of, " "), "_Response_") {
				t.Errorf("the password is in %v", of)
			}
			if of := holding[theScript]; !slices.Contains(of, "ApplyResourceChange_Request_PlannedState") {
				t.Errorf("the script is in %v", of)
			}
		})
	}
}

// holders returns the protocol messages in the folder that contain each secret.
func holders(t *testing.T, dir string) map[marked][]string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*_*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("nothing was dumped: %v", err)
	}
	sets := map[marked]map[string]bool{}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := regexp.MustCompile(`^\d+_(\w+?)\.\w+$`).ReplaceAllString(filepath.Base(file), "$1")
		for _, m := range allMarked {
			if m.at(string(raw)) >= 0 {
				if sets[m] == nil {
					sets[m] = map[string]bool{}
				}
				sets[m][name] = true
			}
		}
	}
	lists := map[marked][]string{}
	for m, set := range sets {
		lists[m] = slices.Sorted(maps.Keys(set))
	}
	return lists
}
