package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

// The client of API v1 saves the keys of all teams, and which team is in use.
func TestSavedV1Key(t *testing.T) {
	const (
		dir  = "/home/jon/.paperspace/"
		keys = "[keys]\nacme = \"k-acme\"\n\"other team\" = \"k-other\"\n"
	)
	for name, c := range map[string]struct {
		credentials, config string
		key, why            string
	}{
		"the team in use":                  {credentials: keys, config: `team = "other team"`, key: "k-other"},
		"the only team":                    {credentials: "[keys]\nacme = \"k-acme\"\n", key: "k-acme"},
		"unknown keys are no matter":       {credentials: "version = 1\n" + keys, config: "team = 'acme'\nx = [1, {y = 2}]", key: "k-acme"},
		"a team without a key":             {credentials: keys, config: `team = "third"`, why: `it holds no key for the team "third", which is in use according to ~/.paperspace/config.toml`},
		"several teams and none in use":    {credentials: keys, why: `it holds keys for the teams "acme", "other team", and ~/.paperspace/config.toml names none of them`},
		"no keys":                          {credentials: "# empty\n", why: "it holds no keys"},
		"no TOML":                          {credentials: "{\"keys\": \"s3cr3t\"}", why: "it is not what the client writes"},
		"an empty key of the team in use":  {credentials: "[keys]\nacme = \" \"\n", config: `team = "acme"`, why: `it holds no key for the team "acme", which is in use according to ~/.paperspace/config.toml`},
		"a config that is not the clients": {credentials: keys, config: "team = 7", why: "it might hold keys of several teams, and ~/.paperspace/config.toml, which names the team in use, does not have the form that the client writes"},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{dir + v1KeyFile: c.credentials}
			if c.config != "" {
				files[dir+v1TeamFile] = c.config
			}
			key, err := savedV1Key(around(nil, files))
			switch {
			case c.why != "" && (err == nil || err.Error() != c.why):
				t.Errorf("error %v, want %q", err, c.why)
			case c.why == "" && (err != nil || key != c.key):
				t.Errorf("key %q, error %v; want %q", key, err, c.key)
			}
			got, diags := resolve(model{APIVersion: types.StringValue("v1")}, around(nil, files))
			if c.why == "" && (got.key != c.key || got.keySource != "the file ~/.paperspace/credentials.toml" || got.endpoint.String() != "https://api.paperspace.com/v1") {
				t.Errorf("settings %v, diagnostics %v", got, diags)
			}
		})
	}
}
