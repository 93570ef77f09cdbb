package psfake

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// call describes what the routes with the same call have in common.
type call struct{ writes, rebuilds bool }

// calls are the calls of all APIs in this program. Only NewAPI changes them, and it is called for package variables
// only, so they are constant when main runs.
var calls = map[string]call{noCall: {}}

// NewAPI returns an API and registers its calls for faults and journals. Call it for package variables only.
func NewAPI(a API) *API {
	for _, routes := range a.Routes {
		for method, r := range routes {
			c := calls[r.Call]
			calls[r.Call] = call{c.writes || isWrite(method, r.Call), c.rebuilds || r.Rebuilds}
		}
	}
	return &a
}

// checkCall returns an error unless a pattern matches at least one call that is suitable.
func checkCall(pattern string, suitable func(name string, c call) bool) error {
	var meant []string
	for _, name := range slices.Sorted(maps.Keys(calls)) {
		if matches(pattern, name) {
			if suitable(name, calls[name]) {
				return nil
			}
			meant = append(meant, name)
		}
	}
	if meant != nil {
		return fmt.Errorf("cannot hit %s", strings.Join(meant, ", "))
	}
	return fmt.Errorf("no route has the call %q; the calls are %s", pattern, strings.Join(slices.Sorted(maps.Keys(calls)), ", "))
}
