package repo

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// gnuMake returns the paths of make and of the repository's makefile. It skips tests on a
// machine without make.
func gnuMake(t *testing.T) (program, makefile string) {
	t.Helper()
	program, err := exec.LookPath("make")
	if err != nil || runtime.GOOS == "windows" {
		t.Skip("no make here")
	}
	makefile, err = filepath.Abs(filepath.Join("..", "..", "GNUmakefile"))
	if err != nil {
		t.Fatal(err)
	}
	return program, makefile
}

// makeIn runs make with the repository's makefile in a new folder. There, go only prints its
// arguments, and git prints tag. It returns the folder and the output.
func makeIn(t *testing.T, tag string, env []string, args ...string) (dir, printed string) {
	t.Helper()
	gnu, makefile := gnuMake(t)
	dir = t.TempDir()
	bin := filepath.Join(dir, "stubs")
	if err := os.Mkdir(bin, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, script := range map[string]string{
		"go":  "#!/bin/sh\n[ \"$1\" = env ] || printf 'go: [%s]\\n' \"$@\"\n",
		"git": "#!/bin/sh\ncat \"" + dir + "/tag\"\n",
	} {
		if err := os.WriteFile(filepath.Join(bin, name), []byte(script), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "tag"), []byte(tag+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), gnu, append([]string{"-f", makefile}, args...)...)
	cmd.Dir = dir
	cmd.Env = append([]string{"PATH=" + bin + ":" + os.Getenv("PATH"), "HOME=" + dir}, env...)
	out, _ := cmd.CombinedOutput()
	return dir, string(out)
}

// attacks are values that a shell, make, or the linker could execute. Each tries to create the file
// "pwned".
var attacks = []string{
	`1';touch pwned;'`, `1";touch pwned;"`, "1`touch pwned`", `1$(touch pwned)`, `1$$(touch pwned)`, `1;touch pwned`, `1|touch pwned`,
	`1&touch pwned&`, `$(shell touch pwned)`, `1$(shell touch pwned)`, `$${x:-$(touch pwned)}`, "1\ntouch pwned\n", `1' -extld ./evil '`, `1 -extld=./evil`,
	`1#';touch pwned`, `1\';touch pwned`, `1>pwned`, `../../pwned`,
}

// The names of tags and the values of variables are data for the build. They are not commands, and
// not flags of the linker.
func TestMakeExecutesNoTagNameAndNoVariable(t *testing.T) {
	t.Parallel()
	for _, attack := range attacks {
		type call struct {
			tag       string
			env, args []string
		}
		calls := map[string]call{"a tag": {tag: "v" + attack, args: []string{"build"}}}
		for _, target := range []string{"build", "cross", "install"} {
			calls["VERSION for "+target] = call{args: []string{target, "VERSION=" + attack}}
			calls["VERSION in the environment for "+target] = call{env: []string{"VERSION=" + attack}, args: []string{target}}
			calls["VERSION that wins over the makefile for "+target] = call{env: []string{"VERSION=" + attack}, args: []string{"-e", target}}
		}
		// Set all variables in one call. That has the effect of setting each of them in a separate
		// call, because no recipe ends early: go and git always succeed here.
		var set []string
		for _, name := range []string{"TF", "API", "SOAK", "SEED", "FUZZTIME", "LANES"} {
			set = append(set, name+"="+attack)
		}
		for _, target := range []string{"test", "soak", "demo", "docs-check", "fmt", "release-check", "lanes"} {
			calls["variables for "+target] = call{args: append([]string{target}, set...)}
			calls["variables in the environment for "+target] = call{env: set, args: []string{target}}
		}
		for name, c := range calls {
			dir, printed := makeIn(t, c.tag, c.env, c.args...)
			for _, at := range []string{dir, filepath.Dir(filepath.Dir(dir)), filepath.Join(dir, "internal", "soak")} {
				if _, err := os.Stat(filepath.Join(at, "pwned")); err == nil {
					t.Fatalf("%s: %q was executed", name, attack)
				}
			}
			for line := range strings.Lines(printed) {
				if strings.HasPrefix(line, "go: ") && strings.Contains(line, " -extld") && strings.Contains(line, "main.version") {
					t.Errorf("%s: %q is a flag of the linker: %s", name, attack, line)
				}
			}
		}
	}
}

// The version of a build is the tag without the characters that a version cannot have.
func TestMakeBuildsWithTheVersionOfTheTag(t *testing.T) {
	t.Parallel()
	for tag, want := range map[string]string{
		"v1.2.3": "1.2.3", "v1.2.3-rc.1+b_2": "1.2.3-rc.1+b_2", "v1.2.3-4-gabcdef0-dirty": "1.2.3-4-gabcdef0-dirty", "abcdef0": "abcdef0", "": "dev",
		"v1'$(x)": "1x",
	} {
		_, printed := makeIn(t, tag, nil, "build")
		if !strings.Contains(printed, fmt.Sprintf("go: [-s -w -X main.version=%s]", want)) {
			t.Errorf("%q: no version %q in\n%s", tag, want, printed)
		}
	}
	if _, printed := makeIn(t, "v1", nil, "build", "VERSION=2.0"); !strings.Contains(printed, "main.version=2.0]") {
		t.Errorf("VERSION=2.0:\n%s", printed)
	}
	if _, printed := makeIn(t, "v1", nil, "test", "TF=tofu"); !strings.Contains(printed, "go: [-tf]\ngo: [tofu]") {
		t.Errorf("TF=tofu:\n%s", printed)
	}
}
