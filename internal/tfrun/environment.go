package tfrun

import (
	"os"
	"runtime"
	"slices"
	"strings"
)

// Isolated returns an environment without the user's settings and with the given home and
// temporary directories. A run then has neither the user's API keys nor a TF_… variable
// that changes the behavior of the CLI.
func Isolated(home, temp string) []string {
	env := []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "TMPDIR=" + temp}
	if runtime.GOOS == "windows" {
		env = append(env,
			"SystemRoot="+os.Getenv("SystemRoot"), // without it there are no sockets
			"USERPROFILE="+home, "APPDATA="+home, "LOCALAPPDATA="+home, "TEMP="+temp, "TMP="+temp)
	}
	return env
}

// Inherited returns the environment of this process without the variables that configure
// the CLI or the provider.
func Inherited() []string {
	return slices.DeleteFunc(os.Environ(), func(kv string) bool {
		return strings.HasPrefix(kv, "TF_") || strings.HasPrefix(kv, "PAPERSPACE_")
	})
}
