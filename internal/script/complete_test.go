package script

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace"
	"github.com/paperspace-community/terraform-provider-paperspace/internal/paperspace/ops"
)

// dataScripts contains one script, and its list is empty.
type dataScripts struct{ paperspace.Scripts }

func (dataScripts) Show(_ context.Context, id string) (paperspace.Script, error) {
	return paperspace.Script{ID: id, MachineIDs: []string{"ps1"}}, nil
}

// A script exists even if the API version does not return its text.
func TestScriptWithoutItsText(t *testing.T) {
	client := &ops.Client{API: paperspace.API{Scripts: dataScripts{}}}
	got, more, err := complete(t.Context(), client, paperspace.Script{ID: "sc1"})
	if err != nil || !more["script_text"].IsNull() || got.ID != "sc1" {
		t.Errorf("%+v, %v", got, err)
	}
	if diff := cmp.Diff(`["ps1"]`, more["machine_ids"].String()); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
