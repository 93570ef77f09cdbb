package main

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp"
	"github.com/ProtonMail/go-crypto/openpgp/armor"
)

// folder creates a folder with these files.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func isError(t *testing.T, err error, want string) {
	t.Helper()
	if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
		t.Errorf("error %v, want %q", err, want)
	}
}

func TestCompare(t *testing.T) {
	const archive, sig, own = project + "_1.zip", project + "_1.sig", "metadata.json"
	first := folder(t, map[string]string{archive: "a", sig: "now", own: "now"})
	for _, tc := range []struct {
		name  string
		files map[string]string
		fails string
	}{
		{"same", map[string]string{archive: "a", sig: "later", own: "later"}, ""},
		{"other content", map[string]string{archive: "b", sig: "now"}, "differ in " + archive},
		{"one file less", map[string]string{archive: "a"}, "different files"},
		{"nothing", nil, "no files of a release"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := compare(first, folder(t, tc.files))
			isError(t, err, tc.fails)
		})
	}
}

func TestCheckSums(t *testing.T) {
	const ofA = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
	dir := folder(t, map[string]string{"a": "a"})
	sources := map[string]string{"a": filepath.Join(dir, "a")}
	for _, tc := range []struct{ name, sums, fails string }{
		{"right", ofA + "  a\n", ""},
		{"wrong", strings.Replace(ofA, "c", "d", 1) + "  a\n", "a: the checksum is " + ofA},
		{"missing", "", "a: the checksum is " + ofA},
		{"too many", ofA + "  a\n" + ofA + "  b\n", "b has a checksum"},
	} {
		t.Run(tc.name, func(t *testing.T) { isError(t, checkSums([]byte(tc.sums), sources), tc.fails) })
	}
}

func TestCheckSignature(t *testing.T) {
	key := func() (*openpgp.Entity, string) {
		e, err := openpgp.NewEntity("test", "", "", nil)
		if err != nil {
			t.Fatal(err)
		}
		var text bytes.Buffer
		w, err := armor.Encode(&text, openpgp.PublicKeyType, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := e.Serialize(w); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return e, text.String()
	}
	signer, public := key()
	_, other := key()
	var signature bytes.Buffer
	if err := openpgp.DetachSign(&signature, signer, strings.NewReader("sums"), nil); err != nil {
		t.Fatal(err)
	}
	isError(t, checkSignature(public, []byte("sums"), signature.Bytes()), "")
	isError(t, checkSignature(public, []byte("other sums"), signature.Bytes()), "signature of the checksums")
	isError(t, checkSignature(other, []byte("sums"), signature.Bytes()), "signature of the checksums")
}

// The binary of this test is not that of a release. The error gives the reason.
func TestCheckArchive(t *testing.T) {
	r := &release{version: "1.0.0", toolchain: "go0.0.0"}
	self, err := os.ReadFile(os.Args[0])
	if err != nil {
		t.Fatal(err)
	}
	binary := project + "_v1.0.0"
	for _, tc := range []struct {
		name  string
		files map[string]string
		fails string
	}{
		{"other toolchain", map[string]string{binary: string(self), "LICENSE": "", "THIRD_PARTY_LICENSES.txt": ""}, "not with the toolchain of go.mod"},
		{"no binary", map[string]string{"LICENSE": "", "THIRD_PARTY_LICENSES.txt": ""}, "the archive has"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a.zip")
			f, err := os.Create(path)
			if err != nil {
				t.Fatal(err)
			}
			w := zip.NewWriter(f)
			for name, content := range tc.files {
				header := &zip.FileHeader{Name: name}
				header.SetMode(0o755)
				part, err := w.CreateHeader(header)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := part.Write([]byte(content)); err != nil {
					t.Fatal(err)
				}
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			isError(t, r.checkArchive(path, "linux_amd64"), tc.fails)
		})
	}
}

func TestReadmeHasTheInstallCommand(t *testing.T) {
	command, err := find(filepath.Join("..", "..", "README.md"), installCommand)
	if err != nil || !strings.Contains(command, "cp "+project) {
		t.Errorf("%q, %v", command, err)
	}
}
