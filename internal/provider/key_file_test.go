package provider

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
)

// A huge file, here a sparse one, must not be read into memory.
func TestHugeKeyFileIsNotRead(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "config.json")
	if err := os.WriteFile(name, []byte(`{"apiKey":"s3cret-key"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if raw, err := readKeyFile(name); err != nil || !bytes.Contains(raw, []byte("s3cret-key")) {
		t.Errorf("%q, %v", raw, err)
	}
	if err := os.Truncate(name, 3<<30); err != nil {
		t.Skip(err)
	}
	if raw, err := readKeyFile(name); !errors.Is(err, errTooLarge) || raw != nil {
		t.Errorf("%d bytes, %v", len(raw), err)
	}
	if _, err := readKeyFile(filepath.Dir(name)); !errors.Is(err, errNotAFile) {
		t.Errorf("a folder: %v", err)
	}
	if _, err := readKeyFile(name + "x"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

// The error for a missing key says what is wrong with the file.
func TestUnusableKeyFileIsNamed(t *testing.T) {
	t.Parallel()
	for _, cause := range []error{errNotAFile, errTooLarge} {
		s := around(nil, nil)
		s.readFile = func(string) ([]byte, error) { return nil, cause }
		_, diags := resolve(model{}, s)
		if len(diags) != 1 || !strings.Contains(diags[0].Detail(), "("+cause.Error()+")") {
			t.Errorf("%v: %v", cause, diags)
		}
	}
}

// Editors and PowerShell on Windows write a byte order mark, which is not part of the key.
func TestKeyFileWithAByteOrderMarkIsAccepted(t *testing.T) {
	t.Parallel()
	const mark = "\xef\xbb\xbf"
	got, diags := resolve(model{}, around(nil, map[string]string{saved: mark + `{"apiKey":"s3cret-key"}` + "\r\n"}))
	if got.key != "s3cret-key" || len(diags) > 0 {
		t.Errorf("%q, %v", got.key, diags)
	}
	v1 := map[string]string{
		savedIn("/home/jon", v1KeyFile):  mark + "[keys]\r\nacme = \"k-acme\"\r\nother = \"k-other\"\r\n",
		savedIn("/home/jon", v1TeamFile): mark + "team = \"other\"\r\n",
	}
	if key, err := savedV1Key(around(nil, v1)); err != nil || key != "k-other" {
		t.Errorf("%q, %v", key, err)
	}
}

// A user who can replace the file can have the machines of a run created in another
// account.
func TestKeyFileThatOthersCanReplaceIsNamed(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no modes and owners here")
	}
	const dir, me, root, other = "home/jon/.paperspace", 1000, 0, 1001
	for name, c := range map[string]struct {
		file, dir, home fs.FileMode
		owners          map[string]int
		real            string
		says            []string // nil: no warning
	}{
		"private":                    {file: 0o600, dir: 0o700, home: 0o755},
		"a folder open to the group": {file: 0o600, dir: 0o770, home: 0o755, says: []string{"~/.paperspace (mode 0770)"}},
		"a folder open to all":       {file: 0o600, dir: 0o777, home: 0o755, says: []string{"~/.paperspace (mode 0777)"}},
		"a sticky folder":            {file: 0o600, dir: fs.ModeSticky | 0o777, home: 0o755},
		"an open home":               {file: 0o600, dir: 0o700, home: 0o777, says: []string{"folder ~ (mode 0777)"}},
		"a file of root":             {file: 0o600, dir: 0o700, home: 0o755, owners: map[string]int{"config.json": root}},
		"a file of another":          {file: 0o600, dir: 0o700, home: 0o755, owners: map[string]int{"config.json": other}, says: []string{"~/.paperspace/config.json belongs to another user (ID 1001)"}},
		"a folder of another":        {file: 0o600, dir: 0o700, home: 0o755, owners: map[string]int{".paperspace": other}, says: []string{"~/.paperspace belongs to another user (ID 1001)"}},
		"a link to an open folder":   {file: 0o600, dir: 0o700, home: 0o755, real: "/mnt/shared/config.json", says: []string{"/mnt/shared (mode 0777)"}},
		"both":                       {file: 0o600, dir: 0o777, home: 0o777, says: []string{"~/.paperspace (mode 0777)", "folder ~ (mode 0777)"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := around(nil, map[string]string{saved: `{"apiKey":"s3cret-key"}`})
			disk := fstest.MapFS{
				dir + "/config.json": {Mode: c.file}, dir: {Mode: fs.ModeDir | c.dir}, "home/jon": {Mode: fs.ModeDir | c.home},
				"mnt/shared": {Mode: fs.ModeDir | 0o777}, "mnt/shared/config.json": {Mode: 0o600},
			}
			s.stat = func(name string) (fs.FileInfo, error) {
				return disk.Stat(strings.TrimPrefix(filepath.ToSlash(name), "/"))
			}
			s.uid = me
			s.ownerOf = func(info fs.FileInfo) (int, bool) {
				if uid, ok := c.owners[info.Name()]; ok {
					return uid, true
				}
				return me, true
			}
			if c.real != "" {
				s.realPath = func(string) (string, error) { return c.real, nil }
			}
			got, diags := resolve(model{}, s)
			if got.key != "s3cret-key" || diags.HasError() || (len(diags) > 0) != (c.says != nil) {
				t.Fatalf("%v", diags)
			}
			for _, text := range c.says {
				if !strings.Contains(diags[0].Detail(), text) || strings.Contains(diags[0].Detail(), "s3cret") {
					t.Errorf("%q does not say %q", diags[0].Detail(), text)
				}
			}
		})
	}
}
