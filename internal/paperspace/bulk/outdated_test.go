package bulk_test

import (
	"testing"
	"testing/synctest"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/opstest"
)

// A list from before a write still confirms that an object is missing, but an object that it
// contains might have been destroyed since.
func TestListFromBeforeADestroyDoesNotShowTheMachine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, c := opstest.Core(t)
		ids := stock(w, 2)
		missing := func(id string) {
			t.Helper()
			if got, err := c.BulkReader.Read(t.Context(), id); err != nil || got.Found {
				t.Errorf("%s: found %v, %v", id, got.Found, err)
			}
		}
		missing("psgone") // starts lists that contain the two machines
		for _, id := range ids {
			if err := c.DestroyMachine(t.Context(), ops.Destruction{ID: id}); err != nil {
				t.Fatal(err)
			}
			missing(id)
		}
	})
}
