package tfrun

import (
	"os"
	"runtime"
	"slices"
	"strings"
)

// Isolated returns an environment with no setting of the user, and with another home and
// temporary directory. So no key of theirs gets into a run, nor a TF_… variable that
// changes what the CLI does.
func Isolated(home, temp string) []string {
	env := []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "TMPDIR=" + temp}
	if runtime.GOOS == "windows" {
		env = append(env,
			"SystemRoot="+os.Getenv("SystemRoot"), // without it there are no sockets
			"USERPROFILE="+home, "APPDATA="+home, "LOCALAPPDATA="+home, "TEMP="+temp, "TMP="+temp)
	}
	return env
}

// Inherited returns the environment of this process without what configures the CLI or
// the provider.
func Inherited() []string {
	return slices.DeleteFunc(os.Environ(), func(kv string) bool {
		return strings.HasPrefix(kv, "TF_") || strings.HasPrefix(kv, "PAPERSPACE_")
	})
}
