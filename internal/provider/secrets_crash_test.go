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

// crashing makes the folder use a provider that panics in its first write, and
// makes Go print the stack of every goroutine when it does.
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

// A crash prints stacks. They hold addresses and lengths of texts and not the
// texts, so they might be shown in a report of the crash.
func TestAccNoSecretInACrash(t *testing.T) {
	acctest.Needs(t, acctest.Ephemeral)
	acctest.Parallel(t)
	w, address := accepting(t)
	f := newFolder(t, block(endpoint(address), `region = "ny2"`)+allOfIt, append(suppliedSecrets(), "PAPERSPACE_API_KEY="+theKey.String())...).tracing().crashing()
	said, ok := f.run("apply", "-auto-approve")
	secret(t, "the crash", said)
	said += f.traced() // OpenTofu has the stacks there alone
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

// The raw protocol data that terraform-plugin-go writes on request holds what
// Terraform sends to the provider, secrets included; that is what it is for.
// This is what SECURITY.md says of it.
func TestAccProtocolDumpHoldsSecrets(t *testing.T) {
	acctest.Parallel(t)
	acctest.Needs(t, acctest.Ephemeral)
	for name, c := range map[string]struct {
		line, env string
		key       []string // the messages that hold the key
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
			f.leftBehind() // neither the log nor anything else gets more than without
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

// holders lists which protocol messages in the folder hold which secret.
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
