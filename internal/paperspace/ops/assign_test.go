package ops_test

import (
	"errors"
	"testing"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// When two machines swap their addresses, a machine can lose its address right after the
// last rejection and before the read that looks for that address. Such a rejection is not
// final, but one that repeats is.
func TestAssignWhileAnotherAddressGoes(t *testing.T) {
	inBoth(t, func(t *testing.T, w *psfake.Server, c *ops.Client) {
		w.AddMachine(psfake.Machine{ID: "psa", Name: "psa"})
		a := w.ClaimPublicIP(psfake.EastCoast)
		conflict := psfake.Fault{Call: "publicips.assign", Kind: psfake.FaultReject, Status: 409, Message: "The machine already has a static public IP address.", Times: 3}
		heal := w.Inject(conflict)
		if _, err := c.AssignPublicIP(t.Context(), a.IP, "psa"); err != nil {
			t.Errorf("rejected %d times: %v", conflict.Times, err)
		}
		heal()
		if err := c.UnassignPublicIP(t.Context(), a.IP, "psa"); err != nil {
			t.Fatal(err)
		}
		conflict.Times = 0
		w.Inject(conflict)
		began := time.Now()
		if _, err := c.AssignPublicIP(t.Context(), a.IP, "psa"); !errors.Is(err, paperspace.ErrConflict) || time.Since(began) > time.Minute {
			t.Errorf("rejected always, after %s: %v", time.Since(began), err)
		}
	})
}
