package main

import (
	"os"
	"runtime"
)

// environment is all that the CLI and the provider get to see. It is built by
// hand and not from this process's own: a key or an endpoint of the person who
// runs the demo must not find its way into it, nor a TF_… variable that changes
// what the CLI does.
func environment(p *workplace, s *service, key, pollInterval string) []string {
	env := []string{
		"PATH=" + os.Getenv("PATH"),
		"HOME=" + p.home,
		"TMPDIR=" + p.temp,
		"TF_CLI_CONFIG_FILE=" + p.cliFile,
		"TF_IN_AUTOMATION=1", // no advice on what to type next
		"CHECKPOINT_DISABLE=1",
		"PAPERSPACE_API_KEY=" + key,
		"PAPERSPACE_API_VERSION=" + s.api,
		"PAPERSPACE_ENDPOINT=" + s.endpoint(),
	}
	if pollInterval != "" {
		env = append(env, "TF_VAR_poll_interval="+pollInterval)
	}
	if runtime.GOOS == "windows" {
		env = append(env,
			"SystemRoot="+os.Getenv("SystemRoot"), // without it there are no sockets
			"USERPROFILE="+p.home, "APPDATA="+p.home, "LOCALAPPDATA="+p.home,
			"TEMP="+p.temp, "TMP="+p.temp,
		)
	}
	return env
}
