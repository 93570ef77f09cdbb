package provider

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const saved = "/home/jon/.paperspace/config.json"

func reader(files map[string]string) func(string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		text, ok := files[name]
		if !ok {
			return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
		}
		return []byte(text), nil
	}
}

func TestKey(t *testing.T) {
	const (
		argument = "the api_key argument of the provider block"
		variable = "the environment variable PAPERSPACE_API_KEY"
		file     = "the file ~/.paperspace/config.json"
	)
	for name, c := range map[string]struct {
		config      types.String
		env         map[string]string
		files       map[string]string
		key, source string
	}{
		"configured": {
			config: types.StringValue("a"), env: map[string]string{envKey: "b"}, files: map[string]string{saved: `{"apiKey":"c"}`},
			key: "a", source: argument,
		},
		"variable": {
			env: map[string]string{envKey: "b"}, files: map[string]string{saved: `{"apiKey":"c"}`},
			key: "b", source: variable,
		},
		"file":                          {files: map[string]string{saved: `{"name":"main","apiKey":"c","teamId":7}`}, key: "c", source: file},
		"empty variable, then file":     {env: map[string]string{envKey: ""}, files: map[string]string{saved: `{"apiKey":"c"}`}, key: "c", source: file},
		"blank variable, then file":     {env: map[string]string{envKey: " \n"}, files: map[string]string{saved: `{"apiKey":"c"}`}, key: "c", source: file},
		"configured, with a line break": {config: types.StringValue("a\n"), key: "a", source: argument},
		"variable, with a line break":   {env: map[string]string{envKey: "\tb\r\n"}, key: "b", source: variable},
		"file, with a line break":       {files: map[string]string{saved: "{\"apiKey\": \"c\\n\"}\n"}, key: "c", source: file},
	} {
		t.Run(name, func(t *testing.T) {
			got, diags := resolve(model{APIKey: c.config}, around(c.env, c.files))
			if diags.HasError() || got.key != c.key || got.keySource != c.source {
				t.Errorf("key %q from %q, diagnostics %v; want %q from %q", got.key, got.keySource, diags, c.key, c.source)
			}
		})
	}
}

func TestMissingKey(t *testing.T) {
	fails := func(err error) func(string) ([]byte, error) {
		return func(name string) ([]byte, error) {
			return []byte("s3cret"), &fs.PathError{Op: "read", Path: name, Err: err}
		}
	}
	holds := func(text string) func(string) ([]byte, error) {
		return func(string) ([]byte, error) { return []byte(text), nil }
	}
	for name, c := range map[string]struct {
		home string
		read func(string) ([]byte, error)
		why  string
	}{
		"no file":               {"/home/jon", reader(nil), "there is no such file"},
		"no home directory":     {"", holds(`{"apiKey":"s3cret"}`), "there is no home directory"},
		"a file of another":     {"/home/jon", fails(fs.ErrPermission), "reading it is not permitted"},
		"a folder":              {"/home/jon", fails(errors.New("is a directory")), "it cannot be read"},
		"garbage":               {"/home/jon", holds(`apiKey: s3cret`), "it is not what the client writes"},
		"half a file":           {"/home/jon", holds(`{"apiKey":"s3cret`), "it is not what the client writes"},
		"a key that is no text": {"/home/jon", holds(`{"apiKey":{"s3cret":1}}`), "it is not what the client writes"},
		"a list":                {"/home/jon", holds(`["s3cret"]`), "it is not what the client writes"},
		"an empty file":         {"/home/jon", holds(``), "it is not what the client writes"},
		"no key in it":          {"/home/jon", holds(`{"name":"s3cret"}`), "it holds no apiKey"},
		"an empty key":          {"/home/jon", holds(`{"apiKey":"","x":"s3cret"}`), "it holds no apiKey"},
		"a null key":            {"/home/jon", holds(`{"apiKey":null}`), "it holds no apiKey"},
	} {
		t.Run(name, func(t *testing.T) {
			s := around(nil, nil)
			s.home, s.readFile = c.home, c.read
			_, diags := resolve(model{}, s)
			got := onlyError(t, diags, "api_key")
			want := "Missing API key\nThe provider needs a Paperspace API key. It checked these places in order and found none:\n" +
				"  1. the api_key argument of the provider block\n" +
				"  2. the environment variable PAPERSPACE_API_KEY\n" +
				"  3. the file ~/.paperspace/config.json, written by the official client (" + c.why + ")\n\n" +
				"Create a key in the Paperspace console, in the API section of the team settings, and set PAPERSPACE_API_KEY to it. An empty variable counts as not set."
			if got != want {
				t.Errorf("got  %q\nwant %q", got, want)
			}
			if strings.Contains(got, "s3cret") {
				t.Errorf("quotes what is in the file: %q", got)
			}
		})
	}
}

// A key that is not valid in a header would fail as if the network were down.
func TestUnusableKey(t *testing.T) {
	for name, c := range map[string]struct {
		config types.String
		env    map[string]string
		files  map[string]string
		want   string
	}{
		"two lines": {
			config: types.StringValue("s3cret\nmore"),
			want:   "Malformed API key\nThe key in the api_key argument of the provider block contains",
		},
		"a space in it": {
			env:  map[string]string{envKey: "s3cret key"},
			want: "Malformed API key\nThe key in the environment variable PAPERSPACE_API_KEY contains",
		},
		"typographic quotes": {
			files: map[string]string{saved: `{"apiKey":"“s3cret”"}`},
			want:  "Malformed API key\nThe key in the file ~/.paperspace/config.json contains",
		},
		"configured as nothing": {
			config: types.StringValue(""), env: map[string]string{envKey: "s3cret"},
			want: "Empty API key\nThe api_key argument is empty. To use the key from the environment variable PAPERSPACE_API_KEY",
		},
		"configured as space": {
			config: types.StringValue(" "),
			want:   "Empty API key\nThe api_key argument is empty.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, diags := resolve(model{APIKey: c.config}, around(c.env, c.files))
			got := onlyError(t, diags, "api_key")
			if !strings.HasPrefix(got, c.want) || strings.Contains(got, "s3cret") {
				t.Errorf("got %q, want %q…", got, c.want)
			}
		})
	}
}

// A file that others can read exposes the key. The warning appears only if the key is taken
// from that file.
func TestExposedKeyFile(t *testing.T) {
	const own = `{"apiKey":"s3cret"}`
	for name, c := range map[string]struct {
		config  types.String
		env     map[string]string
		mode    fs.FileMode
		file    string
		windows bool
		warns   bool
	}{
		"the owner's alone":          {mode: 0o600, file: own},
		"not to be changed":          {mode: 0o400, file: own},
		"the group may read":         {mode: 0o640, file: own, warns: true},
		"everybody may read":         {mode: 0o644, file: own, warns: true},
		"others may read":            {mode: 0o604, file: own, warns: true},
		"others may write":           {mode: 0o602, file: own, warns: true},
		"a mode with more than that": {mode: fs.ModeSetuid | 0o644, file: own, warns: true},
		"where modes say nothing":    {mode: 0o666, file: own, windows: true},
		"not used, configured":       {mode: 0o644, file: own, config: types.StringValue("a")},
		"not used, in a variable":    {mode: 0o644, file: own, env: map[string]string{envKey: "b"}},
		"not usable":                 {mode: 0o644, file: `{"apiKey":"s3cret key"}`},
	} {
		t.Run(name, func(t *testing.T) {
			s := around(c.env, map[string]string{saved: c.file})
			if !c.windows {
				disk := fstest.MapFS{"home/jon/.paperspace/config.json": {Mode: c.mode}}
				s.stat = func(name string) (fs.FileInfo, error) {
					return disk.Stat(strings.TrimPrefix(filepath.ToSlash(name), "/"))
				}
			}
			_, diags := resolve(model{APIKey: c.config}, s)
			var want diag.Diagnostics
			if c.warns {
				want.AddWarning("API key readable by other users", fmt.Sprintf("The API key was taken from the file ~/.paperspace/config.json, "+
					"whose mode 0%o gives other users of this computer access to it. Keep it to yourself:\n\n  chmod 600 ~/.paperspace/config.json", c.mode.Perm()))
			}
			if got := diags.Warnings(); !got.Equal(want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

// Each API version has a separate file.
func TestExposedKeyFileOfV1(t *testing.T) {
	s := around(map[string]string{envVersion: "v1"}, map[string]string{savedIn("/home/jon", v1KeyFile): "[keys]\nacme = \"s3cret\"\n"})
	disk := fstest.MapFS{"home/jon/.paperspace/credentials.toml": {Mode: 0o640}, "home/jon/.paperspace/config.json": {Mode: 0o600}}
	s.stat = func(name string) (fs.FileInfo, error) {
		return disk.Stat(strings.TrimPrefix(filepath.ToSlash(name), "/"))
	}
	_, diags := resolve(model{}, s)
	if len(diags) != 1 || !strings.Contains(diags[0].Detail(), "~/.paperspace/credentials.toml, whose mode 0640") || strings.Contains(diags[0].Detail(), "s3cret") {
		t.Errorf("%v", diags)
	}
}

// A file that vanishes between the read and the check of its mode is not an error.
func TestExposedKeyFileThatVanished(t *testing.T) {
	s := around(nil, map[string]string{saved: `{"apiKey":"c"}`})
	s.stat = func(string) (fs.FileInfo, error) { return nil, fs.ErrNotExist }
	if got, diags := resolve(model{}, s); got.key != "c" || len(diags) > 0 {
		t.Errorf("key %q, %v", got.key, diags)
	}
}

// A user who has logged in with the client of the other API version has a key. The error
// mentions it, and why it is not used.
func TestMissingKeyMentionsTheOtherClientsKey(t *testing.T) {
	const coreFile, v1File = "/home/jon/.paperspace/config.json", "/home/jon/.paperspace/credentials.toml"
	for name, c := range map[string]struct {
		version string
		files   map[string]string
		want    string
	}{
		"v1, with core's file":       {"v1", map[string]string{coreFile: `{"apiKey":"s3cret"}`}, "The file ~/.paperspace/config.json has a key, but the client of the CORE API saved it there"},
		"v1, with an unusable one":   {"v1", map[string]string{coreFile: `{"apiKey":""}`}, ""},
		"v1, with none":              {"v1", nil, ""},
		"core, with v1's file":       {"core", map[string]string{v1File: "[keys]\nteam = \"s3cret\"\n"}, `The file ~/.paperspace/credentials.toml has a key of API v1. To use it, set api_version = "v1"`},
		"core, with an unusable one": {"core", map[string]string{v1File: "[keys]\n"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, diags := resolve(model{APIVersion: types.StringValue(c.version)}, around(nil, c.files))
			got := onlyError(t, diags, "api_key")
			if !strings.HasPrefix(got, "Missing API key\n") || !strings.Contains(got, c.want) || c.want == "" && strings.Contains(got, "has a key") || strings.Contains(got, "s3cret") {
				t.Errorf("%q", got)
			}
		})
	}
}
