package provider

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// The files in which the official clients save a login.
const (
	coreKeyFile = "config.json"      // of the CORE client
	v1KeyFile   = "credentials.toml" // of the client of API v1
	v1TeamFile  = "config.toml"      // of the same client; names the team in use
)

// savedIn returns the path of such a file. It has slashes on Windows as well,
// which accepts them, so that messages show the same path as the docs.
func savedIn(home, name string) string { return path.Join(home, ".paperspace", name) }

// byteOrderMark is what some programs on Windows put at the start of UTF-8 files.
var byteOrderMark = []byte("\xef\xbb\xbf")

// saved reads such a file. An error says why there is nothing to read, and never quotes the
// file.
func (s surroundings) saved(name string) ([]byte, error) {
	if s.home == "" {
		return nil, errors.New("there is no home directory")
	}
	raw, err := s.readFile(savedIn(s.home, name))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, errors.New("there is no such file")
	case errors.Is(err, errNotAFile), errors.Is(err, errTooLarge):
		return nil, err
	case errors.Is(err, fs.ErrPermission):
		return nil, errors.New("reading it is not permitted")
	case err != nil:
		return nil, errors.New("it cannot be read")
	}
	return bytes.TrimPrefix(raw, byteOrderMark), nil
}

// errNotTheirs does not wrap the cause, which would quote the file.
var errNotTheirs = errors.New("it is not what the client writes")

// savedCoreKey returns the key that the official CORE client saved at login.
func savedCoreKey(s surroundings) (string, error) {
	raw, err := s.saved(coreKeyFile)
	if err != nil {
		return "", err
	}
	var saved struct {
		APIKey string `json:"apiKey"`
	}
	if json.Unmarshal(raw, &saved) != nil {
		return "", errNotTheirs
	}
	if strings.TrimSpace(saved.APIKey) == "" {
		return "", errors.New("it holds no apiKey")
	}
	return saved.APIKey, nil
}

// savedV1Key returns a key that the official client of API v1 saved. The client saves the
// keys of all teams. savedV1Key returns the key of the team in use, or, if no team is in
// use, the only key.
func savedV1Key(s surroundings) (string, error) {
	raw, err := s.saved(v1KeyFile)
	if err != nil {
		return "", err
	}
	var saved struct {
		Keys map[string]string `toml:"keys"`
	}
	if toml.Unmarshal(raw, &saved) != nil {
		return "", errNotTheirs
	}
	var config struct {
		Team string `toml:"team"`
	}
	if raw, err := s.saved(v1TeamFile); err == nil && toml.Unmarshal(raw, &config) != nil {
		return "", fmt.Errorf("it might hold keys of several teams, and %s, which names the team in use, does not have the form that the client writes", savedIn("~", v1TeamFile))
	}
	key, found := saved.Keys[config.Team]
	switch {
	case found && strings.TrimSpace(key) != "":
		return key, nil
	case config.Team != "":
		return "", fmt.Errorf("it holds no key for the team %q, which is in use according to %s", config.Team, savedIn("~", v1TeamFile))
	case len(saved.Keys) == 1:
		return slices.Collect(maps.Values(saved.Keys))[0], nil
	case len(saved.Keys) == 0:
		return "", errors.New("it holds no keys")
	}
	return "", fmt.Errorf("it holds keys for the teams %s, and %s names none of them", wordList(slices.Sorted(maps.Keys(saved.Keys))), savedIn("~", v1TeamFile))
}

// exposed warns if users other than the owner can access one of these files. Clients that
// create it with the usual umask leave it readable for everyone.
func (s surroundings) exposed(name string) diag.Diagnostics {
	if s.stat == nil {
		return nil
	}
	info, err := s.stat(savedIn(s.home, name))
	if err != nil || info.Mode().Perm()&0o077 == 0 {
		return nil
	}
	file := savedIn("~", name)
	return diag.Diagnostics{diag.NewWarningDiagnostic("API key readable by other users",
		fmt.Sprintf("The API key was taken from the file %s, whose mode %04o gives other users of this computer access to it. Keep it to yourself:\n\n  chmod 600 %s",
			file, info.Mode().Perm(), file))}
}
