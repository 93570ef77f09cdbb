package ops_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/opstest"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/psfake"
)

// The destroy of a private network does not wait for machines that stay in it. The error
// names them.
func TestDestroyNetworkNamesItsMachines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.V1(t, ops.Options{})
		n := w.AddNetwork(psfake.Network{Name: "lab"})
		m := w.AddMachine(psfake.Machine{Name: "stays", NetworkID: n.ID})
		w.AddMachine(psfake.Machine{Name: "elsewhere"})
		began := time.Now()
		err := c.PrivateNetworks.Destroy(t.Context(), n.ID)
		in, _ := opstest.ReasonIn[paperspace.MachinesInNetwork](err)
		if !errors.Is(err, paperspace.ErrConflict) || !slices.Equal(in.Machines, []string{`"stays" (` + m.ID + `)`}) {
			t.Errorf("%v, %+v", err, in)
		}
		if waited := time.Since(began); waited > 30*time.Second {
			t.Errorf("waited %s for a machine of another configuration", waited)
		}
	})
}

// One command destroys a network and its machines at the same time, as Terraform does if
// the machines do not refer to the network.
func TestDestroyNetworkTogetherWithItsMachines(t *testing.T) {
	for name, c := range map[string]struct{ begins, takes time.Duration }{
		"machines first":      {0, 3 * time.Minute},
		"machines last":       {40 * time.Second, 3 * time.Minute},
		"ten times the delay": {40 * time.Second, 9 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, client := opstest.V1(t, ops.Options{}, psfake.WithTimings(psfake.Timings{Destroy: c.takes}))
				n := w.AddNetwork(psfake.Network{Name: "lab"})
				m := w.AddMachine(psfake.Machine{Name: "goes", NetworkID: n.ID})
				client.Manages(m.ID, m.Name)
				done, began := make(chan error), time.Now()
				go func() {
					time.Sleep(c.begins)
					done <- client.DestroyMachine(t.Context(), ops.Destruction{ID: m.ID, Name: m.Name})
				}()
				if err := client.PrivateNetworks.Destroy(t.Context(), n.ID); err != nil {
					t.Errorf("the network after %s: %v", time.Since(began), err)
				}
				if err := <-done; err != nil {
					t.Errorf("the machine: %v", err)
				}
			})
		})
	}
}

// The destroy of a network waits for a machine of this configuration, but not long if the
// machine stays.
func TestDestroyNetworkOfAMachineThatStays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.V1(t, ops.Options{})
		n := w.AddNetwork(psfake.Network{Name: "lab"})
		m := w.AddMachine(psfake.Machine{Name: "stays", NetworkID: n.ID})
		c.Manages(m.ID, m.Name)
		began := time.Now()
		err := c.PrivateNetworks.Destroy(t.Context(), n.ID)
		if waited := time.Since(began); !errors.Is(err, paperspace.ErrConflict) || waited < 30*time.Second || waited > 2*time.Minute {
			t.Errorf("after %s: %v", waited, err)
		}
	})
}

// It is not documented whether a network with a shared drive can be deleted. If Paperspace
// rejects that, the error names the drive. A drive that Terraform destroys at the same time
// is waited for.
func TestDestroyNetworkWithSharedDrive(t *testing.T) {
	inBoth(t, func(t *testing.T, w *psfake.Server, c *ops.Client) {
		for _, own := range []bool{false, true} {
			n := w.AddNetwork(psfake.Network{Name: "lab"})
			d := w.AddSharedDrive(psfake.SharedDrive{Name: "files", NetworkID: n.ID}).ID
			if own {
				c.SharedDrives.Manages(d, "files")
				time.AfterFunc(50*time.Second, func() { w.RemoveSharedDrive(d) })
			}
			began := time.Now()
			err := c.PrivateNetworks.Destroy(t.Context(), n.ID)
			in, _ := opstest.ReasonIn[paperspace.DrivesInNetwork](err)
			switch {
			case own && err != nil:
				t.Errorf("with a drive that is destroyed, too: %v", err)
			case !own && err != nil && (!errors.Is(err, paperspace.ErrConflict) || !slices.Equal(in.Drives, []string{`"files" (` + d + ")"}) || time.Since(began) > 40*time.Second):
				t.Errorf("after %s: %v, %+v", time.Since(began), err, in)
			}
			if rejects := strings.Contains(t.Name(), "documented"); !own && rejects != (err != nil) {
				t.Errorf("%v", err)
			}
		}
	})
}
