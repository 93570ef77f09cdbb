package provider_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
	fakecore "github.com/paperspace-community/terraform-provider-paperspace/internal/psfake/core"
)

// A marked secret consists of two marks around characters that URLs, JSON, HTML, and Go
// each write differently. The marks look the same in all of these, so a secret is found in
// any encoding, and if it is cut off or partly redacted. Only base64 and hexadecimal digits
// hide them.
type marked struct{ name, head, tail string }

func (m marked) String() string { return m.head + `"\<&'+%/=?` + m.tail }

var (
	theKey      = marked{"key", "k3yh7c31e9aa", "k3yt5d20f8bb"}
	thePassword = marked{"password", "pwdh4be2a7cc", "pwdt91f36edd"}
	theScript   = marked{"script", "scrh8ad50bee", "scrt2ce74f00"}
	allMarked   = []marked{theKey, thePassword, theScript}
)

// forms returns the ways in which a mark can occur in a text. There are three in base64,
// depending on where in a group of three bytes the mark begins. Digits that also depend on
// the bytes next to the mark are left out.
func forms(mark string) []string {
	all := []string{mark, hex.EncodeToString([]byte(mark))}
	for shift := range 3 {
		raw := slices.Concat(make([]byte, shift), []byte(mark))
		from, to := (shift*8+5)/6, len(raw)*8/6
		all = append(all, base64.RawStdEncoding.EncodeToString(raw)[from:to], base64.RawURLEncoding.EncodeToString(raw)[from:to])
	}
	return all
}

// at returns the index of the secret in a text, or -1.
func (m marked) at(text string) int {
	for _, mark := range []string{m.head, m.tail} {
		for _, form := range forms(mark) {
			if i := strings.Index(text, form); i >= 0 {
				return i
			}
		}
	}
	return -1
}

// secret fails the test if a secret is in text, except for the last arguments.
func secret(t testing.TB, where, text string, may ...marked) {
	t.Helper()
	for _, m := range allMarked {
		if i := m.at(text); i >= 0 && !slices.Contains(may, m) {
			t.Errorf("the %s is in %s: …%s…", m.name, where, text[max(0, i-200):min(len(text), i+80)])
		}
	}
}

// places returns the paths in a JSON document at which the secret is. It does not
// distinguish the elements of a list.
func (m marked) places(t testing.TB, document string) []string {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(document), &value); err != nil {
		t.Fatalf("%s: %.200s", err, document)
	}
	found := map[string]bool{}
	var walk func(path string, v any)
	walk = func(path string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for key, v := range v {
				walk(strings.TrimPrefix(path+"."+key, "."), v)
				if m.at(key) >= 0 {
					found[path+" (a key)"] = true
				}
			}
		case []any:
			for _, v := range v {
				walk(path+"[]", v)
			}
		case string:
			if m.at(v) >= 0 {
				found[path] = true
			}
		}
	}
	walk("", value)
	return slices.Sorted(maps.Keys(found))
}

// onlyAt fails the test unless the script is at exactly these paths of the document, and no
// other secret is in it.
func onlyAt(t testing.TB, where, document string, paths ...string) {
	t.Helper()
	secret(t, where, document, theScript)
	if diff := cmp.Diff(paths, theScript.places(t, document)); diff != "" {
		t.Errorf("places of the script in %s (-want +got):\n%s", where, diff)
	}
}

// inState is the only path at which Terraform stores the text of a script. It is an
// attribute, and Terraform stores sensitive values in the state unencrypted.
const inState = "resources[].instances[].attributes.script_text"

// withoutRefreshed removes the lines in which the CLI, not the provider, logs at WARN what
// a refresh has changed. They contain values unless the schema marks them as sensitive.
func withoutRefreshed(log string) string {
	var rest strings.Builder
	for line := range strings.Lines(log) {
		if !strings.Contains(line, ".script_text: was ") {
			rest.WriteString(line)
		}
	}
	return rest.String()
}

// leftBehind searches for secrets in every file that the runs have left: the state, its
// backup, a saved plan, logs, and the files in .terraform and the home directory. The
// script must be only where Terraform stores it.
func (f *folder) leftBehind() {
	f.t.Helper()
	for _, root := range []string{f.tf.Dir, f.home} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || d.Name() == savedKey {
				return err
			}
			raw, err := os.ReadFile(path)
			if err == nil {
				f.search(d.Name(), raw)
			}
			return err
		})
		if err != nil {
			f.t.Fatal(err)
		}
	}
}

// search searches one file, and each member of a saved plan, which is a zip file.
func (f *folder) search(name string, raw []byte) {
	f.t.Helper()
	switch base := filepath.Base(name); {
	case strings.HasPrefix(string(raw), "PK"):
		archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
		if err != nil {
			f.t.Fatal(err)
		}
		for _, member := range archive.File {
			r, err := member.Open()
			if err != nil {
				f.t.Fatal(err)
			}
			raw, err := io.ReadAll(r)
			if err != nil {
				f.t.Fatal(err)
			}
			f.search(name+"/"+member.Name, raw)
		}
	case strings.HasPrefix(base, "terraform.tfstate") || base == "tfstate" || base == "tfstate-prev":
		secret(f.t, name, string(raw), theScript)
		for _, place := range theScript.places(f.t, string(raw)) {
			if place != inState {
				f.t.Errorf("the script is in %s at %s", name, place)
			}
		}
	case base == traces:
		secret(f.t, name, string(raw), theScript)
		secret(f.t, name, withoutRefreshed(string(raw)))
	case base == "tfplan": // contains the variable and the planned value
		secret(f.t, name, string(raw), theScript)
	default:
		secret(f.t, name, string(raw))
	}
}

// accepting returns a new fake server with CORE and the marked key, and its address.
func accepting(t testing.TB) (*psfake.Server, string) {
	t.Helper()
	w := psfake.New(psfake.Strict(), psfake.WithKey(theKey.String()), psfake.WithBehavior(psfake.Documented()), psfake.WithSeed(1))
	server := httptest.NewServer(fakecore.New(w))
	t.Cleanup(server.Close)
	return w, server.URL
}

// If the search found nothing in any text, every other test would pass.
func TestMarksAreFound(t *testing.T) {
	for _, m := range allMarked {
		s := m.String()
		for name, text := range map[string]string{
			"plain": s, "the beginning": s[:len(m.head)+2], "the end": s[len(m.head)+3:],
			"quoted": fmt.Sprintf("%q", s), "hexadecimal": fmt.Sprintf("%x", "a"+s),
			"base64": base64.StdEncoding.EncodeToString([]byte(s)), "in base64": base64.URLEncoding.EncodeToString([]byte("a:" + s)),
		} {
			if m.at("before "+text+" after") < 0 {
				t.Errorf("the %s is not found, %s: %s", m.name, name, text)
			}
		}
		document, _ := json.Marshal(map[string]any{"a": []any{1, map[string]string{"b": "x" + s}}, s: ""})
		if diff := cmp.Diff([]string{" (a key)", "a[].b"}, m.places(t, string(document))); diff != "" {
			t.Error(diff)
		}
	}
}
