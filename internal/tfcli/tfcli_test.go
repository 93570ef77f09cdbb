package tfcli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// program writes a shell script that prints version to dir.
func program(t *testing.T, dir, name, version string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the fake programs are shell scripts")
	}
	path := filepath.Join(dir, name)
	script := "#!/bin/sh\n[ \"$1\" = version ] || exit 9\ncat <<'END'\n" + version + "\nEND\n"
	if err := os.WriteFile(path, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestChoose(t *testing.T) {
	errNoBuild := errors.New("nothing should be built")

	for name, tc := range map[string]struct {
		onPath []string
		want   string
		built  bool   // the result is the pinned OpenTofu
		chosen string // the result is this program on PATH
		fails  string
	}{
		"terraform comes first":          {onPath: []string{"terraform", "tofu"}, chosen: "terraform"},
		"tofu where terraform is absent": {onPath: []string{"tofu"}, chosen: "tofu"},
		"built where both are absent":    {built: true},
		"terraform by name":              {onPath: []string{"terraform", "tofu"}, want: "terraform", chosen: "terraform"},
		"terraform by name is not built": {onPath: []string{"tofu"}, want: "terraform", fails: "no terraform on PATH"},
		"tofu by name":                   {onPath: []string{"terraform", "tofu"}, want: "tofu", chosen: "tofu"},
		"tofu by name is built":          {onPath: []string{"terraform"}, want: "tofu", built: true},
		"a path that is not there":       {onPath: []string{"terraform"}, want: "no/such/program", fails: "neither terraform, tofu, none, nor a program"},
		"none though both are there":     {onPath: []string{"terraform", "tofu"}, want: "none", fails: ErrNone.Error()},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for _, p := range tc.onPath {
				program(t, dir, p, "")
			}
			t.Setenv("PATH", dir)
			build := func(context.Context) (string, error) { return "", errNoBuild }
			want := filepath.Join(dir, tc.chosen)
			if tc.built {
				want = filepath.Join(dir, "cache", "tofu")
				build = func(context.Context) (string, error) { return want, nil }
			}

			got, err := choose(t.Context(), tc.want, build)

			if tc.fails != "" {
				if err == nil || !strings.Contains(err.Error(), tc.fails) {
					t.Fatalf("error %v, want one with %q", err, tc.fails)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got != want {
				t.Errorf("chose %s, want %s", got, want)
			}
		})
	}
}

func TestFind(t *testing.T) {
	for name, tc := range map[string]struct {
		version string
		want    CLI
		fails   string
	}{
		"terraform": {
			version: "Terraform v1.11.4\non linux_amd64",
			want:    CLI{Version: "1.11.4"},
		},
		"opentofu": {
			version: "OpenTofu v1.12.6\non linux_amd64",
			want:    CLI{Version: "1.12.6", Tofu: true},
		},
		"advice before and after": {
			version: "There are some problems with the CLI configuration:\n\nTerraform v1.5.7\n\nYour version of Terraform is out of date! The latest version\nis 1.15.0.",
			want:    CLI{Version: "1.5.7"},
		},
		"another program": {
			version: "Vault v1.20.0",
			fails:   "neither Terraform nor OpenTofu",
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := program(t, t.TempDir(), "program", tc.version)

			got, err := Find(t.Context(), path)

			if tc.fails != "" {
				if err == nil || !strings.Contains(err.Error(), tc.fails) {
					t.Fatalf("error %v, want one with %q", err, tc.fails)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			tc.want.Path = path
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("wrong CLI (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFindVersion(t *testing.T) {
	onPath, elsewhere := t.TempDir(), t.TempDir()
	here := program(t, onPath, "terraform", "Terraform v1.11.4")
	other := program(t, elsewhere, "terraform", "Terraform v1.14.9")
	t.Setenv("PATH", onPath+string(filepath.ListSeparator)+os.Getenv("PATH"))
	for version, want := range map[string]string{"1.11.4": here, "1.14.9": other} {
		var built []string
		got, err := findVersion(t.Context(), Terraform, version, func(_ context.Context, program, version string) (string, error) {
			built = append(built, program+" "+version)
			return other, nil
		})
		if err != nil || got.Path != want || got.Version != version {
			t.Errorf("%s: %+v, %v", version, got, err)
		}
		if wanted := want == other; wanted != slices.Equal(built, []string{"terraform " + version}) {
			t.Errorf("%s: built %q", version, built)
		}
	}
}

func TestNamesOfVersions(t *testing.T) {
	for want, is := range map[string]bool{
		"terraform@1.14.9": true, "tofu@1.12.0-rc1": true, "terraform": false, "tofu@": false, "vault@1.20.0": false,
		"terraform@../../1": false, "dir/terraform@1.14.9": false,
	} {
		if got := programVersion.MatchString(want); got != is {
			t.Errorf("%q: %t", want, got)
		}
	}
}

func TestEnv(t *testing.T) {
	terraform := CLI{Path: "/bin/terraform"}
	if got, want := terraform.Env(), []string{"TF_ACC_TERRAFORM_PATH=/bin/terraform", "TF_CLI_CONFIG_FILE=" + os.DevNull}; !slices.Equal(got, want) {
		t.Errorf("terraform: %q, want %q", got, want)
	}

	tofu := CLI{Path: "/bin/tofu", Tofu: true}
	want := []string{
		"TF_ACC_TERRAFORM_PATH=/bin/tofu",
		"TF_CLI_CONFIG_FILE=" + os.DevNull,
		"TF_ACC_PROVIDER_HOST=registry.opentofu.org",
		"TF_ACC_PROVIDER_NAMESPACE=hashicorp",
	}
	if got := tofu.Env(); !slices.Equal(got, want) {
		t.Errorf("tofu: %q, want %q", got, want)
	}
}
