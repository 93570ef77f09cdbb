package psfake_test

import "testing"

func TestV1Templates(t *testing.T) {
	inBoth(t, func(t *testing.T, c *caller) {
		windows := items(c.v1OK("GET", "/os-templates?name=Windows%2010", ""))[0]
		wantKeys(t, windows, map[string]any{"id": "t123abc", "name": "Windows 10", "agentType": "WindowsDesktop",
			"operatingSystemLabel": "Windows 10 (Server 2016)", "defaultSizeGb": nil})
		fits := map[string]bool{}
		for _, entry := range windows["availableMachineTypes"].([]any) {
			entry := entry.(map[string]any)
			fits[entry["machineTypeLabel"].(string)] = entry["isAvailable"].(bool)
		}
		want(t, "fits", fits["P4000"] && fits["A4000x2"] && fits["H100x8"] && !fits["Air"] && !fits["C5"], true)

	})
}
